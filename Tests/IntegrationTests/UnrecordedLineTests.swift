import Foundation
import TestSupport
import Testing

/// bash keeps lines out of its history for many reasons, and then they cannot be looked at as a whole. Before bash 5.1 they are
/// watched in another way: the version is replaced in the text, as no such bash can be had.
@Suite("A line that bash does not record")
struct UnrecordedLineTests {
  static let lines = [
    "aws s3 ls", "(cd / && aws s3 ls)", "while true; do aws s3 ls; break; done", "if true; then aws s3 ls; fi",
    "{ cd /; aws s3 ls; }", "time (aws s3 ls)", "for i in 1; do aws s3 ls; done", "case x in x) aws s3 ls ;; esac",
    "! aws s3 ls", "true && aws s3 ls", "true; aws s3 ls", "echo x | aws s3 ls", "echo x | (cd /; aws s3 ls)",
    "echo x | while read -r x; do aws s3 ls; done", "aws s3 ls | cat", "until aws s3 ls; do true; done",
    "echo $(aws s3 ls)", "x=$(aws s3 ls); echo \"$x\"", "cloud s3 ls", "(cloud s3 ls)", "eval aws s3 ls",
  ]

  /// Of bash's version, as its number in the text; empty for this one.
  static let versions = ["", "404", "302"]

  /// Before 5.1, a child of a line that is not in the history cannot be told from one of the prompt.
  private static func isWatched(_ line: String, _ version: String) -> Bool {
    version.isEmpty || !["(c", "time (", "| (", "| while"].contains { line.contains($0) }
  }

  static let watched = versions.flatMap { version in
    lines.filter { isWatched($0, version) }.map { (version: version, line: $0) }
  }

  @Test("is asked for before its AWS command runs, whatever is around it", arguments: watched)
  func asked(version: String, line: String) throws {
    let session = try Self.session(version, "HISTCONTROL=ignoreboth")
    session.type(" \(line)")
    try session.answerCode()
    _ = try session.newKey(of: "aws", "s3 ls")
    try session.awaitPrompt()
    try session.expectAsBefore(version)
    // The session that a child has got is the shell's from the next command on.
    #expect(try session.run(" \(line)").contains("<aws key=ASIA"))
    #expect(session.questions == 1)
  }

  @Test(
    "is asked for also when the first process of its pipeline is late to take the terminal",
    arguments: [(isInFront: true, isBeforeQuestion: true), (true, false), (false, false)])
  func latePipeline(isInFront: Bool, isBeforeQuestion: Bool) throws {
    let home = try Home()
    // A pipeline that takes the terminal, before the hook starts or not, as it happens in bash; and once more later.
    let script = """
      import os, signal, subprocess, sys
      signal.signal(signal.SIGTTOU, signal.SIG_IGN)
      terminal = os.open("/dev/tty", os.O_RDWR)
      pipeline = subprocess.Popen(["cat"], stdin=subprocess.PIPE, process_group=0)
      def front(): os.tcsetpgrp(terminal, pipeline.pid)
      if sys.argv[3] == "true": front()
      hook = subprocess.Popen([sys.argv[1], "hook", "bash", "1", "midway"], stdout=subprocess.PIPE,
          preexec_fn=lambda: signal.signal(signal.SIGTTOU, signal.SIG_DFL))
      while os.tcgetpgrp(terminal) == pipeline.pid: pass
      while sys.argv[2] == "false" and not os.path.exists(os.path.expanduser("~/asked")): pass
      front()
      print("taken", flush=True)
      print("exported", b"AWS_SESSION_TOKEN" in hook.communicate()[0], hook.returncode, flush=True)
      """
    let session = try PseudoTerminal(
      [Project.python, "-c", script, Project.program, "\(isBeforeQuestion)", "\(isInFront)"],
      environment: home.environment.merging(["AWS_PROFILE": "dev", "AWS_MFA_SESSION_LINE": "aws s3 ls"]) { $1 })
    if isBeforeQuestion {
      try session.expect("taken")
      try session.expect("MFA code for ")
    } else {
      try session.expect("MFA code for ")
      try home.folder.write("", to: "asked")
      try session.expect("taken")
    }
    session.type(try home.emulator.code(home.device))
    try session.expect("exported True 0")
    #expect(try session.finish() == 0)
  }

  @Test("is dropped as a whole when the person cancels", arguments: watched)
  func cancelled(version: String, line: String) throws {
    let session = try Self.session(version, "HISTCONTROL=ignoreboth")
    try session.cancel(" \(line); echo dep''loyed")
    try session.expectAsBefore(version)
    #expect(try session.run("echo still-''here").contains("still-here"))
    for text in ["<aws", "deployed"] { #expect(!session.terminal.transcript.contains(text)) }
  }

  @Test(
    "may be one that is typed again, or the first of an empty history", arguments: versions,
    ["(cd / && aws s3 ls)", "ls / && aws s3 ls", "if true; then aws s3 ls; fi"])
  func repeated(version: String, line: String) throws {
    let session = try Self.session(version, "HISTCONTROL=ignoreboth", secondsAgo: -2000)
    #expect(try session.run(line).contains("<aws key=ASIAEXPIRED: s3 ls>"))
    try session.run(" AWS_MFA_SESSION_EXPIRES=1000")
    if Self.isWatched(line, version) {
      session.type(line)
      try session.answerCode()
      _ = try session.newKey(of: "aws", "s3 ls")
    }

    let first = try Self.session(version, "history -c")
    first.type(line)
    try first.answerCode()
    _ = try first.newKey(of: "aws", "s3 ls")
  }

  @Test(
    "is one for any reason that bash has", arguments: versions,
    [
      "HISTCONTROL=ignorespace", "HISTCONTROL=erasedups", "HISTIGNORE='*aws*'", "set +o history", "HISTSIZE=0",
      "unset HISTFILE",
    ])
  func reasons(version: String, reason: String) throws {
    let session = try Self.session(version, reason)
    try session.run("true")
    session.type(version.isEmpty ? " (aws s3 ls)" : " true && aws s3 ls")
    try session.answerCode()
    _ = try session.newKey(of: "aws", "s3 ls")
  }

  @Test(
    "is asked for, and dropped on a cancel, whatever the user's settings",
    arguments: HookSettingsTests.settings.filter { $0.shell == "bash" && !$0.lines.contains("history") }, [false, true])
  func settings(setting: HookSettingsTests.Setting, before: Bool) throws {
    let own = "HISTCONTROL=ignorespace\n" + setting.lines
    let session = try ShellSession(
      "bash", Home(), before: ShellSession.expired("bash") + (before ? "\n\(own)" : ""), after: before ? "" : own)
    try session.run(": begin")
    _ = try session.cancelAndAnswer(
      " true; (aws s3 ls); echo dep''loyed", then: " for i in 1 2; do (aws s3 ls); done; echo go''ne-on")
    try session.expect("gone-on")
    try session.awaitPrompt()
    #expect(session.questions == 2)
  }

  @Test("is not asked for when it does not mention an AWS command, whatever came before", arguments: versions)
  func unmentioned(version: String) throws {
    let session = try Self.session(version, "HISTCONTROL=ignoreboth", secondsAgo: -2000)
    try session.run("ls / | aws s3 ls")
    try session.run(" AWS_MFA_SESSION_EXPIRES=1000")
    for line in [" ls /", " ls / | cat", " (ls /)", " deploy() { aws s3 ls; }"] { try session.run(line) }
    #expect(session.questions == 0 && session.hookCalls == 0)
  }

  @Test("is not the last line of one that bash records in several", arguments: versions)
  func withoutCmdhist(version: String) throws {
    let session = try Self.session(version, "shopt -u cmdhist; PS2='more> '")
    session.type("for i in 1; do\ntrue; aws s3 ls\ndone")
    try session.answerCode()
    _ = try session.newKey(of: "aws", "s3 ls")
  }

  private static func session(_ version: String, _ settings: String, secondsAgo: Int = 200) throws -> ShellSession {
    let session = try ShellSession(
      "bash", Home(),
      before: ShellSession.expired("bash", secondsAgo: secondsAgo) + "\nalias cloud=aws\n\(settings)",
      integration: ShellSession.integration(ofBash: version))
    try session.run(": begin")
    return session
  }
}

extension ShellSession {
  /// The integration as a bash of another version loads it, such as 404 for 4.4; of this one for an empty version.
  static func integration(ofBash version: String) -> String {
    version.isEmpty
      ? integration("bash")
      : "eval \"$(aws-mfa-session init bash | sed 's/BASH_VERSINFO.0. . 100 + BASH_VERSINFO.1./\(version)/')\""
  }

  /// How often there was a question.
  var questions: Int { terminal.transcript.components(separatedBy: "MFA code").count - 1 }

  /// Nothing of the watch is left that a user would see; before 5.1, the trap is there as long as the session.
  func expectAsBefore(_ version: String) throws {
    let traces = version.isEmpty ? "&& -z $(trap -p DEBUG) && $- != *T* " : ""
    #expect(try run("[[ ! -o errexit \(traces)]] && ! shopt -q extdebug && echo as-''before").contains("as-before"))
  }
}
