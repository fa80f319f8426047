import ArgumentParser
import ShellIntegration

/// Prints the completion script of a shell, by itself.
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "completions", "Print the completion script of a shell.", usage: "shell",
    discussion: "For packages. The shell integration (see init) has it already.",
    examples: ["aws-mfa-session completions zsh"])

  @Argument(help: "bash, zsh or fish.", transform: IntegratedShell.named)
  var shell: IntegratedShell

  func run() throws {
    try StandardOutput.write(shell.completion)
  }
}
