import Foundation
import TestSupport
import Testing

@Suite("The choice of a profile")
struct PickerTests {
  private static let shells = ShellSession.kinds

  /// A home whose profiles `p0001` to a number, and `dev`, share one cached session.
  private func home(_ count: Int) throws -> Home {
    let home = try Home()
    let names = (1...count).map { "p" + String(format: "%04d", $0) }
    let keys = "aws_access_key_id = \(home.user.accessKeyId)\naws_secret_access_key = \(home.user.secretAccessKey)\n"
    try home.writeCredentials(extra: names.map { "[\($0)]\n\(keys)" }.joined())
    try home.configure(names.map { "[profile \($0)]\nmfa_serial = \(home.device.serial)" }.joined(separator: "\n"))
    try home.cacheSession()
    return home
  }

  private func session(_ shell: String, _ home: Home, picker: String = "") throws -> ShellSession {
    try ShellSession(shell, home, environment: ["AWS_MFA_SESSION_PICKER": picker, "FZF_DEFAULT_OPTS": "--no-color"])
  }

  private func profile(_ session: ShellSession) throws -> String {
    let shown = try session.run("echo \"<$AWS_MFA_SESSION_PROFILE>\"")
    return String(shown.components(separatedBy: "<").last?.prefix { $0 != ">" } ?? "")
  }

  @Test("is fzf's, with the one used last on top", arguments: shells, [3, 1000])
  func fzf(shell: String, count: Int) throws {
    let session = try session(shell, home(count))
    session.type("aws-mfa-session use")
    try session.expect("\(count + 1)/\(count + 1)")
    session.terminal.type("'p0002")
    try session.expect("m1/\(count + 1)")
    session.terminal.type("\r")
    try session.awaitPrompt()
    #expect(try profile(session) == "p0002")
    try session.run("aws-mfa-session off")
    session.type("aws-mfa-session use")
    try session.expect("\(count + 1)/\(count + 1)")
    session.terminal.type("\r")
    try session.awaitPrompt()
    #expect(try profile(session) == "p0002")
  }

  @Test("is a numbered list without fzf, by number or by a part of the name", arguments: shells, [3, 1000])
  func list(shell: String, count: Int) throws {
    let session = try session(shell, home(count), picker: "list")
    session.type("aws-mfa-session use")
    try session.expect("  2  p0001 ")
    #expect(try session.expect("Number, or part of a name: ").contains("and \(count - 19) more") == (count > 20))
    session.terminal.type("nothing like it\n")
    try session.expect("No profile matches \"nothing like it\".")
    try session.expect("Number, or part of a name: ")
    session.terminal.type("p000\n")
    try session.expect("  1  p0001 ")
    try session.expect("Number, or part of a name: ")
    session.terminal.type("3\n")
    try session.awaitPrompt()
    #expect(try profile(session) == "p0003")
    try session.run("aws-mfa-session off")
    session.type("aws-mfa-session use")
    // The one used last is on top.
    try session.expect("  1  p0003 ")
    try session.expect("Number, or part of a name: ")
    session.terminal.type("ev\n")
    try session.awaitPrompt()
    #expect(try profile(session) == "dev")
  }

  @Test("can be left: nothing changes, and the status says so", arguments: shells, ["fzf", "list"])
  func cancelled(shell: String, picker: String) throws {
    let session = try session(shell, home(3), picker: picker)
    session.type("aws-mfa-session use")
    try session.expect(picker == "fzf" ? "4/4" : "Number, or part of a name: ")
    session.terminal.type(picker == "fzf" ? "\u{3}" : "\n")
    try session.awaitPrompt()
    #expect(try session.lastStatus() == "130")
    #expect(try profile(session) == "")
  }

  @Test("goes on with the list when fzf fails or is killed", arguments: shells, ["exit 2", "kill -9 $$"])
  func fzfFails(shell: String, script: String) throws {
    let home = try home(3)
    _ = try home.folder.writeProgram("#!/bin/sh\nstty raw </dev/tty\n\(script)\n", to: "bin/fzf")
    let session = try session(shell, home)
    session.type("aws-mfa-session use")
    try session.expect("fzf failed with status")
    try session.expect("Number, or part of a name: ")
    session.terminal.type("2\n")
    try session.awaitPrompt()
    #expect(try profile(session) == "p0001")
  }

  @Test("is offered for a profile that is mistyped", arguments: shells, ["fzf", "list"])
  func mistyped(shell: String, picker: String) throws {
    let session = try session(shell, home(3), picker: picker)
    session.type("aws-mfa-session use dve")
    try session.expect("Did you mean \"dev\"?")
    if picker == "fzf" {
      try session.expect("1/4")
      session.terminal.type("\r")
    } else {
      try session.expect("  1  dev ")
      try session.expect("Number, or part of a name: ")
      session.terminal.type("1\n")
    }
    try session.awaitPrompt()
    #expect(try profile(session) == "dev")
  }

  @Test(
    "is not offered where nobody can answer, or wants to",
    arguments: [
      "aws-mfa-session use --integration bash </dev/null",
      "AWS_MFA_SESSION_PICKER=none aws-mfa-session use --integration bash",
      "setsid -w aws-mfa-session use --integration bash",
      "AWS_MFA_SESSION_PICKER=x aws-mfa-session use --integration bash",
    ])
  func notOffered(line: String) throws {
    let home = try home(3)
    let session = try home.shellAtTerminal("\(line); echo status=$?")
    try session.expect("status=78")
    #expect(try home.calls() == ["GetSessionToken"])
  }

  @Test("is left out with use -, which goes back to the profile before, as cd - does", arguments: shells)
  func before(shell: String) throws {
    let session = try session(shell, home(3))
    #expect(try session.run("aws-mfa-session use -").contains("No profile was used in this shell before."))
    for name in ["p0001", "p0002"] { try session.run("aws-mfa-session use \(name)") }
    for name in ["p0001", "p0002", "p0001"] {
      try session.run("aws-mfa-session use -")
      #expect(try profile(session) == name)
    }
    try session.run("aws-mfa-session off")
    try session.run("aws-mfa-session use -")
    #expect(try profile(session) == "p0001")
    try session.run("aws-mfa-session use -")
    #expect(try profile(session) == "p0002")
  }
}
