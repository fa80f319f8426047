import Processes

/// A shell that has an integration, in files of `shell/`.
package enum IntegratedShell: String, CaseIterable, Sendable {
  case bash, zsh, fish

  /// The shell of a path such as `/bin/zsh`; nil for any other.
  package init?(path: String) {
    self.init(rawValue: baseName(path))
  }

  /// The line that loads the integration, and the rc file that it belongs in.
  package var installation: (line: String, file: String) {
    // Terminals on macOS start login shells.
    #if canImport(Darwin)
      let bash = "~/.bash_profile"
    #else
      let bash = "~/.bashrc"
    #endif
    return switch self {
    case .bash: (#"eval "$(aws-mfa-session init bash)""#, bash)
    case .zsh: (#"eval "$(aws-mfa-session init zsh)""#, "~/.zshrc")
    case .fish: ("aws-mfa-session init fish | source", "~/.config/fish/config.fish")
    }
  }

  /// A file of `shell/`.
  /// - Parameter name: without the shell.
  func file(_ name: String) -> String {
    switch (name, self) {
    case ("session", .bash): text(PackageResources.session_bash)
    case ("session", .zsh): text(PackageResources.session_zsh)
    case ("session", .fish): text(PackageResources.session_fish)
    case ("hook", .bash): text(PackageResources.hook_bash)
    case ("hook", .zsh): text(PackageResources.hook_zsh)
    case ("hook", .fish): text(PackageResources.hook_fish)
    case ("begin", _): text(PackageResources.begin_bash)
    case ("end", _): text(PackageResources.end_bash)
    case ("watch-debug", _): text(PackageResources.watch_debug_bash)
    case ("watch-ps0", _): text(PackageResources.watch_ps0_bash)
    case ("watch-prompt", _): text(PackageResources.watch_prompt_bash)
    default: ""
    }
  }

  /// The completion in `completions/`.
  package var completion: String {
    switch self {
    case .bash: text(PackageResources.aws_mfa_session_bash)
    case .zsh: text(PackageResources._aws_mfa_session)
    case .fish: text(PackageResources.aws_mfa_session_fish)
    }
  }
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
