import Foundation
import TestSupport
import Testing

@Suite("The prompt")
struct PromptTests {
  private func prompted(_ home: Home) throws -> PseudoTerminal {
    let session = try home.start("-p", "dev", "-e", "--format", "env")
    try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    return session
  }

  private func expectSession(_ session: PseudoTerminal, location: SourceLocation = #_sourceLocation) throws {
    try session.expect("AWS_ACCESS_KEY_ID=ASIA")
    #expect(try session.finish() == 0, sourceLocation: location)
  }

  @Test("takes the sixth digit for the end")
  func sixthDigit() throws {
    let home = try Home()
    let session = try prompted(home)
    session.type(try home.emulator.code(home.device))
    try expectSession(session)
  }

  @Test(
    "drops spaces, letters, and what keys and terminals send that are no digits",
    arguments: [
      " ", "ab", "é日", "-_.", "\t", "\u{1B}[15~", "\u{1B}[1;5C", "\u{1B}x", "\u{1B}5", "\u{12}", "\u{0}",
      "\u{1B}]11;rgb:1e1e/1e1e/1e1e\u{1B}\\", "\u{1B}P>|tmux 3.4 (build 12345)\u{1B}\\",
    ])
  func onlyDigits(noise: String) throws {
    let home = try Home()
    let code = try home.emulator.code(home.device)
    let session = try prompted(home)
    session.type(code.prefix(3) + noise + code.suffix(3))
    try expectSession(session)
  }

  @Test(
    "takes a pasted code, with a space in the middle, and in a terminal's marks or not", arguments: ["", "\u{1B}[200~"])
  func paste(mark: String) throws {
    let home = try Home()
    let code = try home.emulator.code(home.device)
    let session = try prompted(home)
    session.type(mark + code.prefix(3) + " " + code.suffix(3) + mark.replacing("200", with: "201"))
    try expectSession(session)
  }

  @Test(
    "lets mistakes be mended with the usual keys",
    arguments: [
      ("9\u{7F}", ""), ("99\u{08}\u{08}", ""), ("999\u{15}", ""), ("999\u{17}", ""),
      // Home, the missing digit typed in front, then the rest at the end.
      ("", "\u{01}"),
    ])
  func editing(before: String, jump: String) throws {
    let home = try Home()
    let code = try home.emulator.code(home.device)
    let session = try prompted(home)
    session.type(before)
    if jump.isEmpty {
      session.type(code)
    } else {
      session.type(
        String(code.dropFirst().dropLast()) + jump + String(code.prefix(1)) + "\u{05}" + String(code.suffix(1)))
    }
    try expectSession(session)
  }

  @Test("does not take fewer digits for a code")
  func tooShort() throws {
    let home = try Home()
    let code = try home.emulator.code(home.device)
    let session = try prompted(home)
    session.type(String(code.prefix(4)) + "\r")
    try session.expect("\u{7}")
    session.type(String(code.suffix(2)))
    try expectSession(session)
  }

  @Test("honours ~/.editrc", arguments: ["bind -v", "aws-mfa-session:bind \"^G\" ed-delete-prev-char"])
  func editrc(line: String) throws {
    let home = try Home()
    try home.folder.write(line + "\n", to: ".editrc")
    let code = try home.emulator.code(home.device)
    let session = try prompted(home)
    // In vi's command mode, x deletes the wrong digit and A goes on at the end.
    session.type(line == "bind -v" ? "9" : "9\u{7}")
    if line == "bind -v" {
      try session.expect("9")
      session.type("\u{1B}")
      try session.expect("\u{8}")
      session.type("xA")
    }
    session.type(code)
    try expectSession(session)
  }

  @Test(
    "is cancelled by Ctrl-C, Ctrl-D and an empty line, and leaves the terminal as it was",
    arguments: ["\u{3}", "\u{4}", "\r", "123\u{3}", "\u{1C}"])
  func cancelled(keys: String) throws {
    let home = try Home()
    let session = try shell(home)
    let settings = session.settings
    session.type("\(Project.program) -p dev -e; echo status $?\n")
    try session.expect("MFA code for")
    try session.expect(": ")
    #expect(session.settings != settings)
    session.type(keys)
    try session.expect("status 130")
    #expect(session.settings == settings)
    #expect(try home.emulator.requests(of: home.user).allSatisfy { !$0.tokenCode })
  }

  @Test("leaves the terminal as it was when the program is killed", arguments: ["TERM", "HUP", "INT"])
  func killed(signal: String) throws {
    let home = try Home()
    let session = try shell(home)
    let settings = session.settings
    session.type("\(Project.program) -p dev -e & wait=$!; fg; echo status $?\n")
    try session.expect("MFA code for")
    try session.expect(": ")
    let pid = try run(
      ["/bin/sh", "-c", "pgrep -P \(session.identifier) -x aws-mfa-session"], environment: home.environment)
    try run(["/bin/sh", "-c", "kill -\(signal) \(pid.output)"], environment: home.environment)
    try session.expect("status \(["TERM": "143", "HUP": "129", "INT": "130"][signal] ?? "")")
    #expect(session.settings == settings)
  }

  @Test("can be left with Ctrl-Z and taken up again, with what was typed")
  func suspended() throws {
    let home = try Home()
    let code = try home.emulator.code(home.device)
    let session = try shell(home)
    let settings = session.settings
    session.type("\(Project.program) -p dev -e --format env\n")
    try session.expect("MFA code for")
    try session.expect(": ")
    session.type(String(code.prefix(3)))
    try session.expect(String(code.prefix(3)))
    session.type(PseudoTerminal.controlZ)
    try session.expect("Stopped")
    try session.expect("$ ")
    #expect(session.settings == settings)
    session.type("fg\n")
    try session.expect("MFA code for")
    try session.expect(String(code.prefix(3)))
    session.type(String(code.suffix(3)))
    try session.expect("AWS_ACCESS_KEY_ID=ASIA")
    try session.expect("$ ")
    #expect(session.settings == settings)
  }

  @Test("is not left with Ctrl-Z while a shell waits for the output", arguments: ["bash", "zsh", "fish"])
  func awaited(shell: String) throws {
    let home = try Home()
    let command = "'\(Project.program)' -p dev -e | \(shell == "fish" ? "source" : "cat >/dev/null"); echo go''ne on"
    let options = shell == "fish" ? ["--no-config", "-i"] : shell == "zsh" ? ["-f", "-i"] : ["--norc", "-i"]
    let session = try PseudoTerminal([Project.tool(shell)] + options + ["-c", command], environment: home.environment)
    try session.expect("MFA code for")
    try session.expect(": ")
    session.type(PseudoTerminal.controlZ)
    try session.expect("\u{7}")
    session.type(try home.emulator.code(home.device))
    try session.expect("gone on")
    #expect(try session.finish() == 0)
  }

  @Test("works on any terminal", arguments: ["", "dumb", "no-such-terminal", "vt100", "screen-256color"])
  func terminals(type: String) throws {
    let home = try Home()
    let session = try home.start("-p", "dev", "-e", "--format", "env", environment: ["TERM": type])
    #expect(try session.expect("MFA code for").split(separator: "\n").count == 1)
    try session.expect(": ")
    session.type("9\u{7F}" + (try home.emulator.code(home.device)))
    try expectSession(session)
  }

  @Test("goes on after a stop from outside and a change of the window's size, with what was typed")
  func outside() throws {
    let home = try Home()
    let code = try home.emulator.code(home.device)
    let session = try prompted(home)
    session.type(String(code.prefix(3)))
    try session.expect(String(code.prefix(3)))
    for signal in [SIGWINCH, SIGSTOP, SIGCONT] { kill(session.identifier, signal) }
    try session.expect("MFA code for")
    try session.expect(String(code.prefix(3)))
    session.type(String(code.suffix(3)))
    try expectSession(session)
  }

  @Test("is not disturbed by what there is to say meanwhile")
  func notices() throws {
    let home = try Home()
    try home.emulator.setClock(of: home.user, ahead: 4000)
    let session = try home.start("-p", "dev", "-e", "-v", "--format", "env")
    try session.expect("MFA code for")
    try home.emulator.awaitRequests(2, of: home.user)
    let code = try home.emulator.code(home.device)
    session.type(code)
    let line = try session.expect("\n")
    #expect(line.contains(code) && !line.contains("clock"))
    try session.expect("The clock of this machine is")
    #expect(try session.finish() == 0)
  }

  @Test("throws away what was typed before it")
  func typeAhead() throws {
    let home = try Home()
    let session = try shell(home)
    session.type("read -r line; \(Project.program) -p dev -e --format env\n")
    session.type("go\n999")
    try session.expect("MFA code for")
    try session.expect(": ")
    session.type(try home.emulator.code(home.device))
    try session.expect("AWS_ACCESS_KEY_ID=ASIA")
  }

  @Test("asks again after a wrong code, says why, and takes the right one")
  func wrongThenRight() throws {
    let home = try Home()
    let session = try prompted(home)
    session.type(try home.emulator.wrongCode(home.device))
    try session.expect("AWS refused the code: it is wrong or was already used. The next one comes in ")
    try session.expect("MFA code for")
    session.type(try home.emulator.code(home.device))
    try expectSession(session)
  }

  @Test("does not send the same code a second time, and says how long to wait for the next")
  func sameCode() throws {
    let home = try Home()
    let wrong = try home.emulator.wrongCode(home.device)
    let session = try prompted(home)
    session.type(wrong)
    try session.expect("The next one comes in ")
    try session.expect("MFA code for")
    session.type(wrong)
    try session.expect("This code was already used")
    try session.expect("MFA code for")
    session.type(try home.emulator.code(home.device))
    #expect(try session.finish() == 0)
    #expect(try home.emulator.requests(of: home.user).filter(\.tokenCode).count == 2)
  }

  @Test("gives up after three wrong codes")
  func threeWrong() throws {
    let home = try Home()
    let session = try prompted(home)
    for window in [0, 1, 2] {
      if window > 0 { try session.expect("MFA code for") }
      session.type(String((Int(try home.emulator.code(home.device, window: 7 + window)) ?? 0)).leftPadded(to: 6))
    }
    try session.expect("AWS refused the code 3 times")
    #expect(try session.finish() == 77)
  }

  @Test("is at the terminal, whatever standard input, output and error are")
  func redirected() throws {
    let home = try Home()
    let output = home.folder.path + "/out"
    let session = try home.start(
      "-p", "dev", "-e", "--format", "env", input: "/dev/null", output: output, errors: "/dev/null")
    try session.expect("MFA code for")
    session.type(try home.emulator.code(home.device))
    #expect(try session.finish() == 0)
    #expect(!session.transcript.contains("AWS_ACCESS_KEY_ID"))
    #expect(home.folder.read("out").hasPrefix("AWS_ACCESS_KEY_ID=ASIA"))
  }

  @Test("needs a terminal")
  func noTerminal() throws {
    let home = try Home()
    let result = try home.run("-p", "dev", "-e")
    #expect(result.status == 66)
    #expect(result.errors.contains("--code (-c)"))
    #expect(try home.emulator.requests(of: home.user).isEmpty)
  }

  @Test("names the serial number of a hardware device")
  func hardware() throws {
    let home = try Home(devices: [.hardware])
    let session = try home.start("-p", "dev", "-e")
    try session.expect("MFA code for \(home.device.serial): ")
    session.type(try home.emulator.code(home.device))
    #expect(try session.finish() == 0)
  }

  @Test("does not obey control characters in what it shows")
  func hostileName() throws {
    let home = try Home(serial: false)
    let session = try home.start("-p", "dev", "-e", "-a", "arn:aws:iam::1:mfa/\u{1B}]0;x\u{7}é")
    let shown = try session.expect("@1: ")
    #expect(shown.contains("?]0;x?") && !shown.contains("\u{1B}]0"))
  }

  private func shell(_ home: Home) throws -> PseudoTerminal {
    let session = try PseudoTerminal(
      [Project.tool("bash"), "--norc", "--noprofile", "--noediting", "-i"],
      environment: home.environment.merging(["PS1": "$ "]) { $1 })
    try session.expect("$ ")
    return session
  }
}

extension String {
  fileprivate func leftPadded(to count: Int) -> String {
    String(repeating: "0", count: max(0, count - self.count)) + self
  }
}
