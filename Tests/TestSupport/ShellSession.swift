import Foundation

/// A real shell at a terminal, with an rc file of its own in a throw-away home that has the integration in it.
///
/// `aws-mfa-session` is the program under test, every execution of which is noted. `aws`, `terraform` and `kubectl` say which
/// key they were given, such as `<aws key=ASIA…: s3 ls>`; `sudo` runs what it is given.
package final class ShellSession {
  package let home: Home
  package let kind: String
  package let terminal: PseudoTerminal

  /// What the prompt of the rc file ends with.
  package static let prompt = "ready> "
  package static let kinds = ["bash", "zsh", "fish"]

  /// - Parameters:
  ///   - before: rc lines before the integration's.
  ///   - initOptions: of `init`.
  ///   - integration: rc lines in place of the integration's.
  ///   - after: rc lines after it.
  ///   - wrapper: a command that runs the shell.
  package init(
    _ kind: String, _ home: Home, before: String = "", initOptions: String = "--no-completions",
    integration: String? = nil, after: String = "", environment: [String: String] = [:], wrapper: [String] = []
  ) throws {
    self.kind = kind
    self.home = home
    let integration = integration ?? Self.integration(kind, initOptions)
    try home.folder.write(
      "\(Self.promptSetting[kind] ?? "")\n\(before)\n\(integration)\n\(after)\n", to: Self.rcFile[kind] ?? "")
    // Without this folder, fish would make completions out of all manual pages, in the background.
    for place in [".local/share", ".cache"] {
      try home.folder.write("", to: "\(place)/fish/generated_completions/.keep")
    }
    terminal = try PseudoTerminal(
      wrapper + [Project.tool(kind), "-i"], environment: Self.environment(home).merging(environment) { $1 })
    try awaitPrompt()
  }

  /// Waits for a shell that another way has started, such as `-s`.
  package init(_ kind: String, _ home: Home, terminal: PseudoTerminal) throws {
    self.kind = kind
    self.home = home
    self.terminal = terminal
  }

  /// The rc line that a user writes.
  package static func integration(_ kind: String, _ options: String = "") -> String {
    kind == "fish"
      ? "aws-mfa-session init fish \(options) | source" : "eval \"$(aws-mfa-session init \(kind) \(options))\""
  }

  package static let rcFile = ["bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"]

  private static let promptSetting = [
    "bash": "PS1='\(prompt)'",
    "zsh": "PROMPT='\(prompt)'; unsetopt prompt_sp",
    // Older fish draws the prompt again when a line is entered: so it says, invisibly, when the output of a line begins, and
    // at the prompt which one it is.
    "fish": """
    set -g fish_greeting; set -g test_lines 0
    function test_count --on-event fish_preexec
      set test_lines (math $test_lines + 1); echo -n \\e']\(outputMark)'\\a
    end
    function fish_prompt; echo -n \\e']\(promptMark)'$fish_pid.$test_lines\\a'\(prompt)'; end
    """,
  ]

  private static let outputMark = "7776;"
  private static let promptMark = "7777;"

  /// Written once and for all: a script that is being written cannot be run, and another test may be starting a process.
  package static let commands = Project.support("commands")

  package static func environment(_ home: Home) -> [String: String] {
    home.environment.merging([
      "PATH": "\(home.folder.path)/bin:\(commands):\(home.environment["PATH"] ?? "")", "TERM": "xterm", "NO_COLOR": "1",
      "HISTFILE": home.folder.path + "/history", "TEST_CALLS": home.folder.path + "/calls",
      "TEST_PROGRAM": Project.program, "TEST_PRELOAD": Project.preload ?? "",
    ]) { $1 }
  }

  /// The arguments of every execution of the program so far, but for those of `init`.
  package var calls: [String] {
    home.folder.read("calls").split(separator: "\n").map(String.init).filter { !$0.hasPrefix("init") }
  }

  /// Which prompt was the last one when a line was typed; nil if the prompt does not say.
  private var promptBefore: String?

  /// Waits for the prompt after the line that was typed; answers what came before it.
  @discardableResult
  package func awaitPrompt() throws -> String {
    var seen = try terminal.expect(Self.prompt)
    while let promptBefore, Self.lastPrompt(in: seen) == promptBefore { seen += try terminal.expect(Self.prompt) }
    promptBefore = nil
    return seen
  }

  private static func lastPrompt(in text: String) -> String? {
    text.components(separatedBy: promptMark).dropFirst().last.map { String($0.prefix { $0 != "\u{7}" }) }
  }

  /// Types a line.
  package func type(_ line: String) {
    // An empty line has no prompt of its own.
    promptBefore = line.isEmpty ? nil : Self.lastPrompt(in: terminal.transcript)
    terminal.type(line + "\n")
  }

  /// Types a line and waits for the next prompt; answers what came in between.
  @discardableResult
  package func run(_ line: String) throws -> String {
    type(line)
    if promptBefore != nil { try expect("\(Self.outputMark)\u{7}") }
    return try awaitPrompt()
  }

  /// The exit status of the command before.
  package func lastStatus() throws -> String {
    type("printf '<%s=%s>\\n' status $\(kind == "fish" ? "status" : "?")")
    try expect("<status=")
    let status = String(try expect(">").dropLast())
    try awaitPrompt()
    return status
  }

  @discardableResult
  package func expect(_ text: String) throws -> String { try terminal.expect(text) }

  /// Waits for the question, and answers it.
  package func answerCode(window: Int = 0) throws {
    try expect("MFA code for \(home.user.user)@\(home.user.account): ")
    terminal.type(try home.emulator.code(home.device, window: window))
  }

  /// Shell code that exports a session of the profile `dev` which ended some seconds ago.
  package static func expired(_ kind: String, secondsAgo: Int = 200, key: String = "ASIAEXPIRED") -> String {
    let variables = [
      "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": "x", "AWS_SESSION_TOKEN": "x",
      "AWS_MFA_SESSION_EXPIRES": String(Int(Date().timeIntervalSince1970) - secondsAgo),
      "AWS_MFA_SESSION_PROFILE": Home.profile,
    ]
    return variables.map { kind == "fish" ? "set -gx \($0) \($1)" : "export \($0)='\($1)'" }.joined(separator: "; ")
  }
}
