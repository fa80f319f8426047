import Foundation
import TestSupport
import Testing

/// What no terminal has is started with setsid, its standard streams files.
@Suite("A program that can ask nobody")
struct WaitingTests {
  private static let shells = ShellSession.kinds

  /// A home with a profile `agent`, whose `credential_process` is this program, which waits for some time.
  private func home(wait: Int = 60) throws -> Home {
    let home = try Home()
    try home.configure(
      "[profile agent]\nregion = eu-west-1\ncredential_process = \(Project.program) credential-process dev --wait \(wait)"
    )
    return home
  }

  private var folder: String { ".local/state/aws-mfa-session/waiting" }

  /// Starts a command in the background, without a terminal; its output, errors and status go to files `out`, `err` and `status`.
  private func start(_ home: Home, _ command: String, name: String = "") throws {
    let script =
      "cd \(home.folder.path); setsid sh -c '\(command)' </dev/null >out\(name) 2>err\(name) & echo $! >pid\(name)"
    let result = try home.shell("bash", script, environment: ["PYTHONWARNINGS": "ignore"])
    #expect(result.status == 0, "\(result)")
  }

  /// A program of the AWS SDK for Python.
  private func boto3(_ home: Home) throws -> String {
    let script = try home.folder.write(
      "import boto3\nprint(boto3.Session(profile_name='agent').client('sts').get_caller_identity()['Arn'])\n",
      to: "job.py")
    return "exec \(Project.python) \(script)"
  }

  private func awaitText(in name: String, _ home: Home) throws {
    try awaitCondition("text in \(name)") { !home.folder.read(name).isEmpty }
  }

  @Test(
    "waits; every shell says so at its next prompt, without a process before and after; answer serves it",
    arguments: shells)
  func announced(shell: String) throws {
    let home = try home()
    let session = try ShellSession(shell, home)
    try session.run("true")
    #expect(session.calls.isEmpty)
    try start(home, boto3(home))
    try home.awaitNotes(1)
    let shown = try session.run("true")
    #expect(shown.contains("job.py (process ") && shown.contains(") has been waiting for a dev code for "), "\(shown)")
    #expect(shown.contains(": aws-mfa-session answer"))
    #expect(try session.lastStatus() == "0")
    let status = try home.run("status", "dev", "--json")
    #expect(
      status.output.contains("\"program\" : \"job.py\"") && status.output.contains("\"profile\" : \"dev\""), "\(status)"
    )
    session.type("aws-mfa-session answer")
    try session.expect("has been waiting for a dev code for")
    try session.answerCode()
    try session.expect("job.py (process ")
    try session.expect(") went on.")
    try session.awaitPrompt()
    try awaitText(in: "out", home)
    #expect(home.folder.read("out").contains(home.user.arn))
    let calls = session.calls.count
    #expect(try !session.run("true").contains("waiting"))
    try session.run("true")
    #expect(session.calls.count == calls)
    #expect(try home.run("answer").errors.contains("no program is waiting for a code."))
  }

  @Test("is announced by an older bash too", arguments: ["302", "404", "500"])
  func olderBash(version: String) throws {
    let home = try home()
    let session = try ShellSession("bash", home, integration: ShellSession.integration(ofBash: version))
    try start(home, "exec \(Project.program) credential-process dev --wait 60")
    try home.awaitNotes(1)
    #expect(try session.run("true").contains("has been waiting for a dev code for"))
    #expect(try session.lastStatus() == "0")
  }

  @Test("is one of 200: one announcement, one code, and all go on")
  func many() throws {
    let home = try home()
    let count = 200
    let script = """
      for i in $(seq \(count)); do
        \(Project.program) credential-process dev -q --wait 60 >out.$i 2>err.$i &
      done; wait; echo over
      """
    _ = try home.folder.writeProgram("#!/bin/bash\n\(script)\n", to: "many")
    try start(home, "exec \(home.folder.path)/many")
    try home.awaitNotes(count)
    let session = try ShellSession("bash", home)
    let shown = try session.run("true")
    #expect(shown.contains("200 programs (200 × many) have been waiting for a dev code for"), "\(shown)")
    #expect(shown.components(separatedBy: "waiting for").count == 2)
    session.type("aws-mfa-session answer")
    try session.answerCode()
    try session.expect("200 programs (200 × many) went on.")
    try awaitText(in: "out", home)
    #expect((1...count).allSatisfy { home.folder.read("out.\($0)").contains("\"Version\":1") })
    #expect(try home.calls() == ["GetSessionToken"])
    #expect(!FileManager.default.fileExists(atPath: "\(home.folder.path)/\(folder)"))
  }

  @Test("is forgotten when it is killed", arguments: shells)
  func killed(shell: String) throws {
    let home = try home()
    let session = try ShellSession(shell, home)
    try start(home, "exec \(Project.program) credential-process dev --wait 60")
    try home.awaitNotes(1)
    #expect(kill(Int32(home.folder.read("pid").dropLast()) ?? 0, SIGKILL) == 0)
    // The kernel gives the lock back a moment after.
    try awaitCondition("no folder") {
      try session.run("true")
      return !FileManager.default.fileExists(atPath: "\(home.folder.path)/\(folder)")
    }
    let calls = session.calls.count
    #expect(try !session.run("true").contains("waiting"))
    #expect(session.calls.count == calls)
  }

  @Test("fails with 66 when its time is over, and its note is gone")
  func timeOver() throws {
    let home = try home()
    let result = try home.run("credential-process", "dev", environment: ["AWS_MFA_SESSION_WAIT": "1"])
    #expect(result.status == 66 && result.errors.contains("none was entered within 1 second"), "\(result)")
    #expect(!FileManager.default.fileExists(atPath: "\(home.folder.path)/\(folder)"))
  }

  @Test(
    "waits as long as option, environment and profile say, and not at all by default",
    arguments: [
      (["--wait", "0"], "5", "", "no terminal"), ([], "1", "mfa_wait = 1h", "within 1 second"),
      ([], "", "mfa_wait = 1", "within 1 second"),
      ([], "", "", "no terminal"), ([], "soon", "", "AWS_MFA_SESSION_WAIT is \"soon\""),
      ([], "", "mfa_wait = -1", "mfa_wait is \"-1\""),
    ])
  func limits(options: [String], variable: String, setting: String, words: String) throws {
    var home = try Home(settings: setting + "\n")
    home.environment["AWS_MFA_SESSION_WAIT"] = variable
    let result = try run([Project.program, "exec", "dev"] + options + ["--", "true"], environment: home.environment)
    #expect([66, 78].contains(result.status) && result.errors.contains(words), "\(result)")
  }

  @Test("is served by whatever starts the session, in any terminal")
  func servedElsewhere() throws {
    let home = try home()
    try start(home, boto3(home))
    try home.awaitNotes(1)
    try home.cacheSession()
    try awaitText(in: "out", home)
    #expect(home.folder.read("out").contains(home.user.arn))
  }

  @Test("that waits for another profile is named after the answer")
  func others() throws {
    let home = try home()
    _ = try home.addProfile("prod")
    try start(home, "exec \(Project.program) credential-process dev --wait 60", name: "1")
    try home.awaitNotes(1)
    try start(home, "exec \(Project.program) exec prod --wait 60 -- true", name: "2")
    try home.awaitNotes(2)
    let session = try home.start("answer")
    try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    session.type(try home.emulator.code(home.device))
    try session.expect("went on.")
    try session.expect("has been waiting for a prod code for")
    #expect(try session.finish() == 0)
  }

  @Test("is not confused by notes that are none", arguments: ["garbage", "link", "folder", "empty"])
  func garbage(kind: String) throws {
    let home = try home()
    let path = "\(folder)/4711"
    switch kind {
    case "link": try home.folder.link(path, to: "/etc/passwd")
    case "folder": try home.folder.write("x", to: path + "/x")
    default: try home.folder.write(kind == "empty" ? "" : "{\"program\": 5", to: path)
    }
    try home.shell("sh", "chmod -R go= ~/.local/state")
    let status = try home.run("status", "dev", "--json")
    #expect(status.output.contains("\"waiting\" : [\n\n  ]") && status.errors.isEmpty, "\(status)")
    #expect(home.folder.read("/etc/passwd").isEmpty && FileManager.default.fileExists(atPath: "/etc/passwd"))
    try start(home, "exec \(Project.program) credential-process dev --wait 60")
    let shown = try ShellSession("bash", home)
    try awaitCondition("the announcement") {
      try shown.run("true")
      return shown.terminal.transcript.contains("has been waiting for a dev code")
    }
  }

  @Test("waits unannounced where its note cannot be")
  func unwritable() throws {
    let home = try home()
    try home.folder.write("not a folder", to: folder)
    try home.shell("sh", "chmod -R go= ~/.local/state")
    let result = try home.run("credential-process", "dev", "--wait", "1")
    #expect(result.status == 66 && result.errors.contains("within 1 second"), "\(result)")
  }

  @Test("sends one notification to the desktop, where there is one")
  func notified() throws {
    let home = try home()
    _ = try home.folder.writeProgram("#!/bin/sh\nprintf '%s|' \"$@\" >>\"$HOME/notes\"\n", to: "bin/notify-send")
    let environment = ["DISPLAY": ":none", "AWS_MFA_SESSION_ASK": "none"]
    let script = "for i in 1 2 3; do aws-mfa-session credential-process dev --wait 2 & done; wait"
    _ = try home.shell("bash", script, environment: environment)
    try awaitText(in: "notes", home)
    let notes = home.folder.read("notes")
    #expect(
      notes.components(separatedBy: "waits for an MFA code|In a terminal: aws-mfa-session answer|").count == 2,
      "\(notes)")
  }
}

/// A full-screen program stands for k9s, editors and agents: it reads keys, and has an SDK inside.
@Suite("A full-screen program")
struct FullScreenTests {
  private static let program = """
    import boto3, os, sys, termios, tty
    before = termios.tcgetattr(0)
    tty.setraw(0)
    os.write(1, b"\\033[?1049hfull screen")
    try:
        boto3.Session(profile_name="agent").client("sts").get_caller_identity()
        os.write(1, b" served")
    except Exception as error:
        os.write(1, b" failed: " + str(error).encode())
    os.write(1, b" key=" + os.read(0, 1))
    termios.tcsetattr(0, termios.TCSADRAIN, before)
    """

  private func start(_ home: Home, wait: Int) throws -> PseudoTerminal {
    try home.configure(
      "[profile agent]\nregion = eu-west-1\ncredential_process = \(Project.program) credential-process dev --wait \(wait)"
    )
    let script = try home.folder.write(Self.program, to: "screen.py")
    return try PseudoTerminal([Project.python, script], environment: home.environment)
  }

  @Test("is not drawn over by a question, nor robbed of its keys")
  func untouched() throws {
    let home = try Home()
    let session = try start(home, wait: 0)
    try session.expect("full screen")
    session.type("k")
    try session.expect("a full-screen program has the terminal")
    try session.expect("key=k")
    #expect(!session.transcript.contains("MFA code for"))
  }

  @Test("is served when the code comes from another terminal")
  func answered() throws {
    let home = try Home()
    let session = try start(home, wait: 60)
    try session.expect("full screen")
    try home.awaitNotes(1)
    let other = try home.start("answer")
    try other.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    other.type(try home.emulator.code(home.device))
    try session.expect("served")
    session.type("k")
    try session.expect("key=k")
    #expect(try session.finish() == 0)
    #expect(!session.transcript.contains("MFA code"))
  }

  @Test("is told apart from a terminal that a killed question has left behind")
  func afterKill() throws {
    let home = try Home()
    let script = "'\(Project.program)' credential-process dev; '\(Project.program)' exec -q dev -- echo served"
    let session = try PseudoTerminal([Project.tool("bash"), "-c", script], environment: home.environment)
    try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    try home.killAsker()
    try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    session.type(try home.emulator.code(home.device))
    try session.expect("served")
  }
}

extension Home {
  /// Waits until a number of programs have announced that they wait.
  fileprivate func awaitNotes(_ count: Int) throws {
    try awaitCondition("\(count) notes") {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: stateFolder + "/waiting")) ?? []
      return names.count { !$0.hasPrefix(".") } == count
    }
  }
}
