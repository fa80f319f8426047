import Foundation
import TestSupport
import Testing

/// A stub of `pass` (`Tests/Support/commands/pass`) gives the codes.
@Suite("A code from mfa_process")
struct MFAProcessTests {
  private func home(_ process: String?) throws -> Home {
    var home = try Home(settings: process.map { "mfa_process = \($0)\n" } ?? "")
    home.environment["TEST_CODE"] = home.folder.path + "/code"
    home.environment["PATH"] = "\(ShellSession.commands):\(home.environment["PATH"] ?? "")"
    try home.setCode()
    return home
  }

  @Test("needs no terminal when the process needs none, and is sent on its way without a question")
  func quiet() throws {
    let home = try home("pass quiet")
    #expect(try home.run("-p", "dev", "-e").status == 0)
    #expect(try home.calls() == ["GetSessionToken"])
  }

  @Test("comes from AWS_MFA_PROCESS too, which counts before the profile")
  func variable() throws {
    let home = try home("pass fail")
    let result = try home.run("-p", "dev", "-e", environment: ["AWS_MFA_PROCESS": "pass quiet | tail -1"])
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test("may have the name of the account before it, as ykman prints it")
  func named() throws {
    let home = try home("echo arn:aws:iam::123456789012:mfa/alice \"$(pass quiet)\"")
    #expect(try home.run("-p", "dev", "-e").status == 0)
  }

  @Test("is not waited for longer than the process, whatever that leaves behind")
  func daemon() throws {
    let home = try home("tail -f /dev/null & echo $! >\"$HOME/daemon\"; pass quiet")
    #expect(try home.run("-p", "dev", "-e").status == 0)
    let daemon = try #require(Int32(home.folder.read("daemon").dropLast()))
    #expect(kill(daemon, SIGKILL) == 0)
  }

  @Test("can be asked for at the terminal by the process itself, whose errors are the user's")
  func prompt() throws {
    let home = try home("pass otp")
    let session = try home.start("-p", "dev", "-e", "--format", "env", input: "/dev/null")
    try session.expect("PIN: ")
    session.type("1234\n")
    try session.expect("opened by 1234")
    try session.expect("AWS_ACCESS_KEY_ID=ASIA")
    #expect(try session.finish() == 0)
    #expect(!session.transcript.contains("MFA code for"))
  }

  @Test("can be asked for at the terminal by the process under a hook", arguments: ShellSession.kinds)
  func hook(shell: String) throws {
    let home = try home("pass otp")
    let session = try ShellSession(
      shell, home, before: ShellSession.expired(shell), environment: ["TEST_CODE": home.folder.path + "/code"])
    session.type("aws s3 ls")
    try session.expect("PIN: ")
    session.type("1234")
    _ = try session.newKey(of: "aws", "s3 ls")
    try session.awaitPrompt()
    #expect(try session.run("echo 'still ''here'").contains("still here"))
  }

  @Test(
    "is asked of the person when the process fails",
    arguments: [
      ("pass fail", "no such entry", "exited with status 1"), ("pass show", "", "did not print a code"),
      ("no-such-program", "not found", "exited with status 127"),
    ])
  func failure(process: String, said: String, words: String) throws {
    let home = try home(process)
    let session = try home.start("-p", "dev", "-e")
    if !said.isEmpty { try session.expect(said) }
    try session.expect(words)
    try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    session.type(try home.emulator.code(home.device))
    #expect(try session.finish() == 0)
    let without = try home.run("-p", "dev", "-e", "--force")
    #expect(without.status == 66 && without.errors.contains(words), "\(without.errors)")
  }

  @Test("is asked of the person when AWS refuses it")
  func refused() throws {
    let home = try home("pass quiet")
    try home.setCode(home.emulator.wrongCode(home.device))
    let session = try home.start("-p", "dev", "-e")
    try session.expect("AWS refused the code")
    try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    session.type(try home.emulator.code(home.device))
    #expect(try session.finish() == 0)
  }

  @Test("leaves the terminal as it was, whatever the process makes of it", arguments: ["pass quiet", "pass fail"])
  func modes(process: String) throws {
    let home = try home("stty raw -echo; \(process)")
    let session = try home.start(
      "exec", "-p", "dev", "--", "/bin/sh", "-c", "echo ready; read -r line; echo \"<$line>\"")
    if process == "pass fail" {
      try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
      session.type(try home.emulator.code(home.device))
    }
    try session.expect("ready")
    #expect(session.settings == session.initialSettings)
    session.type("line\n")
    try session.expect("<line>")
  }

  @Test(
    "is asked of the person when the process stops itself, or prints without end", arguments: ["kill -STOP $$", "yes"])
  func misbehaved(process: String) throws {
    let home = try home(process)
    let session = try home.start("-p", "dev", "-e")
    try session.expect("The mfa_process ")
    try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    session.type(try home.emulator.code(home.device))
    #expect(try session.finish() == 0)
  }

  @Test(
    "from a background job stops nobody, whatever the process wants of the terminal",
    arguments: ["read -r x </dev/tty; echo $x", "false"])
  func background(process: String) throws {
    let home = try home(process)
    let session = try ShellSession("bash", home)
    session.type("command aws-mfa-session exec -p dev -- echo never &")
    try session.expect("The mfa_process exited with status")
    try session.expect("or this runs in its background")
    session.type(
      "AWS_MFA_PROCESS='pass quiet' TEST_CODE=\(home.folder.path)/code aws-mfa-session exec -p dev -- echo 'o''ver'")
    try session.expect("over")
  }

  @Test("that AWS refuses is said to be refused where nobody can be asked")
  func refusedWithoutTerminal() throws {
    let home = try home("pass quiet")
    try home.setCode(home.emulator.wrongCode(home.device))
    let result = try home.run("-p", "dev", "-e")
    #expect(result.status == 77 && result.errors.contains("AWS refused the code"), "\(result.errors)")
  }

  @Test("can be given up with Ctrl-C, also under a hook", arguments: ["", "bash", "zsh", "fish"])
  func interrupted(shell: String) throws {
    let home = try home("pass wait")
    guard !shell.isEmpty else {
      let session = try home.start("-p", "dev", "-e")
      try session.expect("waiting")
      session.type(PseudoTerminal.controlC)
      #expect(try session.finish() == 130)
      return
    }
    let session = try ShellSession(shell, home, before: ShellSession.expired(shell))
    session.type("aws s3 ls")
    try session.expect("waiting")
    session.terminal.type(PseudoTerminal.controlC)
    try session.awaitPrompt()
    #expect(!session.terminal.transcript.contains("<aws"))
    #expect(try session.run("echo 'still ''here'").contains("still here"))
  }

  @Test("that was just used is not sent again: the next one is awaited")
  func used() throws {
    let home = try home("pass quiet")
    let code = try home.emulator.code(home.device)
    #expect(try home.run("-p", "dev", "-c", code, "-e").status == 0)
    try home.setCode(code)
    let session = try home.start("-p", "dev", "-e", "--force")
    try session.expect("was already used; waiting ")
    try home.setCode(home.emulator.code(home.device, window: 1))
    #expect(try session.finish() == 0)
    #expect(try home.calls() == ["GetSessionToken", "GetSessionToken"])
  }
}

extension Home {
  /// Sets what the stub of `pass` prints.
  fileprivate func setCode(_ code: String? = nil) throws {
    try folder.write(try code ?? emulator.code(device), to: "code")
  }
}
