import ArgumentParser
import FoundationEssentials
import ShellIntegration

/// Becomes another program, which has the session in its environment.
struct ExecCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exec",
    abstract: "Run a command with the session in its environment.",
    discussion: """
      The command takes the place of this program: signals, job control and the exit status are its own.

        aws-mfa-session exec -p dev -- terraform apply
      """)

  @ParentCommand var root: SessionCommand

  @OptionGroup var options: SessionOptions

  @Argument(parsing: .postTerminator, help: "The command and its arguments, after --.")
  var command: [String] = []

  func validate() throws { try root.checkNothingIsLost(taking: true) }

  func run() throws {
    guard let name = command.first else { throw ValidationError("Which command is to have the session?") }
    let request = try SessionRequest(options)
    // Before a code is spent for it.
    let path: String
    do throws(CannotExecute) { path = try executablePath(of: name, in: request.environment) } catch {
      throw Failure.command(error)
    }
    let change = request.variables(of: try request.session(options))
    do throws(CannotExecute) { try replaceProcess(path: path, arguments: command, change: change) } catch {
      throw Failure.command(error)
    }
  }
}
