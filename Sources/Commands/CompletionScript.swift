import ArgumentParser
import ShellIntegration

/// The completion script of a shell: ArgumentParser's, but for profiles.
///
/// What ArgumentParser writes for completions of one's own would run a profile's name in bash, which expands the words of
/// `compgen -W`, and takes a colon in one for the beginning of its description in zsh. `shell/profiles.*` has functions that
/// take any name.
struct CompletionScript {
  let shell: IntegratedShell

  init(for shell: IntegratedShell) {
    self.shell = shell
  }

  /// The function of that name completes profiles.
  fileprivate static let function = "__aws_mfa_session_profiles"

  var text: String {
    let generated = SessionCommand.completionScript(for: shell.parserShell)
    let function = Self.function
    switch shell {
    case .bash:
      return generated.replacing(#"__aws-mfa-session_add_completions -W "$(eval '\#(function)')""#, with: function)
        + shell.profileCompletion
    case .zsh:
      return generated.replacing(
        #"{local -a list;list=(${(f)"$(\#(function))"});_describe -V "" list}"#, with: function)
        + shell.profileCompletion
    case .fish: return generated + shell.profileCompletion
    }
  }

  /// What `init` adds to the hook.
  /// - Parameter shortName: as in `InitScript`.
  func registration(shortName: String?) -> String { "" }
}

extension CompletionKind {
  /// The names of all profiles.
  static var profiles: CompletionKind { .shellCommand(CompletionScript.function) }
}

extension IntegratedShell {
  fileprivate var parserShell: CompletionShell {
    switch self {
    case .bash: .bash
    case .zsh: .zsh
    case .fish: .fish
    }
  }
}
