/// The shell that `--shell` starts.
package struct Subshell: Equatable, Sendable {
  package let path: String
  package let arguments: [String]

  /// The user's shell, interactive; `sh` where `SHELL` names none.
  package init(environment: [String: String]) {
    path = environment["SHELL"].flatMap { $0.isEmpty ? nil : $0 } ?? "/bin/sh"
    arguments = [path, "-i"]
  }

  /// What the shell's environment is to be: the session's variables, and a prompt that says whose it is.
  /// - Parameter label: `user@account`.
  package func marked(_ change: EnvironmentChange, label: String) -> EnvironmentChange {
    // A shell expands its prompt, and a name from outside is not to be run.
    let safe = String(label.unicodeScalars.map { Self.isSafe($0) ? Character($0) : "_" })
    let sign = path.hasSuffix("zsh") ? "%# " : "\\$ "
    return EnvironmentChange(set: change.set + [(name: "PS1", value: "AWS:\(safe) \(sign)")], unset: change.unset)
  }

  private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || "+=,.@_:/-".unicodeScalars.contains(scalar))
  }
}
