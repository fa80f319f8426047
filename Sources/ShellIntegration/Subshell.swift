package import Processes

/// The shell that `--shell` starts: the user's shell, which reads its rc files first and then loads the hook.
package struct Subshell: Equatable, Sendable {
  package let path: String
  package let arguments: [String]

  /// The command to run.
  package var command: Command { Command(arguments) }

  /// The files that it needs, in a folder of its own.
  package let files: [File]
  /// Variables that are needed only at its start.
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
      // The file restores the user's value at once.
      startVariables =
        [(name: "ZDOTDIR", value: folder)]
        + environment["ZDOTDIR"].map { [(name: "__aws_mfa_session_zdotdir", value: $0)] }.orEmpty
    case .fish:
      arguments = [path, "-i", "-C", "source \(Quoting.fish(hook.path))"]
      files = [hook]
      startVariables = []
    }
  }

  /// The shell's environment: the session's variables and, if no hook marks the prompt, a prompt with the session's label.
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
  /// The text without characters that are special in prompts: shells expand them, and names come from outside.
  package var safeInPrompt: String { String(unicodeScalars.map { $0.isSafeInPrompt ? Character($0) : "_" }) }
}

extension Unicode.Scalar {
  fileprivate var isSafeInPrompt: Bool {
    isASCII && (properties.isAlphabetic || properties.numericType != nil || " +=,.@_:/-".unicodeScalars.contains(self))
  }
}
