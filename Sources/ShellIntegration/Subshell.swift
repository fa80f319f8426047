package import Processes

/// The shell that `--shell` starts: the user's own, which reads its rc files first and gets the hook after them.
package struct Subshell: Equatable, Sendable {
  package let path: String
  package let arguments: [String]

  /// What is run.
  package var command: Command { Command(arguments) }

  /// What it needs on disk, in a folder of its own.
  package let files: [File]
  /// Variables that only its start needs.
  private let startVariables: [(name: String, value: String)]

  package struct File: Equatable, Sendable {
    package let path: String
    package let text: String
  }

  /// The shell that `SHELL` names, else `sh`.
  /// - Parameter folder: the folder for its files; nil if there is none, so that only the prompt is marked.
  package init(environment: [String: String], folder: String?) {
    path = environment["SHELL"].flatMap { $0.isEmpty ? nil : $0 } ?? "/bin/sh"
    guard let folder, let shell = IntegratedShell(path: path) else {
      arguments = [path, "-i"]
      files = []
      startVariables = []
      return
    }
    let hook = File(path: "\(folder)/hook.\(shell)", text: InitScript(for: shell).text)
    switch shell {
    case .bash:
      let rc = File(path: "\(folder)/bashrc", text: text(PackageResources.subshell_bash))
      arguments = [path, "--rcfile", rc.path, "-i"]
      files = [hook, rc]
      startVariables = []
    case .zsh:
      let rc = File(path: "\(folder)/.zshenv", text: text(PackageResources.subshell_zsh))
      arguments = [path, "-i"]
      files = [hook, rc]
      // The file puts the user's own back at once.
      startVariables =
        [(name: "ZDOTDIR", value: folder)]
        + environment["ZDOTDIR"].map { [(name: "__aws_mfa_session_zdotdir", value: $0)] }.orEmpty
    case .fish:
      arguments = [path, "-i", "-C", "source \(Quoting.fish(hook.path))"]
      files = [hook]
      startVariables = []
    }
  }

  /// The shell's environment: the session's variables and, if no hook marks the prompt, a prompt that says
  /// whose it is.
  /// - Parameter label: `user@account`.
  package func marked(_ change: EnvironmentChange, label: String) -> EnvironmentChange {
    EnvironmentChange(set: change.set + (files.isEmpty ? [prompt(label)] : startVariables), unset: change.unset)
  }

  private func prompt(_ label: String) -> (name: String, value: String) {
    let sign = path.hasSuffix("zsh") ? "%# " : "\\$ "
    return (name: "PS1", value: "AWS:\(label.safeInPrompt) \(sign)")
  }

  package static func == (one: Self, other: Self) -> Bool {
    one.path == other.path && one.arguments == other.arguments && one.files == other.files
      && one.startVariables.elementsEqual(other.startVariables, by: ==)
  }
}

extension Optional where Wrapped: RangeReplaceableCollection {
  fileprivate var orEmpty: Wrapped { self ?? Wrapped() }
}

extension String {
  /// Without what a shell could take for an instruction: it expands its prompt, and a name from outside is not to be run.
  package var safeInPrompt: String { String(unicodeScalars.map { $0.isSafeInPrompt ? Character($0) : "_" }) }
}

extension Unicode.Scalar {
  fileprivate var isSafeInPrompt: Bool {
    isASCII && (properties.isAlphabetic || properties.numericType != nil || " +=,.@_:/-".unicodeScalars.contains(self))
  }
}
