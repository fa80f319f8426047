import Foundation
import TestSupport
import Testing

/// The dialogs are Debian's own pinentry programs.
@Suite("A question by pinentry")
struct PinentryTests {
  private func home(_ pinentry: String, settings: String = "", timeLimit: Int? = nil) throws -> Home {
    var home = try Home(settings: settings)
    home.environment["AWS_MFA_SESSION_ASK"] = "pinentry"
    home.environment["PINENTRY_PROGRAM"] = pinentry
    if let timeLimit { try home.folder.write("pinentry-timeout \(timeLimit)\n", to: ".gnupg/gpg-agent.conf") }
    return home
  }

  private func start(_ home: Home, _ environment: [String: String] = [:]) throws -> PseudoTerminal {
    try home.start("exec", "dev", "--", "echo", "served", environment: environment)
  }

  private static let programs = ["pinentry-tty", "pinentry-curses"]

  @Test(
    "names the one who waits and whose code it is, tries the keys meanwhile, and takes the code", arguments: programs)
  func answered(program: String) throws {
    let home = try home(program)
    let session = try start(home)
    try session.expect("MFA code of \(home.user.user)@\(home.user.account), for the session of profile dev:")
    try home.emulator.awaitRequests(1, of: home.user)
    #expect(try home.emulator.requests(of: home.user).map(\.action) == ["GetCallerIdentity"])
    session.type(try home.emulator.code(home.device) + "\r")
    try session.expect("served")
    #expect(try session.finish() == 0)
    #expect(session.transcript.contains(" is waiting."))
  }

  @Test("takes a code with a space, asks again for what is none, and for one that AWS refuses", arguments: programs)
  func again(program: String) throws {
    let home = try home(program)
    let session = try start(home)
    try session.expect("for the session of profile dev:")
    session.type("12345\r")
    try session.expect("A code is six digits.")
    session.type(try home.emulator.wrongCode(home.device) + "\r")
    try session.expect("AWS refused the code")
    let code = try home.emulator.code(home.device)
    session.type("\(code.prefix(3)) \(code.suffix(3))\r")
    try session.expect("served")
    #expect(try session.finish() == 0)
    #expect(try home.calls() == ["GetSessionToken", "GetSessionToken"])
  }

  @Test(
    "is cancelled by Ctrl-C and by an empty answer, and the terminal is as it was", arguments: programs,
    ["\u{3}", "\r"])
  func cancelled(program: String, keys: String) throws {
    let home = try home(program)
    let session = try home.shellAtTerminal("aws-mfa-session exec dev -- echo served; echo status=$?")
    try session.expect("for the session of profile dev:")
    session.type(keys)
    try session.expect("status=130")
    #expect(session.settings == session.initialSettings)
    #expect(try home.calls().isEmpty)
  }

  @Test("ends when its time is over, with 66", arguments: programs)
  func timeLimit(program: String) throws {
    let home = try home(program, timeLimit: 1)
    let session = try start(home)
    try session.expect("none was entered within 1 second.")
    #expect(try session.finish() == 66)
  }

  @Test("shows any text as it is")
  func anyText() throws {
    let home = try home("pinentry-tty")
    let name = #"50%0A "off" it's \ %25"#
    try home.folder.write(
      home.folder.read(".aws/credentials").replacing("[dev]", with: "[\(name)]"), to: ".aws/credentials")
    try home.folder.write("", to: ".aws/config")
    let session = try home.start("exec", name, "-a", home.device.serial, "--", "echo", "served")
    try session.expect("for the session of profile \(name):")
    session.type(try home.emulator.code(home.device) + "\r")
    try session.expect("served")
  }

  @Test("goes away by itself when the session is there from elsewhere")
  func answeredElsewhere() throws {
    let home = try home("pinentry-curses")
    let session = try start(home)
    try session.expect("for the session of profile dev:")
    try home.cacheSession()
    try session.expect("served")
    #expect(try session.finish() == 0)
  }

  @Test("lets the person choose a device")
  func devices() throws {
    var home = try Home(devices: [.virtual, .virtual], serial: false)
    home.environment["AWS_MFA_SESSION_ASK"] = "pinentry"
    home.environment["PINENTRY_PROGRAM"] = "pinentry-tty"
    let session = try start(home)
    try session.expect("2  \(home.user.devices[1].serial)")
    session.type("7\r")
    try session.expect("It is one of the numbers 1 to 2.")
    session.type("2\r")
    try session.expect("for the session of profile dev:")
    session.type(try home.emulator.code(home.user.devices[1]) + "\r")
    try session.expect("served")
  }

  // MARK: Windows

  @Test("is a window where there is no terminal and a display: a wrong code, then the right one")
  func window() throws {
    var home = try Home()
    home.environment["DISPLAY"] = try VirtualDisplay.shared.name
    home.environment["PINENTRY_PROGRAM"] = "pinentry-gtk-2"
    let codes = [try home.emulator.wrongCode(home.device), try home.emulator.code(home.device)]
    try home.folder.write("pinentry-timeout 20\n", to: ".gnupg/gpg-agent.conf")
    // Each question is a process of its own, whose window may have the number of the one before.
    let script = """
      setsid aws-mfa-session exec dev -- echo served >out 2>err &
      for code in \(codes.joined(separator: " ")); do
        until process=$(pgrep -x pinentry-gtk-2) && [ "$process" != "$old" ] &&
          window=$(xdotool search --onlyvisible --class pinentry); do kill -0 $! || exit; done
        old=$process
        # Twice: what is typed before the field has the focus is replaced by what follows.
        xdotool windowfocus --sync "$window" type --delay 20 "$code"
        xdotool key ctrl+a type --delay 20 "$code"; xdotool key Return
      done
      wait
      """
    let result = try home.shell("bash", "cd \(home.folder.path)\n" + script)
    #expect(home.folder.read("out") == "served\n", "\(result) \(home.folder.read("err"))")
    #expect(try home.calls() == ["GetSessionToken", "GetSessionToken"])
  }

  // MARK: Where to ask

  @Test(
    "is chosen by the profile and by the environment, whose word is the last",
    arguments: [
      ("", "", "MFA code for"), ("mfa_prompt = pinentry", "", "MFA code of"),
      ("mfa_prompt = pinentry", "terminal", "MFA code for"),
      ("mfa_prompt = terminal", "pinentry", "MFA code of"), ("mfa_prompt = none", "", "there is no terminal to ask on"),
      ("", "none", "there is no terminal to ask on"),
      ("mfa_prompt = window", "", "It can be terminal, pinentry or none."),
      ("", "window", "AWS_MFA_SESSION_ASK is \"window\""),
    ])
  func method(setting: String, variable: String, words: String) throws {
    var home = try home("pinentry-tty", settings: setting + "\n")
    home.environment["AWS_MFA_SESSION_ASK"] = variable
    let session = try start(home, ["DISPLAY": ":none"])
    try session.expect(words)
  }

  @Test("is gpg-agent's where no variable names one")
  func agentConfiguration() throws {
    var home = try home("")
    try home.folder.write("# comment\npinentry-program  /usr/bin/pinentry-tty  \n", to: "gnupg/gpg-agent.conf")
    home.environment["GNUPGHOME"] = home.folder.path + "/gnupg"
    let session = try start(home)
    try session.expect("for the session of profile dev:")
  }

  // MARK: What is broken

  private static let brokenPrograms = [
    "exit 1", "echo OK; exit 1", "echo garbage", "echo 'ERR 1 no'; read -r line",
    "echo OK; while read -r line; do case $line in GETPIN) exit 0;; *) echo OK;; esac; done",
    "echo OK; while read -r line; do case $line in GETPIN) echo what;; *) echo OK;; esac; done",
    "echo OK; while read -r line; do case $line in GETPIN) echo 'ERR 83918950 no';; *) echo OK;; esac; done",
    "yes | tr -d '\\n'", "kill -9 $$", "exec sleep 1000",
  ]

  @Test(
    "is followed by one at the terminal when the program is broken, and that is said in one line",
    arguments: brokenPrograms)
  func broken(script: String) throws {
    let home = try home("")
    let program = try home.folder.writeProgram("#!/bin/sh\n\(script)\n", to: "broken")
    let session = try start(home, ["PINENTRY_PROGRAM": program])
    try session.expect("aws-mfa-session: pinentry (~/broken) ")
    try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    session.type(try home.emulator.code(home.device))
    try session.expect("served")
    #expect(try session.finish() == 0)
  }

  @Test("ends with 66 when the program is broken and there is no terminal", arguments: ["exit 1", "", "kill -9 $$"])
  func brokenWithoutTerminal(script: String) throws {
    let home = try home("")
    let program =
      script.isEmpty ? "/nonexistent/pinentry" : try home.folder.writeProgram("#!/bin/sh\n\(script)\n", to: "broken")
    let result = try home.run("exec", "dev", "--", "true", environment: ["PINENTRY_PROGRAM": program])
    #expect(result.status == 66 && result.errors.contains("pinentry"), "\(result)")
  }

  @Test("is followed by the wait, when its time is over and a wait is set")
  func thenWait() throws {
    let home = try home("pinentry-tty", timeLimit: 1)
    let session = try start(home, ["AWS_MFA_SESSION_WAIT": "60"])
    try session.expect("for the session of profile dev:")
    try awaitCondition("a note") { FileManager.default.fileExists(atPath: home.stateFolder + "/waiting") }
    try home.cacheSession()
    try session.expect("served")
    #expect(try session.finish() == 0)
  }

  @Test("does not stop a job in the background")
  func background() throws {
    let home = try home("")
    let answers = "echo OK; while read -r line; do [ \"$line\" != GETPIN ] || echo \"D $TEST_CODE\"; echo OK; done"
    let program = try home.folder.writeProgram("#!/bin/sh\n\(answers)\n", to: "pinentry")
    let session = try ShellSession(
      "bash", home,
      environment: ["PINENTRY_PROGRAM": program, "TEST_CODE": try home.emulator.code(home.device)])
    session.type("command aws-mfa-session exec dev -- echo ser''ved &")
    try session.expect("served")
  }

  @Test("does not outlive the program that asks", arguments: ["TERM", "HUP"])
  func killed(signal: String) throws {
    let home = try home("pinentry-curses")
    let session = try start(home)
    try session.expect("for the session of profile dev:")
    kill(session.identifier, signal == "TERM" ? SIGTERM : SIGHUP)
    #expect(try session.finish() == (signal == "TERM" ? 143 : 129))
  }
}
