import Foundation
import TestSupport
import Testing

@Suite("What init prints")
struct InitTests {
  struct Combination: CustomTestStringConvertible {
    let shell: String
    let options: [String]
    var testDescription: String { ([shell] + options).joined(separator: " ") }
  }

  /// Every combination of the options.
  static let combinations: [Combination] = ShellSession.kinds.flatMap { shell in
    (0..<16).map { bits in
      let all = [["--no-hook"], ["--no-prompt"], ["--no-completions"], ["--cmd", "mfa"]]
      return Combination(
        shell: shell, options: all.enumerated().filter { bits >> $0.offset & 1 == 1 }.flatMap(\.element))
    }
  }

  private static let linters = [
    "bash": [Project.tool("shellcheck"), "--shell=bash"], "zsh": [Project.tool("zsh"), "-n"],
    "fish": [Project.tool("fish"), "--no-execute"],
  ]

  private static let strict = [
    "bash": ["bash", "-eu", "-o", "pipefail", "-c"], "zsh": ["zsh", "-eu", "-o", "pipefail", "-c"],
    "fish": ["fish", "-c"],
  ]

  @Test("runs in silence under strict settings, twice, and passes the linter", arguments: combinations)
  func strict(combination: Combination) throws {
    let home = try Home()
    let shell = combination.shell
    let printed = try run([Project.program, "init", shell] + combination.options, environment: home.environment)
    #expect(printed.status == 0 && printed.errors == "")
    let file = try home.folder.write(printed.output, to: "init.\(shell)")
    let linted = try run((Self.linters[shell] ?? []) + [file], environment: home.environment)
    #expect(linted.status == 0, "\(linted.output)\(linted.errors)")

    var command = Self.strict[shell] ?? []
    command[0] = Project.tool(command[0])
    let evaluate = shell == "fish" ? "source '\(file)'" : "eval \"$(cat '\(file)')\""
    let result = try run(command + ["\(evaluate)\n\(evaluate)\necho done"], environment: home.environment)
    #expect(result.status == 0 && result.output == "done\n" && result.errors == "", "\(result)")
  }

  @Test("is the same shell for an interactive one, evaluated twice", arguments: ShellSession.kinds)
  func twice(shell: String) throws {
    let session = try ShellSession(
      shell, Home(), before: ShellSession.expired(shell, secondsAgo: -2575), initOptions: "",
      after: ShellSession.integration(shell) + "\n" + ShellSession.integration(shell, "--no-prompt"))
    let shown = try session.run("true").withoutEscapes
    #expect(shown.components(separatedBy: "(aws:dev 42m) ").count == 2)
  }

  @Test("ends with the line that installs it", arguments: ShellSession.kinds)
  func installation(shell: String) throws {
    let last = try run([Project.program, "init", shell, "--no-completions"], environment: [:]).output
      .split(separator: "\n").last
    #expect(last?.hasPrefix("# Install") == true)
    #expect(last?.contains("aws-mfa-session init \(shell)") == true)
  }

  @Test("needs neither home nor files")
  func nothing() throws {
    #expect(try run([Project.program, "init", "zsh"], environment: [:]).status == 0)
  }

  @Test(
    "is refused for a name that is no command's, and for an unknown shell",
    arguments: [
      ["bash", "--cmd", "a b"], ["bash", "--cmd", "$(x)"], ["csh"], [], ["zsh", "--cmd", "aws-mfa-session"],
    ])
  func refused(arguments: [String]) throws {
    let result = try run([Project.program, "init"] + arguments, environment: [:])
    #expect(result.status == 64 && result.output == "")
  }
}
