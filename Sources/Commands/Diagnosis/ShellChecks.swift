import Profiles
import Session
import ShellIntegration
private import Platform

/// Checks the shell integration: its line in the rc file, and its state in the calling shell.
struct ShellChecks {
  let environment: [String: String]

  var findings: [Finding] {
    let report = ShellReport(environment)
    return rcFile(report) + (report.map(loaded) ?? [])
  }

  // MARK: The rc file

  private func rcFile(_ report: ShellReport?) -> [Finding] {
    // With the hook turned off, the integration is not missed.
    guard HookSettings(environment).isOn,
      let shell = report?.shell ?? environment["SHELL"].flatMap(IntegratedShell.init(path:))
    else { return [] }
    let file = RCFile(of: shell, environment: environment)
    guard file.hasLine else {
      // If the shell has loaded it, another file has the line.
      return report != nil
        ? []
        : [
          Finding(
            "\(shortPath(file.name)) does not load the shell integration.",
            reason: "AWS commands in \(shell) fail when the session has expired, instead of asking for a code.",
            fix: "Add this line to it: \(shell.installation.line)",
            change: file.change(to: file.bytesWithLine, environment: environment))
        ]
    }
    return [overridden(file), report == nil ? notLoaded(file) : nil].compactMap(\.self)
  }

  private func overridden(_ file: RCFile) -> Finding? {
    file.overridingLine.map { line in
      Finding(
        "\(shortPath(file.name)) assigns to PROMPT_COMMAND after it has loaded the shell integration: \(line.trimmed)",
        reason: "The hook is gone from PROMPT_COMMAND: the marker stands still.",
        fix: "Move the line of \(Program.name) to the end.",
        change: file.change(to: file.bytesWithLineAtEnd, environment: environment))
    }
  }

  /// Checked only at a terminal: other shells need no integration.
  private func notLoaded(_ file: RCFile) -> Finding? {
    guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1, IntegratedShell.ofParentProcess == file.shell else {
      return nil
    }
    return Finding(
      "This shell has not loaded the shell integration, although \(shortPath(file.name)) does.",
      reason: "It was started before the line was added, or the rc file stops before it.",
      fix: "Open a new shell. If that does not help, move the line up.")
  }

  // MARK: What the shell says

  private func loaded(_ report: ShellReport) -> [Finding] {
    [
      report.version == Program.version ? nil : oldVersion(report),
      report.hasHook && !report.isCalled ? notCalled : nil,
      report.isBlind ? blind : nil,
      report.hasStarship && marksPrompt ? starship : nil,
      report.lacksSegment && marksPrompt ? powerlevel10k : nil,
      report.lacksCompletion ? completion : nil,
    ].compactMap(\.self)
  }

  private var marksPrompt: Bool { HookSettings(environment).marksPrompt }

  private func oldVersion(_ report: ShellReport) -> Finding {
    Finding(
      "The integration in this shell is of version \(report.version.isEmpty ? "0.1.0" : report.version), the program is \(Program.version).",
      reason: "It still works, without the new features.",
      fix: "Open a new shell. If the output of init is cached (evalcache, Nix), renew it.")
  }

  private var notCalled: Finding {
    Finding(
      "Something has removed the hook from the prompt's functions in this shell.",
      reason: "The marker stands still, and bash before 5.1 asks for no code.",
      fix: "Make the line of \(Program.name) the last one of the rc file.")
  }

  private var blind: Finding {
    Finding(
      "Another tool sets bash's DEBUG trap at each prompt, so this bash cannot watch commands.",
      reason: "An expired session is not noticed before a command runs.",
      fix: "Run \(Program.name) use before the command, or upgrade to bash 5.1.")
  }

  private var starship: Finding? {
    let name = environment[nonEmpty: "STARSHIP_CONFIG"] ?? "~/.config/starship.toml"
    let text = String(decoding: readableFile(expandingPath(name, environment: environment)) ?? [], as: UTF8.self)
    guard !text.contains("AWS_MFA_SESSION_MARKER") else { return nil }
    return Finding(
      "starship draws the prompt, and \(shortPath(name)) has no segment for the session.",
      reason: "starship's own aws module does not show the profile.",
      fix: "Add to it: [env_var.AWS_MFA_SESSION_MARKER]  format = \"[$env_value]($style) \"  style = \"yellow\"")
  }

  private var powerlevel10k: Finding {
    Finding(
      "powerlevel10k draws the prompt, without a segment for the session.",
      reason: "The prompt does not show how long it is valid.",
      fix: "Add aws_mfa_session to POWERLEVEL9K_LEFT_PROMPT_ELEMENTS in ~/.p10k.zsh.")
  }

  private var completion: Finding {
    Finding(
      "The completion is not registered, because compinit has not run.",
      reason: "Tab does not complete profiles and options.",
      fix: "Add to the rc file, before the line of \(Program.name): autoload -Uz compinit && compinit")
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
