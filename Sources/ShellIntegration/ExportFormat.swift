#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A syntax in which a change of the environment can be printed.
package enum ExportFormat: String, CaseIterable, Sendable {
  case bash, zsh, sh, fish, cmd, powershell, json, env

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
    if self == .json { return Self.json(change) }
    // First what goes: a name may be in both lists.
    return (change.unset.compactMap(unsetting) + change.set.map(setting)).map { prefix + $0 + "\n" }.joined()
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
    case .env, .json: "\(name)=\(value)"
    }
  }

  private func unsetting(_ name: String) -> String? {
    switch self {
    case .bash, .zsh, .sh: "unset \(name);"
    // Global ones only: a universal variable would be gone from all shells, for good.
    case .fish: "set -eg \(name);"
    case .cmd: "set \"\(name)=\""
    case .powershell: "Remove-Item Env:\(name) -ErrorAction SilentlyContinue"
    case .env, .json: nil
    }
  }

  /// An object of the variables, null for one that is to be unset.
  private static func json(_ change: EnvironmentChange) -> String {
    var variables: [String: String?] = [:]
    for name in change.unset { variables[name] = .some(nil) }
    for (name, value) in change.set { variables[name] = value }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Strings and nulls always encode.
    guard let data = try? encoder.encode(variables) else { return "" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}
