extension IntegratedShell {
  /// Code that changes the environment of this shell.
  /// - Throws: `ExportFormat.Unrepresentable`.
  package func code(_ change: EnvironmentChange) throws(ExportFormat.Unrepresentable) -> String {
    switch self {
    // The user may have redefined `export` and `unset`.
    case .bash: try ExportFormat.bash.render(change, prefix: "\\builtin ")
    case .zsh: try ExportFormat.zsh.render(change, prefix: "\\builtin ")
    case .fish: try ExportFormat.fish.render(change)
    }
  }

  /// Code that tells a hook that the session in the environment is not from this program, so that it does not call again before the
  /// environment changes.
  package var settlingCode: String {
    let (name, value) = ("__aws_mfa_session_settled", "\"$__aws_mfa_session_fingerprint\"")
    return self == .fish ? "set -g \(name) \(value);\n" : "\(name)=\(value);\n"
  }
}

/// Code that a shell's integration evaluates: a change of the environment, and how to undo it.
package struct ShellChange: Sendable {
  private let shell: IntegratedShell
  private let change: EnvironmentChange
  private let origin: [String: String]?
  private let others: [String]

  /// - Parameters:
  ///   - origin: the environment to restore; nil for none.
  ///   - others: further variables to restore, which later changes may set.
  package init(
    _ change: EnvironmentChange, backTo origin: [String: String]?, past others: [String] = [],
    for shell: IntegratedShell
  ) {
    self.shell = shell
    self.change = change
    self.origin = origin
    let names = Set(change.unset + change.set.map(\.name))
    self.others = others.filter { !names.contains($0) }
  }

  /// The code of the change, preceded by an assignment of its undo code to a variable of the hook. Undo code that is already there
  /// restores an earlier environment, and is kept.
  /// - Throws: `ExportFormat.Unrepresentable`.
  package func render() throws(ExportFormat.Unrepresentable) -> String {
    let code = try shell.code(change)
    guard let origin else { return code }
    let undoing = try undoingCode(origin)
    let name = "__aws_mfa_session_restore"
    let keeping =
      switch shell {
      case .bash, .zsh: "[ -n \"${\(name)-}\" ] || \(name)=\(Quoting.posix(undoing));\n"
      case .fish: "set -q \(name); or set -g \(name) \(Quoting.fish(undoing));\n"
      }
    return keeping + code
  }

  private func undoingCode(_ origin: [String: String]) throws(ExportFormat.Unrepresentable) -> String {
    let undoing = EnvironmentChange(set: change.set, unset: change.unset + others).undone(in: origin)
    guard shell == .fish else { return try shell.code(undoing) }
    // A universal variable of the user was only shadowed, and becomes visible again.
    let settings = undoing.set.map { name, value in
      "if set -qU \(name); set -eg \(name); else; set -gx \(name) \(Quoting.fish(value)); end;\n"
    }
    return try shell.code(EnvironmentChange(set: [], unset: undoing.unset)) + settings.joined()
  }
}
