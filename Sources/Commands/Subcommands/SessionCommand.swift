import ArgumentParser
import Profiles
import Session
import ShellIntegration

/// The root command: gets a session and delivers it to one or more outputs.
struct SessionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: Program.name,
    abstract: "Get temporary AWS credentials for an MFA code, in your shell.",
    discussion: """
      Choose one or more outputs: --export prints the session for this shell, --update-profile writes it into the credentials \
      file, --shell opens a shell that has it.

        eval "$(aws-mfa-session -p dev -e)"
        aws-mfa-session -p dev -u dev-mfa

      Or use the shell integration: AWS commands then ask for a code when the session has expired, and 'aws-mfa-session use \
      dev' starts a session in the shell. 'aws-mfa-session setup' sets it up.
      """,
    version: "\(Program.name) \(Program.version)",
    subcommands: [
      UseCommand.self, OffCommand.self, ExecCommand.self, AnswerCommand.self, CredentialProcessCommand.self,
      StatusCommand.self,
      ListCommand.self, ClearCommand.self, SetupCommand.self, DoctorCommand.self, InitCommand.self,
      CompletionsCommand.self,
    ])

  @OptionGroup var options: SessionOptions

  @OptionGroup var refresh: RefreshOptions

  @Flag(name: .shortAndLong, help: "Open a shell with the session in its environment.")
  var shell = false

  @Flag(name: .shortAndLong, help: "Print shell code that exports the session.")
  var export = false

  @Option(
    name: [.customShort("u", allowingJoined: true), .customLong("update-profile"), .customLong("session-profile")],
    help: ArgumentHelp("Write the session into the credentials file under this name.", valueName: "name"))
  var updateProfile: String?

  @Option(
    help: ArgumentHelp("Syntax of --export. (default: that of the calling shell)", valueName: "syntax"),
    transform: ExportFormat.named)
  var format: ExportFormat?

  func run() throws {
    // No arguments at all.
    if CommandLine.argc == 1 { throw Failure.welcome(.ofCaller) }
    try checkOutputs()
    let request = try SessionRequest(options)
    // Everything that can fail without the network is checked before a code is used.
    let outputs = try SessionOutputs(
      format: export ? format ?? .ofCaller(request.environment) : nil, sectionName: updateProfile, opensShell: shell,
      isRefreshed: refresh.refresh,
      request: request)
    try outputs.deliver(request.session(options))
  }

  /// Here and not in `validate`, where it would hide what is wrong with an unknown option.
  private func checkOutputs() throws {
    guard shell || export || updateProfile != nil else {
      throw ValidationError(
        "No output requested. Add --export (-e), --update-profile (-u) or --shell (-s).")
    }
    if refresh.refresh && !shell && !export {
      throw ValidationError(
        "--refresh is for --export (-e) and --shell (-s): a written profile does not change by itself.")
    }
    if refresh.refresh && format == .sts {
      throw ValidationError("--refresh has no keys, and --format sts nothing else.")
    }
    if format != nil && !export { throw ValidationError("--format needs --export (-e).") }
  }
}

extension ExportFormat {
  /// - Throws: `Failure.unknownShell`.
  fileprivate static func ofCaller(_ environment: [String: String]) throws(Failure) -> ExportFormat {
    do { return try ofCallingShell(environment: environment).get() } catch { throw .unknownShell(error.name) }
  }
}
