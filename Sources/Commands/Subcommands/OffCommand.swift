import ArgumentParser
import Session
import ShellIntegration

/// Leaves the session of the shell that calls.
struct OffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "off", _superCommandName: Program.name,
    abstract: "Leave this shell's session; its environment is then as it was before.")

  @OptionGroup var integration: IntegrationOptions

  /// Runs only where the shell does not know what was there before: the session came with its environment.
  func run() throws {
    let shell = try integration.required(for: "off")
    let environment = processEnvironment()
    guard ExportedSession(environment) != nil else {
      StandardError.write(line: "\(Program.name): no session in this shell.")
      return
    }
    try StandardOutput.write(shell.code(EnvironmentChange(set: [], unset: ExportedSession.variables(in: environment))))
    StandardError.write(
      line: "\(Program.name): the variables that this shell had before the session are not known.")
  }
}
