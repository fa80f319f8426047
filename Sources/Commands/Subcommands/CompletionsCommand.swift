import ArgumentParser
import ShellIntegration

/// Prints the completion script of a shell, by itself.
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", _superCommandName: Program.name,
    abstract: "Print the completion script of a shell.",
    discussion: "The script that 'init' prints has it already.")

  @Argument(help: "bash, zsh or fish.", transform: IntegratedShell.named)
  var shell: IntegratedShell

  func run() throws {
    try StandardOutput.write(shell.completion)
  }
}
