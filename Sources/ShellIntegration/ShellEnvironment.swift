private import Platform

/// The variables that affect the integration, and how a shell reads them.
package enum ShellEnvironment {
  /// Settings of the integration. Many users set them without exporting them, so the shell passes them on with each call.
  private static let settings = [
    "AWS_MFA_SESSION_HOOK", "AWS_MFA_SESSION_PROMPT", "AWS_MFA_SESSION_COMMANDS", "AWS_MFA_SESSION_MARGIN",
    "AWS_MFA_SESSION_MIN_LIFE",
  ]

  /// Settings that no plan depends on, passed on in the same way.
  private static let otherSettings = [
    "AWS_MFA_SESSION_DURATION", "AWS_MFA_SESSION_REUSE", "AWS_MFA_SESSION_ASK", "AWS_MFA_SESSION_PICKER",
  ]

  /// The variables that a plan depends on and that change while a shell runs; each costs some time at every prompt. (A change of HOME
  /// or TERM takes effect when the plan ends.)
  private static let variables =
    [
      "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_MFA_SESSION_PROFILE", "AWS_MFA_SESSION_EXPIRES",
      "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE",
    ] + settings

  /// A secret: only whether it is set counts.
  private static let secret = "AWS_SESSION_TOKEN"

  /// The identity of an environment, as the shells compute it.
  package static func identity(_ environment: [String: String], for shell: IntegratedShell) -> String {
    let values = variables.map { environment[$0] ?? "" }
    let hasSecret = (environment[secret] ?? "").isEmpty ? "" : "1"
    return (shell == .fish ? values : values + [hasSecret]).concatenated("|")
  }

  /// A file of `shell/` with the token replaced by the environment's identity. (Not a function, because prompts use it, and a call
  /// takes bash and zsh as long as the comparison.)
  static func inserted(into text: String, for shell: IntegratedShell) -> String {
    let token = "__aws_mfa_session_environment"
    let values = variables.map { "$\($0)" }
    let hasSecret = ["${\(secret):+1}"]
    return switch shell {
    // One token is inside quotes, where `set -u` may be on, and one is in `[[ … ]]` without quotes.
    case .bash:
      text.replacingAll("${\(token)-}", with: (variables.map { "${\($0)-}" } + hasSecret).concatenated("|"))
        .replacingAll("$\(token)", with: (values + hasSecret).concatenated("\\|"))
    case .zsh: text.replacingAll("$\(token)", with: (values + hasSecret).concatenated("|"))
    // fish would need another command for the secret.
    case .fish: text.replacingAll("$\(token)", with: values.concatenated("|"))
    }
  }

  /// The function `__aws_mfa_session_exec`, which runs the program in command substitutions; in bash, by `exec`.
  /// - Parameter fixed: settings from the options of `init`.
  static func functions(for shell: IntegratedShell, fixed: [String: String]) -> String {
    let memo = (name: "AWS_MFA_SESSION_MEMO", value: "__aws_mfa_session_memo")
    switch shell {
    case .bash, .zsh:
      let passed = (settings + otherSettings).map { "\($0)=" + (fixed[$0].map(Quoting.posix) ?? "\"${\($0)-}\"") }
      let call = passed + ["\(memo.name)=\"${\(memo.value)-}\""]
      // In zsh, `exec` would run the function with the program's name.
      let start = shell == .bash ? "exec" : "command"
      return """
        __aws_mfa_session_exec() {
          \(call.concatenated(" ")) \\builtin \(start) aws-mfa-session "$@"
        }

        """
    case .fish:
      let passed = (settings + otherSettings).map { "\($0)=" + (fixed[$0].map { Quoting.fish($0) } ?? "\"$\($0)\"") }
      let call = passed + ["\(memo.name)=\"$\(memo.value)\""]
      return """
        function __aws_mfa_session_exec
            \(call.concatenated(" ")) command aws-mfa-session $argv
        end

        """
    }
  }
}
