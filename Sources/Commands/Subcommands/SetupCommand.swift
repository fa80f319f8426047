import ArgumentParser
import Session
import Terminal

/// Guides a new user from an access key to a shell that asks for codes.
struct SetupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "setup", _superCommandName: Program.name,
    abstract: "Set up profile, MFA device and shells, step by step.",
    discussion: """
      Finds a profile with an access key, looks up its MFA device, writes mfa_serial into the config file, adds the line to the \
      rc files of your shells, and starts a first session. Each step shows what it does and asks first. It can be run again.

        aws-mfa-session setup
        aws-mfa-session setup --undo         # takes back what it has changed
      """)

  @OptionGroup var options: ChosenProfile

  @Flag(help: "Take back what setup has changed in your files.")
  var undo = false

  func validate() throws {
    if undo && options.profile != nil { throw ValidationError("--undo takes no --profile: it takes back all.") }
  }

  func run() throws {
    let environment = processEnvironment()
    let journal = ChangeJournal(of: "setup", in: SessionStore(environment: environment))
    let terminal = try ControllingTerminal.forQuestions()
    let isComplete =
      undo
      ? Repair(journal: journal, terminal: terminal).undo()
      : try GuidedSetup(options, environment: environment, journal: journal, terminal: terminal).run()
    if !isComplete { throw ExitCode(ExitStatus.failure.rawValue) }
  }
}
