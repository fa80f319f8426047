/// The shell that `--shell` starts: which, how, and with what environment.
package struct Subshell: Equatable, Sendable {
  package let path: String
  package let arguments: [String]
  package let environment: [String: String]

  /// - Parameters:
  ///   - label: `user@account`, for the prompt.
  ///   - environment: of this process.
  package init(_ change: EnvironmentChange, label: String, environment: [String: String]) {
    path = environment["SHELL"].flatMap { $0.isEmpty ? nil : $0 } ?? "/bin/sh"
    arguments = [path, "-i"]
    // A shell expands its prompt, and a name from outside is not to be run.
    let safe = String(label.unicodeScalars.map { Self.isSafe($0) ? Character($0) : "_" })
    let sign = path.hasSuffix("zsh") ? "%# " : "\\$ "
    self.environment = change.applied(to: environment).merging(["PS1": "AWS:\(safe) \(sign)"]) { $1 }
  }

  private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || "+=,.@_:/-".unicodeScalars.contains(scalar))
  }
}
