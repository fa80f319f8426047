import ArgumentParser
import Processes
import ShellIntegration

/// Becomes another program, which has the session in its environment.
struct ExecCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exec", _superCommandName: Program.name,
    abstract: "Run a command with the session in its environment.",
    discussion: """
      The command takes the place of this program: signals, job control and the exit status are its own.

        aws-mfa-session exec -p dev -- terraform apply
      """)

  @OptionGroup var options: SessionOptions

  @Argument(
    parsing: .postTerminator, help: ArgumentHelp("The command and its arguments, after --.", valueName: "command"))
  var words: [String] = []

  func run() throws {
    guard !words.isEmpty else { throw ValidationError("Which command is to have the session?") }
    // As they came: ArgumentParser's are text.
    let command = Command(lastArguments: words.count)
    let request = try SessionRequest(options)
    do throws(CannotExecute) {
      // Before a code is spent for it.
      try command.check()
    } catch { throw Failure.command(error) }
    let change = request.variables(of: try request.session(options))
    do throws(CannotExecute) { try command.replaceProcess(setting: change.set, unsetting: change.unset) } catch {
      throw Failure.command(error)
    }
  }
}
