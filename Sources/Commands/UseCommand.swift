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

extension SessionProvider.Provided {
  /// Code for a shell's integration.
  /// - Throws: `Failure.unrepresentable`.
  func change(in environment: [String: String], for shell: IntegratedShell) throws(Failure) -> String {
    do {
      let change = EnvironmentChange(session, keptIn: path, in: environment)
      // A renewed session leads back to nowhere new.
      let isRenewed = ExportedSession(environment)?.profile == session.profile
      return try ShellChange(change, backTo: isRenewed ? nil : environment, for: shell).render()
    } catch { throw .unrepresentable(error) }
  }
}
