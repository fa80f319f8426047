import ArgumentParser
import FoundationEssentials
import Session
import ShellIntegration

/// Starts a session in the shell that calls, or takes the one that is kept. The shell's function of the program's name
/// evaluates what this prints.
struct UseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "use",
    abstract: "Start a session in this shell, or take the live one of another shell.",
    discussion: "'aws-mfa-session off' leaves it, and brings back what was in the environment before.")

  @ParentCommand var root: SessionCommand

  @Argument(help: "Source profile, as with --profile.", completion: .profiles)
  var name: String?

  @OptionGroup var options: SessionOptions

  @Flag(help: "Start a new session although there is a live one.")
  var force = false

  @OptionGroup var integration: IntegrationOptions

  /// What a kept session must have left to be taken, in seconds.
  private static let minimum = 300

  func validate() throws {
    try root.checkNothingIsLost(taking: true)
    if name == "" { throw ValidationError("The name of the profile is empty.") }
    if let name, let other = options.profile, name != other {
      throw ValidationError("Two profiles are named, \(name) and \(other).")
    }
  }

  func run() throws {
    let shell = try integration.required(for: "use")
    var options = options
    options.profile = name ?? options.profile
    let request = try SessionRequest(options)
    let isNew = force || options.code != nil
    let provided = try request.session(
      isNew ? .new(code: options.code) : .kept(longerThan: Self.minimum), duration: options.duration)
    try StandardOutput.write(provided.change(in: request.environment, for: shell))
    if provided.wasKept {
      let session = provided.session
      StandardError.write(
        line: "\(Program.name): the \(session.profile) session of \(session.identity.label) is still good for "
          + "\(timeSpan(session.secondsLeft(at: currentTime()))); no code needed.")
    }
  }
}

/// Leaves the session of the shell that calls.
struct OffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "off", abstract: "Leave this shell's session; its environment is then as it was before.")

  @ParentCommand var root: SessionCommand

  @OptionGroup var integration: IntegrationOptions

  func validate() throws { try root.checkNothingIsLost() }

  /// Runs only where the shell does not know what was there before: the session came with its environment.
  func run() throws {
    let shell = try integration.required(for: "off")
    let environment = ProcessInfo.processInfo.environment
    guard ExportedSession(environment) != nil else {
      StandardError.write(line: "\(Program.name): there is no session in this shell.")
      return
    }
    let change = EnvironmentChange(set: [], unset: ExportedSession.variables.filter { environment[$0] != nil })
    try StandardOutput.write(shell.code(change))
  }
}

/// How a command knows that a shell evaluates what it prints.
struct IntegrationOptions: ParsableArguments {
  @Option(help: .hidden)
  var integration: IntegratedShell?

  /// - Throws: `Failure.needsIntegration` when no shell does.
  func required(for command: String) throws(Failure) -> IntegratedShell {
    if let integration { return integration }
    let format = try? ExportFormat.ofCallingShell(environment: ProcessInfo.processInfo.environment).get()
    throw .needsIntegration(command: command, format.flatMap { IntegratedShell(rawValue: $0.rawValue) })
  }
}

extension IntegratedShell: ExpressibleByArgument {}

extension SessionProvider.Provided {
  /// Code for a shell's integration.
  /// - Throws: `Failure.unrepresentable`.
  func change(in environment: [String: String], for shell: IntegratedShell) throws(Failure) -> String {
    do {
      return try ShellChange(EnvironmentChange(session, keptIn: path), in: environment, for: shell).render()
    } catch { throw .unrepresentable(error) }
  }
}
