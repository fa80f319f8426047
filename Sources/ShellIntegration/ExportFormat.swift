private import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A syntax in which a change of the environment can be printed.
package enum ExportFormat: String, CaseIterable, Sendable {
  case bash, zsh, sh, fish, cmd, powershell, json, env, sts

  /// A value that a syntax has no way to write.
  package struct Unrepresentable: Error, Equatable, Sendable {
    package let variable: String
    package let format: ExportFormat

    package init(variable: String, format: ExportFormat) {
      self.variable = variable
      self.format = format
    }
  }

  /// Text that makes the change when a shell evaluates it or, for `json` and `env`, that tells of it.
  ///
  /// For the shells every statement ends with a semicolon, so that `eval $(…)` and fish's `eval (…)`, which join lines with
  /// spaces, work too.
  /// - Parameter prefix: stands before every statement.
  /// - Throws: `Unrepresentable` for a line break or a NUL where the syntax has no way to write it.
  package func render(_ change: EnvironmentChange, prefix: String = "") throws(Unrepresentable) -> String {
    if let (variable, _) = change.set.first(where: { !canHold($0.value) }) {
      throw Unrepresentable(variable: variable, format: self)
    }
    if self == .json { return Self.json(change.values) }
    if self == .sts { return Self.json(change.answerOfSTS) }
    // First what goes: a name may be in both lists.
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
    // Global ones only: a universal variable would be gone from all shells, for good. One that is not set is no failure.
    case .fish: "set -eg \(name); or true;"
    case .cmd: "set \"\(name)=\""
    case .powershell: "Remove-Item Env:\(name) -ErrorAction SilentlyContinue"
    case .env, .json, .sts: nil
    }
  }

  private static func json(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Strings and nulls always encode.
    guard let data = try? encoder.encode(value) else { return "" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}

extension EnvironmentChange {
  /// The variables; null for one to unset.
  fileprivate var values: [String: String?] {
    var variables: [String: String?] = [:]
    for name in unset { variables[name] = .some(nil) }
    for (name, value) in set { variables[name] = value }
    return variables
  }

  /// What `aws sts get-session-token` prints.
  fileprivate var answerOfSTS: [String: [String: String?]] {
    let values = values
    let keys = [
      "AccessKeyId": "AWS_ACCESS_KEY_ID", "SecretAccessKey": "AWS_SECRET_ACCESS_KEY",
      "SessionToken": "AWS_SESSION_TOKEN", "Expiration": "AWS_CREDENTIAL_EXPIRATION",
    ]
    return ["Credentials": keys.mapValues { values[$0] ?? nil }]
  }
}
