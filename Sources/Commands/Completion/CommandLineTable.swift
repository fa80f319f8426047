import ArgumentParser
import ShellIntegration

/// The kinds of values on the command line.
enum CompletedValue {
  case profile, writableProfile, file, region, device, role, duration, format, shell
  /// A value that only the user knows.
  case free
}

/// An option as completion knows it. A test holds the table against what ArgumentParser says of each command.
struct CompletedOption {
  /// With their dashes.
  let names: [String]
  /// Nil for a flag.
  let value: CompletedValue?
  var isRepeatable = false
  let abstract: String
}

/// The commands and their options, for completion: ArgumentParser would have to build all of them to tell.
struct CompletedCommand {
  let type: any ParsableCommand.Type
  let options: [CompletedOption]
  let argument: CompletedValue?

  var name: String { type._commandName }
  var abstract: String { type.configuration.abstract }

  static let root = CompletedCommand(
    type: SessionCommand.self,
    options: [
      .init(names: ["-s", "--shell"], value: nil, abstract: "open a shell with the session"),
      .init(names: ["-e", "--export"], value: nil, abstract: "print shell code that exports the session"),
      .init(
        names: ["-u", "--update-profile", "--session-profile"], value: .writableProfile,
        abstract: "write the session into the credentials file"),
      .init(names: ["--format"], value: .format, abstract: "syntax of --export"),
    ] + session + [refresh, help, .init(names: ["--version"], value: nil, abstract: "show the version")],
    argument: nil)

  static let all: [CompletedCommand] = [
    .init(type: UseCommand.self, options: session + [refresh, help], argument: .profile),
    .init(type: OffCommand.self, options: [help], argument: nil),
    .init(type: ExecCommand.self, options: session + [refresh, help], argument: .profile),
    .init(type: AnswerCommand.self, options: [verbose, help], argument: nil),
    .init(type: CredentialProcessCommand.self, options: session + [help], argument: .profile),
    .init(
      type: StatusCommand.self,
      options: chosen + [
        .init(names: ["--short"], value: nil, abstract: "one short line"), json, help,
      ], argument: .profile),
    .init(
      type: ListCommand.self,
      options: chosen + [
        .init(names: ["--mfa"], value: nil, abstract: "only profiles that need a code"), json, help,
      ], argument: .profile),
    .init(
      type: ClearCommand.self,
      options: chosen + [
        .init(names: ["--all"], value: nil, abstract: "the sessions of all profiles"),
        .init(names: ["--written"], value: nil, abstract: "also take them out of the credentials file"), help,
      ], argument: .profile),
    .init(
      type: SetupCommand.self,
      options: chosen + [.init(names: ["--undo"], value: nil, abstract: "take back the changes of setup"), help],
      argument: nil),
    .init(
      type: DoctorCommand.self,
      options: chosen + [
        .init(names: ["--online"], value: nil, abstract: "also ask AWS"),
        .init(names: ["--fix"], value: nil, abstract: "offer to fix what can be fixed"),
        .init(names: ["--undo"], value: nil, abstract: "take back the changes of --fix"), json, help,
      ], argument: nil),
    .init(
      type: InitCommand.self,
      options: [
        .init(names: ["--cmd"], value: .free, abstract: "a short name for 'aws-mfa-session use'"),
        .init(names: ["--no-completions"], value: nil, abstract: "leave out completion"),
        .init(names: ["--no-hook"], value: nil, abstract: "leave out the hook"),
        .init(names: ["--no-prompt"], value: nil, abstract: "leave out the marker"), help,
      ], argument: .shell),
    .init(type: CompletionsCommand.self, options: [help], argument: .shell),
  ]

  private static let help = CompletedOption(names: ["-h", "--help"], value: nil, abstract: "show help")
  private static let refresh = CompletedOption(
    names: ["--refresh"], value: nil, abstract: "a profile that fetches new keys, in place of keys")
  private static let verbose = CompletedOption(
    names: ["-v", "--verbose"], value: nil, isRepeatable: true, abstract: "log to standard error")
  private static let json = CompletedOption(names: ["--json"], value: nil, abstract: "print JSON")

  private static let chosen: [CompletedOption] = [
    .init(names: ["-p", "--profile"], value: .profile, abstract: "source profile"),
    .init(names: ["-f", "--credentials-file"], value: .file, abstract: "credentials file"),
    verbose,
  ]

  private static let session: [CompletedOption] =
    chosen + [
      .init(names: ["-r", "--region"], value: .region, abstract: "region"),
      .init(names: ["-c", "--code"], value: .free, abstract: "MFA code"),
      .init(names: ["-a", "--arn"], value: .device, abstract: "MFA device"),
      .init(names: ["-d", "--duration"], value: .duration, abstract: "how long a new session lasts"),
      .init(names: ["--wait"], value: .duration, abstract: "how long to wait if the code cannot be asked for"),
      .init(names: ["--role-arn"], value: .role, abstract: "role to assume"),
      .init(names: ["--force"], value: nil, abstract: "start a new session"),
      .init(names: ["-q", "--quiet"], value: nil, abstract: "do not report a cached session"),
    ]
}
