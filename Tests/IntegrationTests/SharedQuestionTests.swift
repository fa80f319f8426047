import Foundation
import TestSupport
import Testing

/// Many processes that want the same session.
@Suite("Of many processes at once")
struct SharedQuestionTests {
  /// Runs a number of processes at one terminal at once, each with its own standard streams, as SDKs run theirs.
  private func many(_ count: Int, _ home: Home) throws -> PseudoTerminal {
    let script = """
      cd \(home.folder.path); for i in $(seq \(count)); do
        { '\(Project.program)' credential-process -p dev </dev/null >out.$i 2>err.$i; echo $? >status.$i; } &
      done; wait; echo all over
      """
    return try PseudoTerminal([Project.tool("bash"), "-c", script], environment: home.environment)
  }

  private func contents(_ name: String, _ count: Int, _ home: Home) -> [String] {
    (1...count).map { home.folder.read("\(name).\($0)") }
  }

  @Test("one asks and one calls AWS, and all are served", arguments: [2, 8, 200])
  func coldCache(count: Int) throws {
    let home = try Home()
    let session = try many(count, home)
    try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    session.type(try home.emulator.code(home.device))
    try session.expect("all over")
    #expect(try session.finish() == 0)
    #expect(session.transcript.components(separatedBy: "MFA code for").count == 2, "\(session.transcript)")
    #expect(!session.transcript.contains("another terminal"))
    #expect(try home.calls() == ["GetSessionToken"])
    let outputs = Set(contents("out", count, home))
    #expect(outputs.count == 1 && outputs.first?.contains("\"AccessKeyId\":\"ASIA") == true)
    #expect(contents("status", count, home).allSatisfy { $0 == "0\n" })
  }

  @Test("all give up when the one that asks is cancelled at their terminal")
  func cancelled() throws {
    let home = try Home()
    let session = try many(8, home)
    try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    try home.awaitWaiting(8)
    session.type(PseudoTerminal.controlC)
    try session.expect("all over")
    #expect(session.transcript.components(separatedBy: "MFA code for").count == 2, "\(session.transcript)")
    #expect(contents("status", 8, home).allSatisfy { $0 == "130\n" })
  }

  @Test("all give up when the one that asks has had three codes refused")
  func refused() throws {
    let home = try Home()
    let session = try many(4, home)
    let wrong = try home.emulator.wrongCode(home.device)
    for (number, code) in ["\(wrong.prefix(5))", "\(wrong.suffix(5))", "\(wrong.prefix(5))"].enumerated() {
      try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
      if number == 0 { try home.awaitWaiting(4) }
      session.type("\(number)\(code)")
    }
    try session.expect("all over")
    #expect(contents("status", 4, home).sorted() == ["1\n", "1\n", "1\n", "77\n"])
    #expect(try home.calls().count == 3)
  }

  @Test("the next asks when the one that asks is killed")
  func killed() throws {
    let home = try Home()
    let session = try many(3, home)
    for _ in 1...2 {
      try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
      try home.killAsker()
    }
    try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    session.type(try home.emulator.code(home.device))
    try session.expect("all over")
    #expect(contents("status", 3, home).sorted() == ["0\n", "137\n", "137\n"])
    #expect(try home.calls() == ["GetSessionToken"])
  }

  // MARK: Two terminals

  @Test("one waits for the other's terminal, says so, and goes on with its session")
  func otherTerminal() throws {
    let home = try Home()
    let first = try home.start("-p", "dev", "-e", "--format", "env")
    try first.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    let second = try home.start("exec", "-p", "dev", "--", "env")
    try second.expect("another terminal is asking for the code…")
    first.type(try home.emulator.code(home.device))
    try second.expect("no code needed.")
    #expect(try first.finish() == 0 && second.finish() == 0)
    #expect(!second.transcript.contains("MFA code for"))
    #expect(try home.calls() == ["GetSessionToken"])
  }

  @Test("one that waits asks itself when the other is cancelled, or killed", arguments: [true, false])
  func otherTerminalGone(isKilled: Bool) throws {
    let home = try Home()
    let first = try home.start("-p", "dev", "-e")
    try first.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    let second = try home.start("-p", "dev", "-e")
    try second.expect("another terminal is asking for the code…")
    if isKilled { kill(first.identifier, SIGKILL) } else { first.type(PseudoTerminal.controlC) }
    #expect(try first.finish() == (isKilled ? 137 : 130))
    try second.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    second.type(try home.emulator.code(home.device))
    #expect(try second.finish() == 0)
  }

  @Test("a question goes away by itself when a code from elsewhere has got the session")
  func answeredElsewhere() throws {
    let home = try Home()
    let first = try home.start("-p", "dev", "-e")
    try first.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    try home.cacheSession()
    try first.expect("no code needed.")
    #expect(try first.finish() == 0)
    #expect(try home.calls() == ["GetSessionToken"])
  }

  @Test("a hook waits too, can be cancelled meanwhile, and does not wait again at once", arguments: ShellSession.kinds)
  func hook(shell: String) throws {
    let home = try Home()
    let first = try home.start("-p", "dev", "-e")
    try first.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    let session = try ShellSession(shell, home, before: ShellSession.expired(shell))
    session.type("aws s3 ls")
    try session.expect("another terminal is asking for the code…")
    session.terminal.type(PseudoTerminal.controlC)
    try session.awaitPrompt()
    #expect(!session.terminal.transcript.contains("<aws"))
    session.type("aws s3 ls")
    try session.expect("You cancelled a moment ago")
    try session.expect("<aws key=ASIAEXPIRED: s3 ls>")
    first.type(try home.emulator.code(home.device))
    #expect(try first.finish() == 0)
  }

  @Test("a stopped one stands in nobody's way, and goes on with the other's session", arguments: ShellSession.kinds)
  func stopped(shell: String) throws {
    let home = try Home()
    let session = try ShellSession(shell, home)
    session.type("aws-mfa-session exec -p dev -- echo 'fi''rst'")
    try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    session.terminal.type(PseudoTerminal.controlZ)
    try session.awaitPrompt()
    session.type("aws-mfa-session exec -p dev -- echo 'sec''ond'")
    try session.answerCode()
    try session.expect("second")
    try session.awaitPrompt()
    session.type("fg")
    try session.expect("no code needed.")
    try session.expect("first")
    try session.awaitPrompt()
    #expect(try home.calls() == ["GetSessionToken"])
  }

  @Test("one in the background does not ask, and stands in nobody's way", arguments: ShellSession.kinds)
  func background(shell: String) throws {
    let home = try Home()
    let session = try ShellSession(shell, home)
    // fish runs functions, such as ours, in the foreground.
    session.type("command aws-mfa-session exec -p dev -- echo never &")
    try session.expect("or this runs in its background")
    session.type("")
    try session.awaitPrompt()
    session.type("aws-mfa-session exec -p dev -- echo 'sec''ond'")
    try session.answerCode()
    try session.expect("second")
  }

  @Test("one without a terminal waits for one that asks, and says so")
  func withoutTerminal() throws {
    let home = try Home()
    let first = try home.start("-p", "dev", "-e")
    try first.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    let second = try PseudoTerminal(
      ["/usr/bin/setsid", "-w", Project.program, "credential-process", "-p", "dev"], environment: home.environment)
    try second.expect("another terminal is asking for the code…")
    first.type(try home.emulator.code(home.device))
    try second.expect("\"Version\":1")
    #expect(try first.finish() == 0 && second.finish() == 0)
  }

  @Test("one asks when AWS does not know the kept session any more, and all go on with the new one")
  func revoked() throws {
    let home = try Home()
    try home.configure("[profile admin]\nrole_arn = \(try home.emulator.makeRole())\nsource_profile = dev")
    try home.cacheSession()
    try home.emulator.revokeSessions(of: home.user)
    let script = "for i in 1 2 3; do '\(Project.program)' credential-process -p admin & done; wait; echo all over"
    let session = try PseudoTerminal([Project.tool("bash"), "-c", script], environment: home.environment)
    try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    try home.awaitWaiting(3)
    session.type(try home.emulator.code(home.device, window: 1))
    try session.expect("all over")
    #expect(session.transcript.components(separatedBy: "MFA code for").count == 2, "\(session.transcript)")
    #expect(try home.calls().count { $0 == "GetSessionToken" } == 2)
  }

  @Test("one assumes a role, and all have it")
  func role() throws {
    let home = try Home()
    let role = try home.emulator.makeRole()
    try home.configure("[profile admin]\nrole_arn = \(role)\nsource_profile = dev")
    try home.cacheSession()
    let result = try home.shell(
      "bash",
      "for i in $(seq 20); do aws-mfa-session credential-process -p admin -q & done; wait")
    #expect(Set(result.output.split(separator: "\n")).count == 1, "\(result)")
    #expect(try home.calls() == ["GetSessionToken", "AssumeRole"])
  }
}

extension Home {
  /// Waits until a number of processes want to ask for a code of this home's user, or do.
  fileprivate func awaitWaiting(_ count: Int) throws {
    let script = """
      import glob, os, sys, time
      end = time.monotonic() + 60
      def waiting(process):
          try: return any(os.readlink(f).startswith(sys.argv[1]) for f in glob.glob(process + "/fd/*"))
          except OSError: return False
      while sum(map(waiting, glob.glob("/proc/[0-9]*"))) < int(sys.argv[2]):
          if time.monotonic() > end: sys.exit("one of the processes has ended, or has not come so far")
      """
    let result = try TestSupport.run(
      [Project.python, "-c", script, stateFolder, "\(count)"], environment: environment)
    #expect(result.status == 0, "\(result.errors)")
  }

  /// Kills the process that asks for a code of this home's user.
  func killAsker() throws {
    // The holder of the lock; /proc/locks names it by the file's number.
    let script = """
      import os, glob, sys, signal
      inodes = {os.stat(f).st_ino for f in glob.glob(sys.argv[1] + "/*.question")}
      for line in open("/proc/locks"):
          f = line.split()
          if f[1] == "FLOCK" and int(f[5].split(":")[2]) in inodes: os.kill(int(f[4]), signal.SIGKILL)
      """
    #expect(try TestSupport.run([Project.python, "-c", script, stateFolder], environment: environment).status == 0)
  }
}
