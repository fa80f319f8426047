import ArgumentParser
import Profiles
import Session
import Terminal

/// Finds problems, and fixes them if the user agrees.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "doctor", "Find problems, and say how to fix them.", usage: "[options]",
    discussion: """
      Checks files, profiles, variables and the shell integration, and changes nothing. The exit status is 0 only when there is \
      no problem. --online also asks AWS about keys, clock and MFA devices. --fix shows each change and asks; --undo takes the \
      changes back.
      """,
    examples: ["aws-mfa-session doctor", "aws-mfa-session doctor --online --profile dev"])

  @OptionGroup var options: ChosenProfile

  @Flag(help: "Also ask AWS about keys, clock and MFA devices, of one profile with --profile. Needs no code.")
  var online = false

  @Flag(help: "Offer to fix what can be fixed. Keeps a copy for --undo.")
  var fix = false

  @Flag(help: "Take back the changes of --fix.")
  var undo = false

  @Flag(help: "Print JSON: a list of objects with problem, reason, fix and fixable.")
  var json = false

  func validate() throws {
    if options.profile != nil && !online {
      throw ValidationError("--profile needs --online; the rest is about all profiles.")
    }
    if [fix, undo, json].filter(\.self).count > 1 {
      throw ValidationError("--fix, --undo and --json cannot be combined.")
    }
  }

  func run() throws {
    let environment = processEnvironment()
    let store = SessionStore(environment: environment)
    if fix || undo {
      let dialogue = try ChangeDialogue(of: "doctor", in: store)
      if undo {
        guard dialogue.undo() else { throw ExitCode(ExitStatus.failure.rawValue) }
        return
      }
      repair(by: dialogue) { findings(environment, store) }
    }
    let found = findings(environment, store)
    if json {
      try StandardOutput.write(jsonArray: found)
    } else if found.isEmpty {
      try StandardOutput.write("No problems found.\n")
    } else {
      try StandardOutput.write(
        lines: found.flatMap { ["- \($0.problem)", "  \($0.reason)", "  \($0.fix)"] }.map(printable))
      let count = found.filter { $0.change != nil }.count
      if count > 0, !fix {
        StandardError.write(
          line:
            "To be offered \(count == 1 ? "a fix" : "\(count) fixes"): \(Program.name) doctor --fix\(online ? " --online" : "")"
        )
      }
    }
    if !found.isEmpty { throw ExitCode(ExitStatus.failure.rawValue) }
  }

  /// Offers each fix, until there is none left that the user has not been asked about.
  /// - Parameter find: looks anew: a change may fix more than one finding, or touch the file of another.
  private func repair(by dialogue: ChangeDialogue, _ find: () -> [Finding]) {
    var asked: Set<String> = []
    while let finding = find().first(where: { $0.change != nil && !asked.contains($0.problem) }) {
      asked.insert(finding.problem)
      guard let change = finding.change else { continue }
      dialogue.terminal.say("- \(finding.problem)")
      do { try dialogue.offer(change, isDefault: false) } catch { StandardError.write(error.message(change)) }
    }
  }

  private func findings(_ environment: [String: String], _ store: SessionStore) -> [Finding] {
    let fileChecks = FileChecks(environment: environment, credentialsFile: options.file, store: store)
    let files = try? fileChecks.files.get()
    var findings = fileChecks.findings
    if let files {
      let sessions = ProfileSessions(in: store, environment: environment)
      findings += ProfileChecks(files: files, sessions: sessions, environment: environment).findings
    }
    findings += EnvironmentChecks(environment: environment, files: files).findings
    findings += ShellChecks(environment: environment).findings
    if online, let files {
      findings +=
        OnlineChecks(
          files: files, environment: environment, store: store, log: Log(level: options.verbose),
          profile: options.profile
        ).findings
    }
    return findings
  }
}
