import ArgumentParser
import ShellIntegration

/// The completion script of a shell: what ArgumentParser generates, which knows what is wanted where, and the functions of
/// `shell/profiles.*`, which know what there is.
///
/// What ArgumentParser writes for completions of one's own would run a profile's name in bash, which expands the words of
/// `compgen -W`, and takes a colon in one for the beginning of its description in zsh.
struct CompletionScript {
  let shell: IntegratedShell

  init(for shell: IntegratedShell) {
    self.shell = shell
  }

  var text: String {
    let generated = SessionCommand.completionScript(for: shell.parserShell)
    return switch shell {
    case .bash: bash(generated)
    case .zsh: zsh(generated)
    case .fish: fish(generated)
    }
  }

  /// What `init` adds to the hook: bash and zsh load the script at the first Tab; fish has no way to, and reads all of it.
  var registration: String { (shell == .fish ? text + "\n" : "") + shell.completionRegistration + "\n" }

  private func bash(_ generated: String) -> String {
    var text = generated.replacing(
      "#!/bin/bash\n",
      with: """
        # Completions of aws-mfa-session for bash.
        # shellcheck shell=bash
        # As ArgumentParser writes them:
        # shellcheck disable=SC2207

        """)
    // Not called by anything.
    text.remove(from: "__aws-mfa-session_cursor_index", upTo: "# positional arguments")
    text.remove(from: "__aws-mfa-session_custom_complete", upTo: "_aws-mfa-session() {")
    // A trap that it leaves behind would put options back whenever a file is sourced; profiles.bash sets what it needs.
    text.remove(from: "    local state\n", upTo: "    local -r cur=")
    text.remove(from: "complete -o filenames", upTo: "")
    for kind in CompletionKind.Profiles.allCases {
      text = text.replacing(#"__aws-mfa-session_add_completions -W "$(eval '\#(kind.call)')""#, with: kind.call)
    }
    text = text.replacing("__aws-mfa-session_add_completions -f", with: "__aws_mfa_session_files")
    // A hyphen cannot be in the name of a function in POSIX mode.
    text = text.replacing("__aws-mfa-session_", with: "__aws_mfa_session_generated_")
      .replacing("_aws-mfa-session", with: "__aws_mfa_session_generated")
    return text + shell.profileCompletion
  }

  private func zsh(_ generated: String) -> String {
    var text = generated
    // Not called, and not used, by anything.
    text.remove(from: "__aws-mfa-session_custom_complete", upTo: "_aws-mfa-session() {")
    text.remove(from: "    local -r command_name", upTo: "    local -i ret")
    // The completion system's functions need its options, which `emulate` puts aside.
    text.remove(from: "    emulate -RL zsh", upTo: "    local context state")
    text = text.replacing(
      "    local context state", with: "    setopt localoptions \"${_comp_options[@]}\"\n\n    local context state")
    for kind in CompletionKind.Profiles.allCases {
      text = text.replacing(
        #"{local -a list;list=(${(f)"$(\#(kind.call))"});_describe -V "" list}"#, with: "{\(kind.call)}")
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    text = lines.map(allowingJoinedValue).joined(separator: "\n")
    // Also where neither an unset element nor the first index is what it is by default.
    text = text.replacing(
      #""${funcstack[1]}" = _aws-mfa-session"#, with: #""${zsh_eval_context[-1]-}" = loadautofunc"#)
    // As a file of fpath it ends with a call, before which all functions must be there.
    let header = "#compdef \(Program.name)\n\n"
    return text.replacing(header, with: header + shell.profileCompletion) + "\n"
  }

  /// Lets the value of a zsh option stand in the option's own word: `--profile=dev`, `-pdev`.
  private func allowingJoinedValue(_ line: Substring) -> String {
    guard line.contains("]:") else { return String(line) }
    return String(line).replacing(/\{([-a-z,]+)\}'\[/) { match in
      let names = match.1.split(separator: ",").map { $0 + ($0.hasPrefix("--") ? "=" : "+") }
      return "{\(names.joined(separator: ","))}'["
    }.replacing(/'(--[-a-z]+)\[/) { "'\($0.1)=[" }
  }

  private func fish(_ generated: String) -> String {
    var text = generated
    // Not called by anything; fish before 3.4 cannot read them.
    text.remove(from: "function __aws-mfa-session_custom_completion", upTo: "complete -c")
    text.remove(from: "function __aws-mfa-session_tokens", upTo: "function __aws-mfa-session_parse_subcommand")
    text = text.replacing("(__aws-mfa-session_tokens -pc)", with: "(__aws_mfa_session_words)")
      .replacing("$argv[2..]", with: "$argv[2..-1]")
    return "# Completions of aws-mfa-session for fish.\n\n" + shell.profileCompletion + text + "\n"
  }
}

extension CompletionKind {
  /// Profiles, by the function of `shell/profiles.*`.
  fileprivate enum Profiles: String, CaseIterable {
    case all = ""
    case writable = " --writable"

    var call: String { "__aws_mfa_session_profiles" + rawValue }
  }

  /// The names of all profiles.
  static var profiles: CompletionKind { .shellCommand(Profiles.all.call) }

  /// The names of the profiles that a session may be written into.
  static var writableProfiles: CompletionKind { .shellCommand(Profiles.writable.call) }
}

extension String {
  /// Removes what begins with one text, up to where another one follows it; to the end when that is empty.
  fileprivate mutating func remove(from start: String, upTo end: String) {
    guard let first = firstRange(of: start)?.lowerBound else { return }
    removeSubrange(first..<(end.isEmpty ? endIndex : self[first...].firstRange(of: end)?.lowerBound ?? endIndex))
  }
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
