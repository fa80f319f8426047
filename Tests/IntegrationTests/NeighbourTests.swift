import Foundation
import TestSupport
import Testing

/// Real tools that people have in their rc files, of Debian and PyPI (`scripts/shells.sh`, `scripts/setup.sh`), each before and
/// after ours.
@Suite("Beside other tools", .enabled(if: Neighbour.areThere))
struct NeighbourTests {
  @Test(
    "asks, runs the command with the new session, and drops the line on a cancel", arguments: Neighbour.all,
    Neighbour.Place.allCases)
  func works(neighbour: Neighbour, place: Neighbour.Place) throws {
    let session = try neighbour.session(place, ShellSession.expired(neighbour.shell))
    try session.run("true")
    let key = try session.cancelAndAnswer(
      "aws s3 ls; echo dep''loyed", then: "(aws s3 ls)".inSubshell(of: neighbour.shell))
    try session.awaitPrompt()
    #expect(try session.run("aws s3 ls | cat").contains("<aws key=\(key): s3 ls>"))
    try session.run("false")
    #expect(try session.lastStatus() == "1")
  }

  @Test(
    "does so in the way for a bash before 5.1",
    arguments: Neighbour.keepingPromptCommand.filter { $0.0.shell == "bash" })
  func older(neighbour: Neighbour, place: Neighbour.Place) throws {
    for version in ["404", "302"] {
      let session = try neighbour.session(place, ShellSession.expired("bash"), bash: version)
      try session.run("true")
      _ = try session.cancelAndAnswer("aws s3 ls; echo dep''loyed", then: "aws s3 ls")
      try session.awaitPrompt()
      try session.run("false")
      #expect(try session.lastStatus() == "1")
    }
  }

  @Test("runs a DEBUG trap of another tool as it would run alone", arguments: ["404", "302"], [-2000, 200])
  func trap(version: String, secondsAgo: Int) throws {
    func seen(_ integration: String) throws -> [String] {
      let session = try ShellSession(
        "bash", Home(), before: ShellSession.expired("bash", secondsAgo: secondsAgo), integration: integration,
        after: "HISTCONTROL=ignorespace; trap 'echo \"<$?|$_|$BASH_COMMAND>\"' DEBUG")
      for line in ["false", " true a b", "echo x | cat", " deploy() { true c; }; deploy; (true d)"] {
        try session.run(line)
      }
      let said = try session.run("trap -p DEBUG; true e")
      return session.terminal.transcript.matches(of: /<\d+\|[^|]*\|(false|true .|echo x|cat|deploy)[^>]*>/).map {
        String($0.output.0)
      } + [String(said.contains("$BASH_COMMAND"))]
    }
    let (together, alone) = (try seen(ShellSession.integration(ofBash: version)), try seen(""))
    #expect(together == alone)
  }

  @Test("says once that it cannot watch, where a tool replaces the trap at each prompt")
  func replaced() throws {
    let session = try ShellSession(
      "bash", Home(), before: ShellSession.expired("bash"), integration: ShellSession.integration(ofBash: "404"),
      after: "PROMPT_COMMAND+=$'\\ntrap true DEBUG'")
    for _ in 1...3 { try session.run("echo $RANDOM") }
    #expect(session.terminal.transcript.components(separatedBy: "expired sessions are not noticed here").count == 2)
  }

  @Test("shows the marker exactly once", arguments: Neighbour.keepingPromptCommand)
  func marker(neighbour: Neighbour, place: Neighbour.Place) throws {
    let session = try neighbour.session(place, ShellSession.expired(neighbour.shell, secondsAgo: -2575))
    let count = { (text: String) in text.withoutEscapes.components(separatedBy: "aws:dev 42m").count - 1 }
    // Who is loaded after ours may have built the first prompt by then.
    if place == .after { #expect(count(session.terminal.transcript) >= 1) }
    for _ in 1...2 { #expect(try count(session.run("true")) == 1) }
  }

  @Test("leaves them all that they do", arguments: Neighbour.all, Neighbour.Place.allCases)
  func undisturbed(neighbour: Neighbour, place: Neighbour.Place) throws {
    func behaviour(_ place: Neighbour.Place?) throws -> (marks: [String], own: String) {
      let session = try neighbour.session(place, ShellSession.expired(neighbour.shell, secondsAgo: -2575))
      for line in ["echo first", "false", "cd ~/project", "echo \"<$PROJECT>\"", "cd ~"] { try session.run(line) }
      for line in neighbour.own { try session.run(line) }
      let own = session.home.folder.read("own").replacing(session.home.folder.path, with: "~")
      let marks = session.terminal.transcript.matches(of: /\u{1B}\](?:133|633);([A-Z])/).map { String($0.output.1) }
      return (marks, own)
    }
    let (alone, together) = (try behaviour(nil), try behaviour(place))
    #expect(together.marks == alone.marks)
    #expect(together.own == alone.own)
    #expect(neighbour.expected.isEmpty || alone.own.contains(neighbour.expected), "\(alone.own)")
  }
}

/// A tool, how it is loaded, and how it shows that it works.
struct Neighbour: CustomTestStringConvertible, Sendable {
  let shell: String
  let name: String
  let line: String
  /// Lines that put what the tool has done into ~/own.
  var own: [String] = []
  /// A part of that.
  var expected = ""
  var environment: [String: String] = [:]

  var testDescription: String { "\(name) in \(shell)" }

  enum Place: String, CaseIterable {
    case before, after
  }

  /// All of them in both places, but for vte.sh behind ours in bash: it assigns to PROMPT_COMMAND, and so belongs before ours.
  static let keepingPromptCommand = all.flatMap { neighbour in Place.allCases.map { (neighbour, $0) } }
    .filter { neighbour, place in neighbour.name != "vte.sh" || neighbour.shell != "bash" || place != .before }

  static let root = "\(Project.root)/.build/neighbours"
  static let areThere = FileManager.default.fileExists(atPath: root)

  /// A shell with this tool, and ours before or after it, or without ours.
  func session(_ place: Place?, _ settings: String, bash version: String? = nil) throws -> ShellSession {
    let home = try Home()
    try home.folder.write("export PROJECT=loaded\n", to: "project/.envrc")
    for program in ["starship", "atuin", "zoxide", "direnv"] {
      try home.folder.link("bin/\(program)", to: "\(Self.root)/usr/bin/\(program)")
    }
    // Not in the rc file, where nobody would see it fail.
    let allowed = try run(
      ["\(Self.root)/usr/bin/direnv", "allow", home.folder.path + "/project"], environment: home.environment)
    #expect(allowed.status == 0, "\(allowed.errors)")
    try home.folder.write(
      "format = '${env_var.AWS_MFA_SESSION_MARKER}ready> '\nadd_newline = false\n", to: ".config/starship.toml")
    let integration =
      version.map(ShellSession.integration(ofBash:)) ?? ShellSession.integration(shell, "--no-completions")
    let ours = place == nil ? "" : integration
    return try ShellSession(
      shell, home, before: settings, integration: place == .before ? "\(ours)\n\(line)" : "\(line)\n\(ours)",
      environment: environment)
  }

  static let all: [Neighbour] =
    [
      Neighbour(
        shell: "bash", name: "bash-preexec",
        line: "source '\(bashPreexec)'; preexec() { echo \"$1\" >>~/recorded; }; precmd() { true; }",
        own: ["cp ~/recorded ~/own"], expected: "echo first\nfalse\ncd ~/project"),
      Neighbour(
        shell: "bash", name: "atuin", line: "source '\(bashPreexec)'; eval \"$(atuin init bash --disable-up-arrow)\"",
        own: ["atuin history list --cmd-only | sort >~/own"], expected: "echo first"),
      Neighbour(
        shell: "bash", name: "marks by a DEBUG trap", line: "source '\(Project.support("neighbours/marks.bash"))'"),
      Neighbour(
        shell: "bash", name: "kitty", line: "source '\(root)/usr/lib/kitty/shell-integration/bash/kitty.bash'",
        environment: ["KITTY_SHELL_INTEGRATION": "enabled"]),
      Neighbour(
        shell: "bash", name: "liquidprompt", line: "source '\(root)/usr/share/liquidprompt/liquidprompt'",
        environment: ["LP_PS1_POSTFIX": "ready> "]),
      Neighbour(shell: "zsh", name: "marks", line: "source '\(Project.support("neighbours/marks.zsh"))'"),
      Neighbour(
        shell: "zsh", name: "kitty",
        line:
          "fpath+=('\(root)/usr/lib/kitty/shell-integration/zsh'); autoload -Uz kitty-integration; kitty-integration",
        environment: ["KITTY_SHELL_INTEGRATION": "enabled"]),
      Neighbour(
        shell: "zsh", name: "zsh-autosuggestions",
        line: "source '\(root)/usr/share/zsh-autosuggestions/zsh-autosuggestions.zsh'"),
      Neighbour(
        shell: "zsh", name: "zsh-syntax-highlighting",
        line: "source '\(root)/usr/share/zsh-syntax-highlighting/zsh-syntax-highlighting.zsh'"),
      Neighbour(
        shell: "zsh", name: "liquidprompt", line: "source '\(root)/usr/share/liquidprompt/liquidprompt'",
        environment: ["LP_PS1_POSTFIX": "ready> "]),
      Neighbour(
        shell: "zsh", name: "atuin", line: "eval \"$(atuin init zsh --disable-up-arrow)\"",
        own: ["atuin history list --cmd-only | sort >~/own"], expected: "echo first"),
      Neighbour(
        shell: "fish", name: "atuin", line: "atuin init fish --disable-up-arrow | source",
        own: ["atuin history list --cmd-only | sort >~/own"], expected: "echo first"),
    ]
    + ["bash", "zsh", "fish"].flatMap { shell in
      let evaluate = { (command: String) in shell == "fish" ? "\(command) | source" : "eval \"$(\(command))\"" }
      return [
        Neighbour(
          shell: shell, name: "direnv", line: evaluate("direnv hook \(shell)"),
          own: ["cd ~/project", "echo $PROJECT >~/own"], expected: "loaded"),
        Neighbour(
          shell: shell, name: "zoxide", line: evaluate("zoxide init \(shell)"), own: ["z proj", "echo $PWD >~/own"],
          expected: "/project"),
        Neighbour(shell: shell, name: "starship", line: evaluate("starship init \(shell)")),
      ]
        + (shell == "fish"
          ? []
          : [
            Neighbour(
              shell: shell, name: "vte.sh", line: "source '\(root)/etc/profile.d/vte-2.91.sh'",
              environment: ["VTE_VERSION": "8400"]),
            Neighbour(
              shell: shell, name: "fzf", line: "source '\(root)/usr/share/doc/fzf/examples/key-bindings.\(shell)'"),
          ])
    }

  private static let bashPreexec = "\(Project.root)/.build/bash-preexec/bashhub/shell/deps/bash-preexec.sh"
}

extension String {
  /// The command line in parentheses, without them in fish.
  fileprivate func inSubshell(of shell: String) -> String {
    shell == "fish" ? String(dropFirst().dropLast()) : self
  }
}
