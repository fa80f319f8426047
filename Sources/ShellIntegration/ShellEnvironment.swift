/// The variables that decide what the integration does, and the functions by which a shell sees them.
package enum ShellEnvironment {
  /// Settings of the integration. Many users set them without exporting them, so the shell passes them on with each call.
  private static let settings = [
    "AWS_MFA_SESSION_HOOK", "AWS_MFA_SESSION_PROMPT", "AWS_MFA_SESSION_COMMANDS", "AWS_MFA_SESSION_MARGIN",
    "AWS_MFA_SESSION_MIN_LIFE",
  ]

  /// What a plan depends on and shells change while they run; each costs every prompt a little. (A change of HOME or TERM counts
  /// when the plan ends.)
  private static let variables =
    [
      "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_MFA_SESSION_PROFILE", "AWS_MFA_SESSION_EXPIRES",
      "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE",
    ] + settings

  /// Of this one, only whether it is set: it is a secret.
  private static let secret = "AWS_SESSION_TOKEN"

  /// What tells one environment from another, as the shells' `__aws_mfa_session_identify` makes it.
  package static func identity(_ environment: [String: String]) -> String {
    (variables.map { environment[$0] ?? "" } + [(environment[secret] ?? "").isEmpty ? "" : "1"]).joined(separator: "|")
  }

  /// Functions for a shell: `__aws_mfa_session_identify` sets `planned_identity` to the environment that there is now, and
  /// `__aws_mfa_session_is_same` tells whether it is still that one; `__aws_mfa_session_exec` runs the
  /// program, in command substitutions: in bash, it becomes the program.
  /// - Parameter fixed: settings that `init` was told.
  static func functions(for shell: IntegratedShell, fixed: [String: String]) -> String {
    let memo = (name: "AWS_MFA_SESSION_MEMO", value: "__aws_mfa_session_memo")
    switch shell {
    case .bash, .zsh:
      let identity = variables.map { "${\($0)-}" } + ["${\(secret):+1}"]
      let passed = settings.map { "\($0)=" + (fixed[$0].map(Quoting.posix) ?? "\"${\($0)-}\"") }
      let call = passed + ["\(memo.name)=\"${\(memo.value)-}\""]
      // zsh's exec would run the function of the program's name.
      let start = shell == .bash ? "exec" : "command"
      return """
        __aws_mfa_session_identify() {
          __aws_mfa_session_planned_identity="\(identity.joined(separator: "|"))"
        }
        __aws_mfa_session_is_same() {
          [[ "\(identity.joined(separator: "|"))" == "$__aws_mfa_session_planned_identity" ]]
        }
        __aws_mfa_session_exec() {
          \(call.joined(separator: " ")) \\builtin \(start) aws-mfa-session "$@"
        }

        """
    case .fish:
      let identity = variables.map { "$\($0)" }.joined(separator: "|") + "|"
      let passed = settings.map { "\($0)=" + (fixed[$0].map { Quoting.fish($0) } ?? "\"$\($0)\"") }
      let call = passed + ["\(memo.name)=\"$\(memo.value)\""]
      return """
        function __aws_mfa_session_identify
            set -g __aws_mfa_session_planned_identity "\(identity)"
            test -z "$\(secret)"
            or set __aws_mfa_session_planned_identity "$__aws_mfa_session_planned_identity"1
        end
        function __aws_mfa_session_is_same
            if test -z "$\(secret)"
                test "\(identity)" = "$__aws_mfa_session_planned_identity"
            else
                test "\(identity)1" = "$__aws_mfa_session_planned_identity"
            end
        end
        function __aws_mfa_session_exec
            \(call.joined(separator: " ")) command aws-mfa-session $argv
        end

        """
    }
  }
}
