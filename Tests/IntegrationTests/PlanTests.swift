import Foundation
import TestSupport
import Testing

/// What a shell does with its plan when something changes around it.
@Suite("A shell's plan")
struct PlanTests {
  private static let shells = ShellSession.kinds

  /// bash looks for something new only when a line does not follow its prompt at once.
  private static let impatient = ["bash": "__aws_mfa_session_usual_patience=0"]

  @Test("learns of a profile that is written while the shell is idle", arguments: shells)
  func idle(shell: String) throws {
    let home = try Home()
    let session = try ShellSession(shell, home, after: Self.impatient[shell] ?? "")
    try session.run("true")
    try home.writeAgedProfile("dev-mfa")
    session.type("aws --profile dev-mfa s3 ls")
    try session.expect("The dev-mfa session expired")
    try session.answerCode(window: 1)
    try session.expect("<aws key=:")
  }

  @Test("adopts in an idle shell what another has renewed, without a code", arguments: shells)
  func idleAdoption(shell: String) throws {
    let home = try Home()
    let first = try ShellSession(shell, home)
    try first.answer("aws-mfa-session use dev")
    let file = try #require(home.stateFiles().first)
    let variable = shell == "fish" ? "set -gx AWS_MFA_SESSION_FILE \(file)" : "export AWS_MFA_SESSION_FILE=\(file)"
    let second = try ShellSession(
      shell, home, before: ShellSession.expired(shell) + "\n" + variable, after: Self.impatient[shell] ?? "")
    second.type("aws s3 ls")
    _ = try second.newKey(of: "aws", "s3 ls")
    #expect(second.hookCalls == 0)
  }

  @Test("of an init whose output was kept, for another environment, is not followed", arguments: shells)
  func kept(shell: String) throws {
    let home = try Home()
    // Kept while there was a session, which has gone since; and the other way round.
    let live = ["AWS_SESSION_TOKEN": "x", "AWS_ACCESS_KEY_ID": "ASIALIVE", "AWS_MFA_SESSION_PROFILE": "dev"]
      .merging(["AWS_MFA_SESSION_EXPIRES": "99999999990"]) { $1 }
    let withSession = try home.run("init", shell, environment: live).output
    let without = try home.run("init", shell).output
    let evaluate = { (text: String) in try "source '\(home.folder.write(text, to: "init-\(text.count)"))'" }
    let none = try ShellSession(shell, home, integration: evaluate(withSession))
    #expect(!none.terminal.transcript.contains("(aws:"))
    #expect(try none.run("aws s3 ls").contains("<aws key=: s3 ls>"))

    let expired = try ShellSession(
      shell, home, before: ShellSession.expired(shell), integration: evaluate(without))
    #expect(expired.terminal.transcript.withoutEscapes.contains("(aws:dev expired)"))
    expired.type("aws s3 ls")
    try expired.answerCode()
    _ = try expired.newKey(of: "aws", "s3 ls")
  }

  @Test("of an init whose output is a day old is not followed", arguments: shells)
  func dayOld(shell: String) throws {
    let home = try Home()
    let plan = try home.run("init", shell).output
    let end = try #require(plan.firstMatch(of: #/plan_end[^0-9]*(\d+)/#)?.output.1)
    let old = plan.replacing(end, with: String((Int(end) ?? 0) - 86_400))
    let session = try ShellSession(
      shell, home, integration: "source '\(home.folder.write(old, to: "init"))'", environment: ["AWS_PROFILE": "dev"])
    #expect(session.calls.filter { $0.hasPrefix("plan") }.count == 1)
    session.type("aws s3 ls")
    try session.answerCode()
  }

  @Test("is nothing that a hook of the version before needs", arguments: shells)
  func olderHook(shell: String) throws {
    let hook = "source '\(Project.support("hooks-of-protocol-0"))/init.\(shell)'"
    let home = try Home()
    let session = try ShellSession(shell, home, before: ShellSession.expired(shell), integration: hook)
    try session.cancel("aws s3 ls")
    #expect(try session.run("aws s3 ls").contains("You cancelled a moment ago"))
    let fresh = try ShellSession(shell, home, before: ShellSession.expired(shell), integration: hook)
    fresh.type("aws s3 ls")
    try fresh.answerCode()
    let key = try fresh.newKey(of: "aws", "s3 ls")
    try fresh.awaitPrompt()
    #expect(try fresh.run("aws s3 ls").contains("<aws key=\(key): s3 ls>"))
    try fresh.run("aws-mfa-session off")
    #expect(try fresh.run("aws s3 ls").contains("<aws key=: s3 ls>"))
    for shell in [session, fresh] {
      #expect(!shell.terminal.transcript.contains("does not fit") && !shell.terminal.transcript.contains("nknown"))
    }

    let unmanaged = try Home(serial: false)
    let other = try ShellSession(shell, unmanaged, integration: hook, environment: ["AWS_PROFILE": "dev"])
    for _ in 1...3 { #expect(try other.run("aws s3 ls").contains("<aws key=: s3 ls>")) }
    #expect(other.hookCalls <= 1)
  }

  @Test("that the program no longer makes is told once, and the shell works on without", arguments: shells)
  func retired(shell: String) throws {
    let home = try Home()
    let text = try home.run("init", shell, "--no-completions").output
      .replacing("\(shell) 1", with: "\(shell) 99")
    let session = try ShellSession(
      shell, home, before: ShellSession.expired(shell), integration: "source '\(home.folder.write(text, to: "init"))'")
    for _ in 1...3 { #expect(try session.run("aws s3 ls").contains("<aws key=ASIAEXPIRED: s3 ls>")) }
    let said = session.terminal.transcript.components(separatedBy: "Open a new shell").count - 1
    #expect(said == 1)
    #expect(session.calls.count == 1)
  }

  @Test("is there, whatever is in the user's files", arguments: shells)
  func unreadable(shell: String) throws {
    let home = try Home()
    try home.folder.write([0xFF, 0xFE, 0x00], to: ".aws/config")
    try FileManager.default.removeItem(atPath: home.folder.path + "/.aws/credentials")
    try FileManager.default.createDirectory(
      atPath: home.folder.path + "/.aws/credentials", withIntermediateDirectories: true)
    let session = try ShellSession(shell, home, environment: ["AWS_PROFILE": "dev"])
    #expect(try session.run("aws s3 ls").contains("<aws key=: s3 ls>"))
    // Not the name alone: fish shows the current folder in the title.
    #expect(!session.terminal.transcript.contains("aws-mfa-session: "))
  }
}
