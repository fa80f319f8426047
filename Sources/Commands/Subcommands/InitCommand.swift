import ArgumentParser
import ShellIntegration

/// Prints what a shell evaluates in its rc file. Every shell start waits for it, so it reads none of the user's files.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "init", "Print the shell integration, for the rc file.", usage: "[shell] [options]",
    discussion: """
      Add the line of your shell at the end of its rc file: ~/.bashrc, ~/.zshrc or ~/.config/fish/config.fish. It defines \
      'use' and 'off', asks for a code before an AWS command whose session has expired, shows in the prompt how long the \
      session is valid, and completes with Tab.
      """,
    examples: [
      #"eval "$(aws-mfa-session init bash)""#, #"eval "$(aws-mfa-session init zsh)""#,
      "aws-mfa-session init fish | source",
    ])

  @Argument(help: "bash, zsh or fish. (default: the calling shell)", transform: IntegratedShell.named)
  var shell: IntegratedShell?

  @Option(help: ArgumentHelp("Also define NAME, short for 'aws-mfa-session use'.", valueName: "name"))
  var cmd: String?

  @Flag(name: .customLong("no-completions"), help: "Leave out the completion of this program's own command line.")
  var noCompletions = false

  @Flag(name: .customLong("no-hook"), help: "Leave out the hook that renews an expired session before an AWS command.")
  var noHook = false

  @Flag(name: .customLong("no-prompt"), help: "Leave out the marker in the prompt.")
  var noPrompt = false

  func validate() throws {
    guard let cmd else { return }
    if cmd.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_-]*/) == nil {
      throw ValidationError("\"\(cmd)\" is not a valid command name. Use letters, digits, - and _.")
    }
    if Self.takenNames.contains(cmd) {
      throw ValidationError("\"\(cmd)\" is already a command. Choose another name.")
    }
  }

  /// Words of the shells' languages, and commands that shells and users need.
  private static let takenNames = Set(
    """
    if then else elif fi case esac for foreach select while until repeat do done in function time coproc end begin switch
    and or not return break continue exit exec eval source builtin command noglob nocorrect set unset export local declare
    typeset readonly test read printf echo print string status math contains count emit argparse trap kill wait jobs fg bg
    cd pushd popd pwd alias unalias abbr bind complete compdef history fc shift getopts let true false type hash umask
    ulimit logout suspend times shopt setopt functions autoload emulate zmodload sudo env aws \(Program.name)
    """.split { $0.isWhitespace }.map(String.init))

  func run() throws {
    guard let shell = shell ?? .ofCaller else { throw Failure.unknownIntegration }
    var script = InitScript(for: shell)
    script.watchesCommands = !noHook
    script.marksPrompt = !noPrompt
    script.shortName = cmd
    script.completes = !noCompletions
    try Self.write(script)
  }

  /// Writes a script with the plan to begin with.
  static func write(_ script: InitScript) throws(Failure) {
    var script = script
    let environment = processEnvironment().merging(script.fixedSettings) { $1 }
    script.plan = ShellPlan(for: script.shell, environment).initialScript
    try StandardOutput.write(script.text)
  }
}
