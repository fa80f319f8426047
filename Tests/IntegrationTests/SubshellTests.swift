import Foundation
import TestSupport
import Testing

/// The shell of `-s`.
@Suite("The subshell")
struct SubshellTests {
  private static let shells = ShellSession.kinds

  private func open(
    _ shell: String, _ home: Home, rc: String = "", environment: [String: String] = [:]
  ) throws -> ShellSession {
    let prompt = [
      "bash": "PS1='ready> '", "zsh": "PROMPT='ready> '", "fish": "function fish_prompt; echo -n 'ready> '; end",
    ]
    try home.folder.write("\(prompt[shell] ?? "")\n\(rc)\n", to: ShellSession.rcFile[shell] ?? "")
    let terminal = try home.start(
      "-p", "dev", "-c", try home.emulator.code(home.device), "-s",
      environment: ShellSession.environment(home).merging(["SHELL": Project.tool(shell)]) { $1 }
        .merging(environment) { $1 })
    return try ShellSession(shell, home, terminal: terminal)
  }

  @Test("is marked after rc files that set the prompt, and has the session", arguments: shells)
  func marked(shell: String) throws {
    let session = try open(shell, Home())
    #expect(try session.awaitPrompt().withoutEscapes.contains(#/\(aws:dev (59m|1h00m)\) ready> /#))
    session.type("aws s3 ls")
    _ = try session.newKey(of: "aws", "s3 ls")
  }

  @Test(
    "is marked and hooked whatever the rc file makes of prompts",
    arguments: [
      ("bash", "PROMPT_COMMAND='PS1=\"ready> \"'"), ("zsh", "mine() { PROMPT='ready> ' }; precmd_functions=(mine)"),
      ("fish", "function fish_mode_prompt; echo -n '[N]'; end"),
    ])
  func assigned(shell: String, rc: String) throws {
    let session = try open(shell, Home(), rc: rc)
    try session.awaitPrompt()
    #expect(try session.run("true").withoutEscapes.contains("(aws:dev"))
  }

  @Test("is marked and hooked once when the rc file has the integration, too", arguments: shells)
  func once(shell: String) throws {
    let session = try open(shell, Home(), rc: ShellSession.integration(shell))
    try session.awaitPrompt()
    #expect(try session.run("true").withoutEscapes.components(separatedBy: "(aws:dev").count == 2)
  }

  @Test("asks for a new session when its own is over", arguments: shells)
  func hooked(shell: String) throws {
    let session = try open(shell, Home())
    try session.awaitPrompt()
    try session.run(ShellSession.expired(shell))
    // The store has a live one.
    session.type("aws s3 ls")
    _ = try session.newKey(of: "aws", "s3 ls")
  }

  @Test("has the exit status of its own last command for ours", arguments: shells)
  func status(shell: String) throws {
    let session = try open(shell, Home())
    try session.awaitPrompt()
    session.type("exit 7")
    #expect(try session.terminal.finish() == 7)
  }

  @Test("reads the history from where the user has it, and writes it there", arguments: ["bash", "zsh"])
  func history(shell: String) throws {
    let home = try Home()
    let session = try open(
      shell, home, rc: shell == "zsh" ? "HISTFILE=~/own; SAVEHIST=10; HISTSIZE=10" : "HISTFILE=~/own")
    try session.awaitPrompt()
    try session.run("echo remembered")
    session.type("exit")
    _ = try session.terminal.finish()
    #expect(home.folder.read("own").contains("echo remembered"))
  }

  @Test("of zsh reads the user's .zshenv, has its ZDOTDIR, and starts other shells with it", arguments: [nil, "/zdot"])
  func zshFiles(folder: String?) throws {
    let home = try Home()
    let place = folder.map { home.folder.path + $0 }
    for file in [".zshenv", ".zprofile", ".zshrc", ".zlogin"] {
      try home.folder.write("files+=\(file)\nPROMPT='ready> '\n", to: "\(folder.map { $0 + "/" } ?? "")\(file)")
    }
    let session = try open("zsh", home, rc: "files+=.zshrc", environment: place.map { ["ZDOTDIR": $0] } ?? [:])
    try session.awaitPrompt()
    #expect(
      try session.run("echo \"<$files ${ZDOTDIR-none} ${(t)ZDOTDIR}>\"").contains(
        place.map { "<.zshenv.zshrc \($0) scalar-export>" } ?? "<.zshenv.zshrc none >"))
    #expect(try session.run("zsh -l -i -c 'echo \"<$files>\"'").contains("<.zshenv.zprofile.zshrc.zlogin>"))
  }

  @Test("of zsh that is a login shell reads all of the user's files")
  func loginShell() throws {
    let home = try Home()
    let session = try open("zsh", home)
    try session.awaitPrompt()
    for file in [".zshenv", ".zprofile", ".zshrc", ".zlogin"] {
      try home.folder.write("files+=\(file)\nPROMPT='ready> '\n", to: file)
    }
    let folder = home.folder.path + "/.local/state/aws-mfa-session/shell"
    #expect(
      try run(
        [Project.tool("zsh"), "-l", "-i", "-c", "echo \"<$files ${ZDOTDIR-none}>\""],
        environment: home.environment.merging(["ZDOTDIR": folder]) { $1 }
      ).output.contains("<.zshenv.zprofile.zshrc.zlogin none>"))
  }

  @Test("leaves nothing of its start in the environment", arguments: shells)
  func clean(shell: String) throws {
    let session = try open(shell, Home())
    try session.awaitPrompt()
    let shown = try session.run("env | grep -i -e zdotdir -e __aws -e ^PS1; echo end")
    #expect(!shown.withoutEscapes.contains("="), "\(shown)")
  }

  @Test("may be opened inside of another, says so, and switches", arguments: shells)
  func nested(shell: String) throws {
    let home = try Home()
    let other = try home.addProfile("prod")
    let session = try open(shell, home)
    try session.awaitPrompt()
    session.type("aws-mfa-session -p prod -c \(try home.emulator.code(other.devices[0])) -s")
    try session.expect("This shell already has the dev session")
    #expect(try session.awaitPrompt().withoutEscapes.contains(#/\(aws:prod (59m|1h00m)\) ready> /#))
    session.type("exit")
    #expect(try session.awaitPrompt().withoutEscapes.contains("(aws:dev"))
  }

  @Test("knows when the terminal changes its size, and has job control", arguments: shells)
  func terminal(shell: String) throws {
    let session = try open(shell, Home())
    try session.awaitPrompt()
    session.terminal.resize(rows: 33, columns: 101)
    session.type("stty size; echo \"<$COLUMNS>\"")
    try session.expect("33 101")
    try session.expect("<101>")
    session.type("sh -c 'echo run''ning; exec sleep 100'")
    try session.expect("running")
    session.terminal.type(PseudoTerminal.controlZ)
    session.type("jobs | sed 's/^/job: /'; kill %1")
    try session.expect("job: ")
    try session.expect("sleep 100")
  }

  @Test("is a plain one with the original marker for other shells, and where there is no place for its files")
  func plain() throws {
    let home = try Home()
    let terminal = try home.start(
      "-p", "dev", "-c", try home.emulator.code(home.device), "-s", environment: ["SHELL": Project.tool("dash")])
    try terminal.expect("AWS:\(home.user.user)@\(home.user.account) ")
    terminal.type("exit 3\n")
    #expect(try terminal.finish() == 3)

    let homeless = try Home()
    try homeless.folder.write("", to: ".local")
    let bash = try homeless.start(
      "-p", "dev", "-c", try homeless.emulator.code(homeless.device), "-s", environment: ["SHELL": Project.tool("bash")]
    )
    try bash.expect("Cannot create the folder")
    // (Debian's /etc/bash.bashrc sets a prompt of its own.)
    bash.type("echo \"<${AWS_ACCESS_KEY_ID%%[!A]*}>\"; exit 4\n")
    try bash.expect("<A>")
    #expect(try bash.finish() == 4)
  }
}
