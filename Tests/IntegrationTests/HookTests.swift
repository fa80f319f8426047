import Foundation
import TestSupport
import Testing

/// The promise of the hook, in each shell.
@Suite("The hook")
struct HookTests {
  private static let shells = ShellSession.kinds

  // MARK: When it asks

  @Test("lets a command with a live session run without calling the program", arguments: shells)
  func live(shell: String) throws {
    let session = try ShellSession(shell, Home(), before: ShellSession.expired(shell, secondsAgo: -2000))
    #expect(try session.run("aws s3 ls").contains("<aws key=ASIAEXPIRED: s3 ls>"))
    #expect(try session.run("terraform plan | cat").contains("<terraform key=ASIAEXPIRED: plan>"))
    #expect(session.hookCalls == 0)
  }

  @Test("asks when the session has expired, and the very command has the new one", arguments: shells)
  func expired(shell: String) throws {
    let session = try ShellSession(shell, Home(), before: ShellSession.expired(shell))
    session.type("aws s3 ls")
    try session.expect("The dev session expired 3 minutes ago.")
    try session.answerCode()
    let key = try session.newKey(of: "aws", "s3 ls")
    try session.awaitPrompt()
    #expect(try session.run("aws s3 ls").contains("<aws key=\(key): s3 ls>"))
    #expect(session.hookCalls == 1)
  }

  @Test("asks when the session is about to expire", arguments: shells)
  func aboutToExpire(shell: String) throws {
    let session = try ShellSession(shell, Home(), before: ShellSession.expired(shell, secondsAgo: -50))
    session.type("aws s3 ls")
    try session.expect("The dev session expires in ")
    try session.answerCode()
    _ = try session.newKey(of: "aws", "s3 ls")
  }

  @Test("asks earlier for a command that takes long, and not for others", arguments: shells)
  func longJobs(shell: String) throws {
    let session = try ShellSession(
      shell, Home(), before: ShellSession.expired(shell, secondsAgo: -600),
      environment: ["AWS_MFA_SESSION_MIN_LIFE": "terraform=900 cdk=600"])
    #expect(try session.run("aws s3 ls").contains("<aws key=ASIAEXPIRED: s3 ls>"))
    session.type("terraform apply")
    try session.answerCode()
    _ = try session.newKey(of: "terraform", "apply")
  }

  @Test("heeds a setting from the next line on", arguments: shells)
  func settingChanged(shell: String) throws {
    let session = try ShellSession(shell, Home(), before: ShellSession.expired(shell, secondsAgo: -300))
    #expect(try session.run("terraform apply").contains("<terraform key=ASIAEXPIRED: apply>"))
    try session.run(
      shell == "fish"
        ? "set -gx AWS_MFA_SESSION_MIN_LIFE terraform=900" : "export AWS_MFA_SESSION_MIN_LIFE=terraform=900")
    session.type("terraform apply")
    try session.answerCode()
    _ = try session.newKey(of: "terraform", "apply")
  }

  @Test("gives the real AWS CLI what it needs", arguments: shells)
  func realClient(shell: String) throws {
    let home = try Home()
    try home.folder.link("bin/aws", to: Project.aws)
    let session = try ShellSession(shell, home, before: ShellSession.expired(shell))
    session.type("aws sts get-caller-identity --query Arn --output text")
    try session.answerCode()
    try session.expect(session.home.user.arn)
  }

  // MARK: Which lines

  private static let surroundings =
    [
      "sudo -E aws s3 ls", "env X=1 aws s3 ls", "true && aws s3 ls", "true; aws s3 ls", "echo x | aws s3 ls",
      "aws s3 ls | cat", "ALIAS s3 ls", "NESTED ls", "time aws s3 ls", "command aws s3 ls", "BIN/aws s3 ls",
      "aws s3 ls &",
      "true &&\n aws s3 ls", "cd / && ALIAS s3 ls", "echo \"$(aws s3 ls)\"",
    ].flatMap { line in shells.map { (shell: $0, line: line) } }
    // Before 3.4, this is no substitution in fish.
    .filter { $0.shell != "fish" || !$0.line.contains("\"$(") || Project.suite?.hasSuffix("bullseye") != true }

  @Test("sees an AWS command through what stands around it", arguments: surroundings)
  func around(shell: String, line: String) throws {
    let home = try Home()
    let session = try ShellSession(
      shell, home, before: ShellSession.expired(shell) + "\nalias ALIAS=aws; alias NESTED='ALIAS s3'")
    session.type(line.replacing("BIN", with: ShellSession.commands))
    try session.answerCode()
    _ = try session.newKey(of: "aws", "s3 ls")
    #expect(session.hookCalls == 1)
  }

  @Test("takes an alias for what it stands for, whatever other aliases hold", arguments: ["", "shopt -s nocasematch"])
  func aliases(setting: String) throws {
    let odd = [
      #"evil='$(touch ~/evil) `touch ~/evil` "${x:=$(touch ~/evil)}" \ ! )'"#, "..='cd ..'", "a+b='true'", "'?=true'",
      "empty=''", #"lines=$'true\n\'touch ~/evil'"#,
    ].map { "alias \($0)" }.joined(separator: "\n")
    let session = try ShellSession(
      "bash", Home(), before: ShellSession.expired("bash") + "\n\(odd)\nalias cloud=aws\n\(setting)")
    #expect(try session.run("true evil .. lines; [ -e ~/evil ] || echo 'no''ne'").contains("none"))
    session.type("a+b; cloud s3 ls")
    try session.answerCode()
    _ = try session.newKey(of: "aws", "s3 ls")
    try session.awaitPrompt()
    #expect(try session.run("[ -e ~/evil ] || echo 'no''ne'").contains("none"))
  }

  @Test(
    "does not ask for a line that only mentions one", arguments: shells,
    [
      "echo 'aws s3 ls'", "echo 'a; aws b'", "ls aws 2>/dev/null; true", "echo x # aws s3 ls", "true awsome",
      "aws help",
    ])
  func mentioned(shell: String, line: String) throws {
    let session = try ShellSession(
      shell, Home(), before: ShellSession.expired(shell) + (shell == "zsh" ? "\nsetopt interactive_comments" : ""))
    try session.run(line)
    #expect(try session.run("echo 'go''ne' on").contains("gone on"))
    #expect(!session.terminal.transcript.contains("MFA code"))
  }

  @Test(
    "asks for a line that bash keeps out of its history",
    arguments: ["HISTCONTROL=ignorespace", "HISTCONTROL=erasedups", "HISTIGNORE='*aws*'", "set +o history"])
  func unrecorded(setting: String) throws {
    let session = try ShellSession("bash", Home(), before: ShellSession.expired("bash") + "\n" + setting)
    try session.run("true")
    session.type(" aws s3 ls")
    try session.answerCode()
    _ = try session.newKey(of: "aws", "s3 ls")
  }

  /// No older bash can be had here: the newer one runs what is there for them.
  @Test(
    "works in the way that it does for a bash before 5.1", arguments: ["302", "404"],
    ["aws s3 ls", "true && aws s3 ls", "(aws s3 ls)"])
  func olderBash(version: String, line: String) throws {
    let session = try ShellSession(
      "bash", Home(), before: ShellSession.expired("bash"), integration: ShellSession.integration(ofBash: version),
      after: "declare -p __aws_mfa_session_bash")
    #expect(session.terminal.transcript.contains("__aws_mfa_session_bash=\"\(version)\""))
    try session.run("true")
    try session.cancel("\(line); echo dep''loyed")
    try session.run("echo")
    #expect(!session.terminal.transcript.contains("deployed"))
    #expect(!session.terminal.transcript.contains("<aws"))
    // A child in which the person cancelled has told the shell no more than that.
    if !line.hasPrefix("(") {
      #expect(try session.run("aws s3 ls").contains("You cancelled a moment ago"))
      try session.run("__aws_mfa_session_memo=")
    }
    session.type(line)
    try session.answerCode()
    _ = try session.newKey(of: "aws", "s3 ls")
  }

  @Test(
    "has the status 130 after a cancel in a bash before 5.1", arguments: ["302", "404"],
    ["aws s3 ls", "AWS_PAGER= aws s3 ls \"$HOME\"", "env aws s3 ls", "sudo aws s3 ls"])
  func statusInOlderBash(version: String, line: String) throws {
    let session = try ShellSession(
      "bash", Home(), before: ShellSession.expired("bash"), integration: ShellSession.integration(ofBash: version))
    try session.cancel(line)
    #expect(try session.lastStatus() == "130")
    // Nothing stays in the command's place.
    #expect(try session.run("declare -F aws env sudo || echo 'no''ne'").contains("none"))
    try session.run("__aws_mfa_session_memo=")
    session.type("aws s3 ls")
    try session.answerCode()
    _ = try session.newKey(of: "aws", "s3 ls")
    #expect(!session.terminal.transcript.contains("<aws key=ASIAEXPIRED"))
  }

  @Test(
    "has no effect of a cancelled line in a bash before 5.1, whatever its status",
    arguments: [
      ("", "aws s3 ls >~/file"), ("", "aws s3 ls $(touch ~/file)"), ("", "while aws s3 ls; do touch ~/file; done"),
      ("", "aws s3 ls & touch ~/file"), ("", "aws s3 ls ${variable:=set}"), ("set -e", "aws s3 ls"),
      ("alias aws='aws >~/file'", "aws s3 ls"),
    ])
  func effectsInOlderBash(setting: String, line: String) throws {
    let session = try ShellSession(
      "bash", Home(), before: ShellSession.expired("bash") + "\n" + setting,
      integration: ShellSession.integration(ofBash: "404"))
    try session.cancel(line)
    #expect(try session.run("[ -e ~/file ] || [ -n \"${variable-}\" ] || echo 'no''ne'").contains("none"))
    #expect(!session.terminal.transcript.contains("<aws"))
  }

  @Test("does not ask for kubectl and terraform where they have nothing to do with AWS", arguments: shells)
  func notAWS(shell: String) throws {
    let session = try ShellSession(shell, Home(), before: ShellSession.expired(shell))
    try session.home.folder.write(
      "provider \"registry.terraform.io/hashicorp/google\" {\n}\n", to: "stack/.terraform.lock.hcl")
    try session.run("cd ~/stack")
    #expect(try session.run("terraform plan").contains("<terraform key=ASIAEXPIRED: plan>"))
    #expect(try session.run("kubectl get pods").contains("<kubectl key=ASIAEXPIRED: get pods>"))
    #expect(!session.terminal.transcript.contains("MFA code"))
  }

  @Test("never asks in a script", arguments: shells)
  func script(shell: String) throws {
    let home = try Home()
    let script = try home.folder.write("aws s3 ls\n", to: "script")
    let session = try ShellSession(shell, home, before: ShellSession.expired(shell))
    #expect(try session.run("\(shell) '\(script)'").contains("<aws key=ASIAEXPIRED: s3 ls>"))
    #expect(session.hookCalls == 0)
  }

  @Test("is off when AWS_MFA_SESSION_HOOK is 0, left out, or the terminal is dumb", arguments: shells)
  func off(shell: String) throws {
    for (options, environment) in [
      ("", ["AWS_MFA_SESSION_HOOK": "0"]), ("--no-hook", [:]), ("", ["TERM": "dumb"]),
    ] {
      let session = try ShellSession(
        shell, Home(), before: ShellSession.expired(shell), initOptions: options, environment: environment)
      session.type("aws s3 ls")
      try session.expect("<aws key=ASIAEXPIRED: s3 ls>")
      #expect(session.hookCalls == 0)
    }
  }

  // MARK: Cancelling

  @Test("does not run the line when the person cancels", arguments: shells, ["\u{3}", "\r"])
  func cancelled(shell: String, key: String) throws {
    let session = try ShellSession(shell, Home(), before: ShellSession.expired(shell))
    try session.cancel("aws s3 ls", key: Array(key.utf8))
    // zsh gives back the status from before the line.
    if shell != "zsh" { #expect(try session.lastStatus() == "130") }
    try session.run("echo")
    #expect(!session.terminal.transcript.contains("<aws"))
  }

  @Test(
    "does not run a command behind sudo, in a pipe or in a list after a cancel", arguments: shells,
    ["sudo aws s3 ls", "true && aws s3 ls", "echo x | aws s3 ls"])
  func cancelledLine(shell: String, line: String) throws {
    let session = try ShellSession(shell, Home(), before: ShellSession.expired(shell))
    try session.cancel(line)
    try session.run("echo")
    #expect(!session.terminal.transcript.contains("<aws"))
  }

  @Test("drops the line in fish, also where there is no program kill")
  func withoutKill() throws {
    let home = try Home()
    for program in [
      "/bin/sh", "/bin/cat", "/bin/date", "\(ShellSession.commands)/aws", "\(ShellSession.commands)/aws-mfa-session",
    ] {
      try home.folder.link("slim/\(program.split(separator: "/").last ?? "")", to: program)
    }
    let session = try ShellSession(
      "fish", home, before: ShellSession.expired("fish"), environment: ["PATH": home.folder.path + "/slim"])
    try session.cancel("aws s3 ls; echo dep''loyed")
    try session.run("echo")
    for text in ["kill", "<aws", "deployed"] { #expect(!session.terminal.transcript.contains(text)) }
  }

  @Test("does not ask again within a minute after a cancel, but warns", arguments: shells)
  func snoozed(shell: String) throws {
    let session = try ShellSession(shell, Home(), before: ShellSession.expired(shell))
    try session.cancel("aws s3 ls")
    let said = try session.run("aws s3 ls")
    #expect(said.contains("<aws key=ASIAEXPIRED: s3 ls>"))
    #expect(said.contains("You cancelled a moment ago"))
    #expect(try !session.run("echo aws").contains("cancelled"))
  }

  @Test("can be cancelled while AWS does not answer", arguments: shells)
  func cancelledLate(shell: String) throws {
    let home = try Home()
    try home.emulator.arrange("hold", for: home.user, action: "GetSessionToken")
    let session = try ShellSession(shell, home, before: ShellSession.expired(shell))
    session.type("aws s3 ls")
    try session.answerCode()
    // GetCallerIdentity was the first.
    try home.emulator.awaitRequests(2, of: home.user)
    session.terminal.type(PseudoTerminal.controlC)
    try session.awaitPrompt()
    try home.emulator.release(home.user)
    try session.run("echo")
    #expect(!session.terminal.transcript.contains("<aws"))
  }

  @Test(
    "ends when it is killed while AWS does not answer, and gives the terminal back", arguments: shells,
    ["TERM", "HUP"])
  func killedLate(shell: String, signal: String) throws {
    let home = try Home()
    try home.emulator.arrange("hold", for: home.user, action: "GetSessionToken")
    let session = try ShellSession(shell, home, before: ShellSession.expired(shell))
    let before = try session.run("stty -g | sed 's/^/stty=/'").withoutEscapes
    session.type("aws s3 ls")
    try session.answerCode()
    try home.emulator.awaitRequests(2, of: home.user)
    try session.kill(signal)
    try session.expect("<aws key=ASIAEXPIRED: s3 ls>")
    try session.awaitPrompt()
    #expect(try session.run("stty -g | sed 's/^/stty=/'").withoutEscapes == before)
    try home.emulator.release(home.user)
  }

  @Test(
    "leaves the terminal as it was when the program is killed at the question", arguments: shells,
    ["TERM", "HUP", "KILL"])
  func killed(shell: String, signal: String) throws {
    let session = try ShellSession(shell, Home(), before: ShellSession.expired(shell))
    // What commands find, rather than what the line editor sets.
    let before = try session.run("stty -g | sed 's/^/stty=/'").withoutEscapes
    session.type("aws s3 ls")
    try session.expect("MFA code for")
    try session.expect(": ")
    try session.kill(signal)
    try session.expect("<aws key=ASIAEXPIRED: s3 ls>")
    try session.awaitPrompt()
    // After a KILL it is as sane as stty can make it.
    if signal != "KILL" { #expect(try session.run("stty -g | sed 's/^/stty=/'").withoutEscapes == before) }
    #expect(try session.run("stty -a").contains(#/[^-]isig /#))
  }

  @Test("runs the command with the old session when AWS Cannot reach, and says why", arguments: shells)
  func unreachable(shell: String) throws {
    let session = try ShellSession(
      shell, Home(), before: ShellSession.expired(shell), environment: ["AWS_ENDPOINT_URL": "http://127.0.0.1:9"])
    let said = try session.run("aws s3 ls")
    #expect(said.contains("Cannot reach") && said.contains("<aws key=ASIAEXPIRED: s3 ls>"))
  }

  // MARK: Sessions of others

  @Test("adopts a session that another shell has renewed, without a code and before a line needs it", arguments: shells)
  func adoption(shell: String) throws {
    let home = try Home()
    let first = try ShellSession(shell, home)
    let second = try ShellSession(shell, home)
    try first.answer("aws-mfa-session use dev")
    let key = String(try first.run("aws s3 ls").split(separator: "<aws key=")[1].prefix { $0 != ":" })
    #expect(try second.run("aws-mfa-session use dev").contains("no code needed"))
    try second.run(ShellSession.expired(shell))
    #expect(try second.run("aws s3 ls").contains("<aws key=\(key): s3 ls>"))
    #expect(!second.calls.contains { $0.hasPrefix("hook") })
  }

  // MARK: Profiles

  @Test(
    "renews a profile that it wrote, when the line or the environment names it", arguments: shells,
    [
      "aws --profile dev-mfa s3 ls", "aws s3 ls --profile=dev-mfa", "AWS_PROFILE=dev-mfa aws s3 ls", "SET aws s3 ls",
      "aws --profile over-it s3 ls",
    ])
  func written(shell: String, line: String) throws {
    let home = try Home()
    try home.configure("[profile over-it]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = dev-mfa")
    try home.writeAgedProfile("dev-mfa")
    let setting = shell == "fish" ? "set -gx AWS_PROFILE dev-mfa;" : "export AWS_PROFILE=dev-mfa;"
    let session = try ShellSession(shell, home, after: line.hasPrefix("SET") ? setting : "")
    let before = home.credentials
    session.type(line.replacing("SET ", with: ""))
    try session.expect("The dev-mfa session expired")
    try session.answerCode(window: 1)
    try session.expect("<aws key=:")
    try session.awaitPrompt()
    #expect(home.credentials != before)
    let calls = session.hookCalls
    try session.run(line.replacing("SET ", with: ""))
    #expect(session.hookCalls == calls)
    #expect(session.terminal.transcript.components(separatedBy: "MFA code").count == 2)
  }

  @Test("has nothing to do with a profile on the line that it did not write", arguments: shells)
  func foreign(shell: String) throws {
    let home = try Home()
    let session = try ShellSession(shell, home, before: ShellSession.expired(shell))
    #expect(try session.run("aws --profile dev s3 ls").contains("<aws key=ASIAEXPIRED: --profile dev s3 ls>"))
    #expect(!session.terminal.transcript.contains("MFA code"))
  }

  @Test("asks once before the first AWS command of a profile with a device, and exports", arguments: shells)
  func first(shell: String) throws {
    let session = try ShellSession(shell, Home(), environment: ["AWS_PROFILE": "dev"])
    try session.run("echo hello")
    session.type("aws s3 ls")
    try session.answerCode()
    let key = try session.newKey(of: "aws", "s3 ls")
    try session.awaitPrompt()
    #expect(try session.run("aws s3 ls").contains("<aws key=\(key): s3 ls>"))
    #expect(session.hookCalls == 1)
  }

  @Test("looks once at a profile that it does not manage, and then leaves it alone", arguments: shells)
  func unmanaged(shell: String) throws {
    let home = try Home(serial: false, settings: "sso_start_url = https://example.awsapps.com/start\n")
    let session = try ShellSession(shell, home, environment: ["AWS_PROFILE": "dev"])
    for _ in 1...3 { #expect(try session.run("aws s3 ls").contains("<aws key=: s3 ls>")) }
    #expect(session.hookCalls <= 1)
  }

  @Test("leaves alone what others have exported", arguments: shells)
  func foreignKeys(shell: String) throws {
    let session = try ShellSession(
      shell, Home(), environment: ["AWS_PROFILE": "dev", "AWS_ACCESS_KEY_ID": "ASIAOTHER", "AWS_SESSION_TOKEN": "x"])
    #expect(try session.run("aws s3 ls").contains("<aws key=ASIAOTHER: s3 ls>"))
    #expect(session.hookCalls == 0)
  }
}

extension ShellSession {
  /// How often the program was shown a line.
  var hookCalls: Int { calls.filter { $0.hasPrefix("hook ") }.count }

  /// Sends a signal to the program, which the shell runs.
  func kill(_ signal: String) throws {
    let script = "kill -\(signal) $(pgrep -s \(terminal.identifier) -x aws-mfa-session)"
    #expect(try TestSupport.run(["/bin/sh", "-c", script], environment: home.environment).status == 0)
  }

  /// Types a line, answers the question, and waits for the next prompt.
  func answer(_ line: String) throws {
    type(line)
    try answerCode()
    try awaitPrompt()
  }

  /// Types a line, and cancels at the question.
  func cancel(_ line: String, key: [UInt8] = PseudoTerminal.controlC) throws {
    type(line)
    try expect("MFA code for")
    try expect(": ")
    terminal.type(key)
    try awaitPrompt()
  }

  /// Cancels a line, of which nothing may run, and answers the question of another one; answers the new key.
  func cancelAndAnswer(_ cancelled: String, then line: String) throws -> String {
    try cancel(cancelled)
    try run(kind == "fish" ? "set -g __aws_mfa_session_memo" : "__aws_mfa_session_memo=")
    for text in ["<aws", "deployed"] { #expect(!terminal.transcript.contains(text)) }
    type(line)
    try answerCode()
    return try newKey(of: "aws", "s3 ls")
  }

  /// Waits for what a command says of its key; answers the key, which must be a new one.
  func newKey(of command: String, _ arguments: String) throws -> String {
    try expect("<\(command) key=")
    let end = ": \(arguments)>"
    let key = String(try expect(end).dropLast(end.count))
    #expect(key.hasPrefix("ASIA") && key != "ASIAEXPIRED")
    return key
  }
}

extension Home {
  /// Writes a session under a name with `-u`, as if it had been long ago.
  func writeAgedProfile(_ name: String) throws {
    let result = try run("-p", "dev", "-c", try emulator.code(device), "-u", name)
    #expect(result.status == 0, "\(result.errors)")
    try ageWritten(name)
  }

  /// Lets the one session that `-u` has written have expired long ago, and be in the cache no more.
  func ageWritten(_ name: String) throws {
    let index = folder.path + "/.local/state/aws-mfa-session/profiles"
    let expiry = try String(contentsOfFile: index, encoding: .utf8).prefix { $0 != "\t" }
    let date = Date(timeIntervalSince1970: TimeInterval(expiry) ?? 0).formatted(.iso8601)
    try replace(expiry, with: "1700000000", in: index)
    for file in try FileManager.default.contentsOfDirectory(
      atPath: URL(filePath: index).deletingLastPathComponent().path)
    where file.count == 32 {
      try FileManager.default.removeItem(atPath: URL(filePath: index).deletingLastPathComponent().path + "/" + file)
    }
    try replace(date[...], with: "2023-11-14T22:13:20Z", in: folder.path + "/.aws/credentials")
  }

  private func replace(_ text: Substring, with other: String, in path: String) throws {
    let old = try String(contentsOfFile: path, encoding: .utf8)
    #expect(old.contains(text))
    try Data(old.replacing(text, with: other).utf8).write(to: URL(filePath: path))
  }
}
