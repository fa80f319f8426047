import ArgumentParser
import FoundationEssentials
import Profiles
import Session
import ShellIntegration

/// The program's main job, and its root command: a session, and what becomes of it.
struct SessionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: Program.name,
    abstract: "Trade an MFA code for a temporary AWS session, where you are.",
    discussion: """
      Say what is to become of the session: --export prints it for this shell, --update-profile writes it into the \
      credentials file, --shell opens a shell that has it. They can be combined.

        eval "$(aws-mfa-session -p dev -e)"       bash, zsh
        aws-mfa-session -p dev -e | source        fish
        aws-mfa-session -p dev -u dev-mfa         then: aws --profile dev-mfa …
      """,
    version: "\(Program.name) \(Program.version)")

  @OptionGroup var options: SessionOptions

  @Flag(name: .shortAndLong, help: "Open a shell with the session in its environment.")
  var shell = false

  @Flag(name: .shortAndLong, help: "Print shell code that exports the session.")
  var export = false

  @Option(
    name: [.customShort("u", allowingJoined: true), .customLong("update-profile"), .customLong("session-profile")],
    help: ArgumentHelp("Write the session into the credentials file under this name.", valueName: "name"))
  var updateProfile: String?

  @Option(help: ArgumentHelp("Syntax of --export. (default: that of the calling shell)", valueName: "syntax"))
  var format: ExportFormat?

  func run() throws {
    try checkOutputs()
    let environment = ProcessInfo.processInfo.environment
    let log = Log(level: options.verbose)
    let profile = try ResolvedProfile(reporting: options.profileOptions, environment: environment)
    log.resolved(profile)
    // What can fail for another reason than the network is looked at before a code is spent.
    let outputs = try SessionOutputs(
      format: export ? format ?? .ofCaller(environment) : nil, sectionName: updateProfile, opensShell: shell,
      files: profile.files, environment: environment)
    let session: MFASession
    do {
      let issuer = try SessionIssuer(
        profile: profile, dialogue: TerminalDialogue(log: log), notify: log.notice, report: log.event)
      session = try issuer.issue(code: options.code, duration: options.duration)
    } catch { throw Failure.session(error, profile: profile) }
    try outputs.deliver(session, keptIn: keep(session, of: profile, environment))
  }

  /// For other shells to adopt. Whoever has no place for that still gets the session.
  private func keep(_ session: MFASession, of profile: ResolvedProfile, _ environment: [String: String]) -> String? {
    do { return try SessionStore(environment: environment).save(session, of: profile) } catch {
      StandardError.write(error.message)
      return nil
    }
  }

  /// Here and not in `validate`, where it would hide what is wrong with an unknown option.
  private func checkOutputs() throws {
    guard shell || export || updateProfile != nil else {
      throw ValidationError(
        "Nothing was said of what is to become of the session: --export (-e), --update-profile (-u) or --shell (-s).")
    }
    if format != nil && !export { throw ValidationError("--format is the syntax of --export (-e), which is missing.") }
  }
}

extension ExportFormat: ExpressibleByArgument {
  /// - Throws: `Failure.unknownShell`.
  fileprivate static func ofCaller(_ environment: [String: String]) throws(Failure) -> ExportFormat {
    do { return try ofCallingShell(environment: environment).get() } catch { throw .unknownShell(error.name) }
  }
}

extension ResolvedProfile {
  fileprivate init(reporting options: ProfileOptions, environment: [String: String]) throws(Failure) {
    do { try self.init(options, environment: environment) } catch { throw .profile(error) }
  }
}
