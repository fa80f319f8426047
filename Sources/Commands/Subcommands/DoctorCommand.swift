import ArgumentParser
import Profiles
import Session
import Terminal

/// Finds what would go wrong.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", _superCommandName: Program.name,
    abstract: "Find what would go wrong, and say how to fix it.",
    discussion: """
      Looks at files, profiles, variables and the shell's rc file. Nothing is changed, and no network is used. The exit status is 0 \
      only when nothing is wrong.
      """)

  @OptionGroup var options: ChosenProfile

  @Flag(help: "JSON: a list of objects with problem, reason and fix.")
  var json = false

  func validate() throws {
    if options.profile != nil { throw ValidationError("doctor takes no --profile: it looks at all.") }
  }

  func run() throws {
    let findings = findings
    if json {
      try StandardOutput.write(jsonArray: findings)
    } else if findings.isEmpty {
      try StandardOutput.write("No problems found.\n")
    } else {
      try StandardOutput.write(
        lines: findings.flatMap { ["- \($0.problem)", "  \($0.reason)", "  \($0.fix)"] }.map(printable))
    }
    if !findings.isEmpty { throw ExitCode(ExitStatus.failure.rawValue) }
  }

  private var findings: [Finding] {
    let environment = processEnvironment()
    let store = SessionStore(environment: environment, notify: Log(level: options.verbose).notice)
    let fileChecks = FileChecks(environment: environment, credentialsFile: options.file, store: store)
    let files = try? fileChecks.files.get()
    return fileChecks.findings
      + (files.map { ProfileChecks(files: $0, environment: environment).findings } ?? [])
      + EnvironmentChecks(environment: environment, files: files).findings
  }
}
