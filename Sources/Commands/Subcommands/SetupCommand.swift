import ArgumentParser
import Session
import Terminal

/// Guides a new user from an access key to a shell that asks for codes.
struct SetupCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "setup", "Set up profile, MFA device and shells, step by step.", usage: "[options]",
    discussion: """
      Finds a profile with an access key, looks up its MFA device, writes mfa_serial into the config file, adds a line to the \
      rc files of your shells, and starts a first session. Each step shows what it changes and asks first. It can be run \
      again; --undo takes back what it has changed.
      """,
    examples: ["aws-mfa-session setup", "aws-mfa-session setup --undo"])

  @OptionGroup var options: ChosenProfile

  @Flag(help: "Take back the changes of setup.")
  var undo = false

  func validate() throws {
    if undo && options.profile != nil { throw ValidationError("--undo takes no --profile: it takes back all.") }
  }

  func run() throws {
    let environment = processEnvironment()
    let dialogue = try ChangeDialogue(of: "setup", in: SessionStore(environment: environment))
    let isComplete =
      undo ? dialogue.undo() : try GuidedSetup(options, environment: environment, dialogue: dialogue).run()
    if !isComplete { throw ExitCode(ExitStatus.failure.rawValue) }
  }
}
