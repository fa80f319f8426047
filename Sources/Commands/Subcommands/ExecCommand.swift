import ArgumentParser
import Processes
import Profiles
import Session
import ShellIntegration
private import Platform

/// Replaces this program by a command with the session in its environment.
struct ExecCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "exec", "Run a command with a session; without a command, open a shell.",
    usage: "[options] [name] [-- command]",
    discussion: """
      The command replaces this program: signals, job control and the exit status are its own. If it takes longer than the \
      session, add --refresh: AWS tools then fetch new keys, and you are asked when that needs a code.
      """,
    examples: [
      "aws-mfa-session exec dev -- aws s3 ls", "aws-mfa-session exec --refresh dev -- terraform apply",
    ])

  @Argument(help: "Profile, as with --profile.")
  var name: String?

  @OptionGroup var options: SessionOptions

  @OptionGroup var refresh: RefreshOptions

  @Argument(
    parsing: .postTerminator, help: ArgumentHelp("The command and its arguments, after --.", valueName: "command"))
  var words: [String] = []

  func validate() throws {
    _ = try options.naming(name)
  }

  func run() throws {
    let options = try options.naming(name)
    guard !words.isEmpty else {
      let request = try SessionRequest(options)
      let outputs = try SessionOutputs(
        format: nil, sectionName: nil, opensShell: true, isRefreshed: refresh.refresh, request: request)
      return try outputs.deliver(request.session(options))
    }
    // The original bytes, because ArgumentParser's words are text.
    let command = Command(lastArguments: words.count)
    let request = try SessionRequest(options)
    do throws(CannotExecute) {
      // Before a code is used for it.
      try command.check()
    } catch { throw Failure.command(error) }
    if refresh.refresh { try request.checkRefreshable() }
    let session = try request.session(options)
    let folder = refresh.refresh ? request.refreshFolder(isLasting: false) : nil
    let change = request.variables(of: session, refreshedBy: folder)
    // There is no choice in a script.
    if isatty(STDIN_FILENO) == 1 { RecentProfiles(in: request.store).note(request.profile.name.value) }
    if let folder {
      try DiscardCommand.start(for: folder)
      try request.write(folder)
    }
    do throws(CannotExecute) { try command.replaceProcess(setting: change.set, unsetting: change.unset) } catch {
      throw Failure.command(error)
    }
  }
}
