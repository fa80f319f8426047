import ArgumentParser
import ShellIntegration

/// Prints what a shell evaluates in its rc file. It reads no file and asks nobody: every shell start waits for it.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Print the shell integration, for the shell's rc file.",
    discussion: """
      bash, in ~/.bashrc                         eval "$(aws-mfa-session init bash)"
      zsh, in ~/.zshrc                           eval "$(aws-mfa-session init zsh)"
      fish, in ~/.config/fish/config.fish        aws-mfa-session init fish | source
      """)

  @ParentCommand var root: SessionCommand

  @Argument(help: "bash, zsh or fish.")
  var shell: IntegratedShell

  @Option(help: ArgumentHelp("Also define NAME, short for 'aws-mfa-session use'.", valueName: "name"))
  var cmd: String?

  @Flag(name: .customLong("no-completions"), help: "Leave out the completion of this program's own command line.")
  var noCompletions = false

  @Flag(name: .customLong("no-hook"), help: "Leave out the hook that renews an expired session before an AWS command.")
  var noHook = false

  @Flag(name: .customLong("no-prompt"), help: "Leave out the marker in the prompt.")
  var noPrompt = false

  func validate() throws {
    try root.checkNothingIsLost()
    guard let cmd, cmd.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_-]*/) == nil || cmd == Program.name else { return }
    throw ValidationError("\"\(cmd)\" cannot be the name of a command: letters, digits, - and _ are taken.")
  }

  func run() throws {
    var script = InitScript(for: shell)
    script.watchesCommands = !noHook
    script.marksPrompt = !noPrompt
    script.shortName = cmd
    if !noCompletions { script.completions = CompletionScript(for: shell).registration }
    try StandardOutput.write(script.text)
  }
}
