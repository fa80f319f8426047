import ArgumentParser
import Session
import ShellIntegration

/// Leaves the session of the calling shell.
struct OffCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "off", "Leave the session of this shell.", usage: "",
    discussion: "Restores the variables that the shell had before 'use'. The session stays cached for other shells.",
    examples: ["aws-mfa-session off"])

  @OptionGroup var integration: IntegrationOptions

  /// Runs only if the shell does not know what was there before, because it inherited the session.
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
