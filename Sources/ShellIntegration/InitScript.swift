private import Platform

/// The output of `init`: the parts of a shell's integration, each evaluated separately, so that an error in one does not affect the
/// others. Evaluating it a second time changes nothing.
package struct InitScript: Sendable {
  package let shell: IntegratedShell
  package var watchesCommands = true
  package var marksPrompt = true
  /// The name of a function that is short for `aws-mfa-session use`.
  package var shortName: String?
  package var completes = true
  /// Code of the first plan.
  package var plan = ""

  package init(for shell: IntegratedShell) {
    self.shell = shell
  }

  package var text: String {
    """
    # aws-mfa-session: integration with \(shell.rawValue), printed by `aws-mfa-session init \(shell.rawValue)`.
    \(shell == .bash ? shell.file("begin") : "")\(opening)
    \(parts.concatenated("\n"))
    \(end)
    \(shortNameDefinition)\(completion)\
    \(shell == .bash ? shell.file("end") : "")
    # Install: put this line into \(shell.installation.file):  \(shell.installation.line)

    """
  }

  private var parts: [String] {
    let settings = [
      ("with_hook", watchesCommands ? "1" : "0"), ("with_prompt", marksPrompt ? "1" : "0"), ("version", programVersion),
    ]
    let functions = ShellEnvironment.functions(for: shell, fixed: fixedSettings)
    let own = [shell.assignments(settings) + functions + plan, shell.file("session")].map(evaluation)
    let hook = evaluation(of: ShellEnvironment.inserted(into: shell.file("hook"), for: shell))
    guard shell == .bash else { return own + [hook] }
    let watch = """
      if ((__aws_mfa_session_bash >= 501)); then
      \(evaluation(of: shell.file("watch-ps0")))
      else
      \(evaluation(of: shell.file("watch-prompt")))
      fi
      """
    return own + [evaluation(of: shell.file("watch-debug")), watch, hook]
  }

  /// The settings that turn off the parts that `init` leaves out.
  package var fixedSettings: [String: String] {
    [watchesCommands ? nil : "AWS_MFA_SESSION_HOOK", marksPrompt ? nil : "AWS_MFA_SESSION_PROMPT"]
      .compactMap(\.self).reduce(into: [:]) { $0[$1] = "0" }
  }

  /// Starts the part for shells that have not loaded the hook.
  private var opening: String {
    switch shell {
    // If the variable is inherited, it has the id of another process.
    case .bash: "if [[ ${__aws_mfa_session_loaded-} != \"$$\" ]]; then"
    case .zsh: "if (( ! ${+functions[__aws_mfa_session_prompt]} )); then"
    case .fish: "if not builtin functions -q __aws_mfa_session_prompt"
    }
  }

  private var end: String { shell == .fish ? "end" : "fi" }

  /// Removes comments and indentation, which take a shell as long to read as code.
  private func withoutComments(_ text: String) -> String {
    var text = text
    return text.withUTF8 { bytes in
      var code: [UInt8] = []
      code.reserveCapacity(bytes.count)
      for line in bytes.split(separator: UInt8(ascii: "\n")) {
        let content = line.drop { $0 == UInt8(ascii: " ") }
        if content.first == UInt8(ascii: "#") { continue }
        if !code.isEmpty { code.append(UInt8(ascii: "\n")) }
        code += content
      }
      return String(decoding: code, as: UTF8.self)
    }
  }

  private func evaluation(of text: String) -> String {
    let text = withoutComments(text)
    return switch shell {
    case .bash: "\\builtin eval \(Quoting.posix(text))"
    // Parsed without aliases; functions keep the default options of zsh, whatever the user sets now or later.
    case .zsh: "'builtin' 'emulate' zsh -o no_aliases -o no_xtrace -o extended_glob -c \(Quoting.zshOnOneLine(text))"
    case .fish: "builtin eval \(Quoting.fish(text, isOneLine: false))"
    }
  }

  /// Evaluated separately, so that an error in it does not affect the hook, nor the reverse.
  private var completion: String {
    guard completes else { return "" }
    let completion = evaluation(of: shell.completion) + "\n"
    guard let shortName else { return completion }
    return switch shell {
    case .bash: completion + "\\builtin complete -F __aws_mfa_session_complete_short \(shortName)\n"
    // Before the completion, which registers it after compinit.
    case .zsh: "'typeset' -g __aws_mfa_session_short_name=\(shortName)\n" + completion
    case .fish: completion + "builtin complete -c \(shortName) -f -a '(__aws_mfa_session_complete use)'\n"
    }
  }

  private var shortNameDefinition: String {
    guard let shortName else { return "" }
    let definition =
      switch shell {
      case .bash, .zsh: "\(shortName)() { aws-mfa-session use \"$@\"; }"
      case .fish: "function \(shortName) --description 'aws-mfa-session use'; aws-mfa-session use $argv; end"
      }
    return evaluation(of: definition) + "\n"
  }
}
