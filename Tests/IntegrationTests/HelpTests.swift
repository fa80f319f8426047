import Foundation
import TestSupport
import Testing

@Suite("The help")
struct HelpTests {
  static let commands = [
    "", "use", "off", "exec", "answer", "credential-process", "status", "list", "clear", "setup", "doctor", "init",
    "completions",
  ]

  private func help(_ command: String, columns: Int) throws -> [String] {
    let home = try Home()
    let result = try home.shell("sh", "aws-mfa-session \(command) --help", environment: ["COLUMNS": "\(columns)"])
    #expect(result.status == 0 && result.errors.isEmpty)
    return result.output.components(separatedBy: "\n")
  }

  /// The lines that show how a command is used: indented, before the usage.
  private func examples(_ lines: [String]) -> [String] {
    lines.prefix { !$0.hasPrefix("USAGE:") }.filter { $0.hasPrefix("  ") }
  }

  @Test("fits the terminal: no line is too long, and no example is broken", arguments: commands, [80, 60])
  func width(command: String, columns: Int) throws {
    let lines = try help(command, columns: columns)
    for line in lines where line.count > columns { Issue.record("too long: \(line)") }
    let whole = examples(try help(command, columns: 1000))
    #expect(!whole.isEmpty && examples(lines) == whole)
    let abstract = lines.prefix { !$0.isEmpty }
    #expect(columns < 80 || abstract.count == 1, "\(abstract)")
  }

  @Test("has examples that work", arguments: commands)
  func examples(command: String) throws {
    let home = try Home()
    try home.cacheSession()
    try home.shell("sh", "chmod 600 ~/.aws/*; echo 'eval \"$(aws-mfa-session init bash)\"' >~/.bashrc")
    let session = try ShellSession(
      "bash", home, initOptions: "",
      after: "aws-mfa-session use -q dev && aws-mfa-session use -q -- dev; export SHELL=bash")
    for example in examples(try help(command, columns: 1000)) {
      // Those are for other shells, and for a shell that had another profile before: see InitTests and UseTests.
      if ["| source", " zsh)\"", "use -"].contains(where: example.hasSuffix) { continue }
      if example.hasSuffix("setup") {
        session.terminal.type(example + "\n")
        for _ in 1...3 { session.terminal.type("n\n") }
        try session.terminal.expect("If something does not work")
        try session.awaitPrompt()
      } else {
        _ = try session.run(example)
      }
      let status = try session.lastStatus()
      #expect(status == "0", "\(example): \(session.terminal.transcript.suffix(600))")
    }
  }
}
