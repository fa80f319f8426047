import ArgumentParser
import Session
import ShellIntegration

/// Starts a session in the shell that calls, or takes the one that is kept. The shell's function of the program's name
/// evaluates what this prints.
struct UseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "use", _superCommandName: Program.name,
    abstract: "Start a session in this shell, or take the live one of another shell.",
    discussion: "'aws-mfa-session off' leaves it, and brings back what was in the environment before.")

  @Argument(help: "Source profile, as with --profile.")
  var name: String?

  @OptionGroup var options: SessionOptions

  @OptionGroup var integration: IntegrationOptions

  func validate() throws {
    _ = try options.naming(name)
  }

  func run() throws {
    let shell = try integration.required(for: "use")
    let options = try options.naming(name)
    let request = try SessionRequest(options)
    try StandardOutput.write(request.change(by: request.session(options), for: shell))
  }
}

extension SessionRequest {
  /// Code for a shell's integration.
  /// - Throws: `Failure.unrepresentable`.
  func change(by acquired: AcquiredSession, for shell: IntegratedShell) throws(Failure) -> String {
    do {
      let change = variables(of: acquired)
      // A renewed session leads back to nowhere new.
      let isRenewed = ExportedSession(environment)?.profile == acquired.session.profile
      return try ShellChange(change, backTo: isRenewed ? nil : environment, for: shell).render()
    } catch { throw .unrepresentable(error) }
  }
}
