private import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A syntax for printing a change of the environment.
package enum ExportFormat: String, CaseIterable, Sendable {
  case bash, zsh, sh, fish, cmd, powershell, json, env, sts

  /// A value that the syntax cannot express.
  package struct Unrepresentable: Error, Equatable, Sendable {
    package let variable: String
    package let format: ExportFormat

    package init(variable: String, format: ExportFormat) {
      self.variable = variable
      self.format = format
    }
  }

  /// Returns shell code that makes the change or, for `json` and `env`, text that describes it.
  ///
  /// Every shell statement ends with a semicolon, so that `eval $(…)` and fish's `eval (…)`, which join lines with spaces, work, too.
  /// - Parameter prefix: put before every statement.
  /// - Throws: `Unrepresentable` for a line break or a NUL that the syntax cannot express.
  package func render(_ change: EnvironmentChange, prefix: String = "") throws(Unrepresentable) -> String {
    if let (variable, _) = change.set.first(where: { !canHold($0.value) }) {
      throw Unrepresentable(variable: variable, format: self)
    }
    if self == .json { return Self.json(change.values) }
    if self == .sts { return Self.json(change.answerOfSTS) }
    // Unset first: a name may be in both lists.
    return (change.unset.compactMap(unsetting) + change.set.map(setting)).map { prefix + $0 + "\n" }.concatenated()
  }

  private func canHold(_ value: String) -> Bool {
    switch self {
    case .cmd, .env: !value.unicodeScalars.contains { $0 == "\n" || $0 == "\r" || $0 == "\0" }
    default: !value.unicodeScalars.contains("\0")
    }
  }

  private func setting(_ name: String, _ value: String) -> String {
    switch self {
    case .bash, .zsh, .sh: "export \(name)=\(Quoting.posix(value));"
    case .fish: "set -gx \(name) \(Quoting.fish(value));"
    case .cmd: "set \"\(name)=\(value)\""
    case .powershell: "$Env:\(name) = \(Quoting.powershell(value))"
    case .env, .json, .sts: "\(name)=\(value)"
    }
  }

  private func unsetting(_ name: String) -> String? {
    switch self {
    case .bash, .zsh, .sh: "unset \(name);"
    // Only global variables: erasing a universal one would remove it from all shells permanently. A variable that is not set is no
    // error.
    case .fish: "set -eg \(name); or true;"
    case .cmd: "set \"\(name)=\""
    case .powershell: "Remove-Item Env:\(name) -ErrorAction SilentlyContinue"
    case .env, .json, .sts: nil
    }
  }

  private static func json(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Encoding strings and nulls cannot fail.
    guard let data = try? encoder.encode(value) else { return "" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}

extension EnvironmentChange {
  /// The variables; null for a variable to unset.
  fileprivate var values: [String: String?] {
    var variables: [String: String?] = [:]
    for name in unset { variables[name] = .some(nil) }
    for (name, value) in set { variables[name] = value }
    return variables
  }

  /// The output of `aws sts get-session-token`.
  fileprivate var answerOfSTS: [String: [String: String?]] {
    let values = values
    let keys = [
      "AccessKeyId": "AWS_ACCESS_KEY_ID", "SecretAccessKey": "AWS_SECRET_ACCESS_KEY",
      "SessionToken": "AWS_SESSION_TOKEN", "Expiration": "AWS_CREDENTIAL_EXPIRATION",
    ]
    return ["Credentials": keys.mapValues { values[$0] ?? nil }]
  }
}
