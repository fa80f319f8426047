import Foundation
import TestSupport
import Testing

@Suite("A role")
struct AssumedRoleTests {
  /// A profile that assumes a role with the profile dev.
  private func home(_ roles: [(name: String, arn: String, settings: String)], serial: Bool = true) throws -> Home {
    let home = try Home(serial: serial)
    for (name, arn, settings) in roles {
      let source = settings.contains("source_profile") ? "" : "source_profile = dev\n"
      try home.configure("[profile \(name)]\nregion = eu-west-1\nrole_arn = \(arn)\n\(source)\(settings)")
    }
    return home
  }

  private func name(_ arn: String) -> String { String(arn.split(separator: "/").last ?? "") }

  /// Who the real AWS CLI is with a profile's session.
  private func identity(_ home: Home, _ profile: String, _ options: String = "") throws -> String {
    let script =
      "aws-mfa-session exec -q -p \(profile) \(options) -- aws sts get-caller-identity --query Arn --output text"
    let result = try home.shell("bash", script)
    return result.status == 0 ? result.output.replacing("\n", with: "") : result.errors
  }

  @Test("is assumed with the MFA session, under the user's name")
  func assumed() throws {
    let role = try Emulator.shared.makeRole()
    let home = try home([("admin", role, "")])
    let session = try home.start("exec", "-p", "admin", "--", Project.aws, "sts", "get-caller-identity")
    try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    session.type(try home.emulator.code(home.device))
    try session.expect("arn:aws:sts::210987654321:assumed-role/\(name(role))/\(home.user.user)")
    #expect(try session.finish() == 0)
  }

  @Test("is one of many for a single code, and is kept on its own")
  func second() throws {
    let roles = try [Emulator.shared.makeRole(), Emulator.shared.makeRole()]
    let home = try home([("a", roles[0], ""), ("b", roles[1], "")])
    try home.cacheSession()
    for _ in 1...2 {
      #expect(try identity(home, "a").contains(name(roles[0])))
      #expect(try identity(home, "b").contains(name(roles[1])))
    }
    #expect(try home.calls() == ["GetSessionToken", "AssumeRole", "AssumeRole"])
    #expect(try home.stateFiles().count == 3)
  }

  @Test("is renewed without a code while the MFA session lives, and the person is told")
  func renewed() throws {
    let home = try home([("admin", Emulator.shared.makeRole(), "")])
    try home.cacheSession("-d", "7200")
    _ = try identity(home, "admin")
    // The role's hour is almost over, the session's two are not.
    try home.age(by: 3500)
    let result = try home.run("-p", "admin", "-e")
    #expect(result.status == 0)
    #expect(result.errors.contains("the admin session of") && result.errors.contains("is new and valid for"))
    #expect(result.errors.contains("no code needed."))
    #expect(try home.calls() == ["GetSessionToken", "AssumeRole", "AssumeRole"])
    // And with minutes left of the session, too few to be handed out themselves.
    try home.age(by: 3500)
    #expect(try home.run("-p", "dev", "-e").status == 66)
    #expect(try home.run("-p", "admin", "-e").status == 0)
  }

  @Test("is renewed by the hook without a question", arguments: ShellSession.kinds)
  func hook(shell: String) throws {
    let home = try home([("admin", Emulator.shared.makeRole(), "")])
    try home.cacheSession()
    let session = try ShellSession(shell, home)
    try session.run("aws-mfa-session use admin")
    for file in try home.stateFiles() { try FileManager.default.removeItem(atPath: file) }
    try home.cacheSession(window: 1)
    try session.run(shell == "fish" ? "set -gx AWS_MFA_SESSION_EXPIRES 1" : "export AWS_MFA_SESSION_EXPIRES=1")
    session.type("aws s3 ls")
    _ = try session.newKey(of: "aws", "s3 ls")
    try session.awaitPrompt()
    #expect(!session.terminal.transcript.contains("MFA code"))
    #expect(try home.calls().suffix(2) == ["GetSessionToken", "AssumeRole"])
  }

  @Test("starts by itself where AWS_PROFILE names its profile", arguments: ShellSession.kinds)
  func firstUse(shell: String) throws {
    let home = try home([("admin", Emulator.shared.makeRole(), "")])
    let session = try ShellSession(shell, home, environment: ["AWS_PROFILE": "admin"])
    session.type("aws s3 ls")
    try session.answerCode()
    _ = try session.newKey(of: "aws", "s3 ls")
    #expect(try home.calls() == ["GetSessionToken", "AssumeRole"])
  }

  @Test(
    "has its device from its own profile, its source, or what all inherit", arguments: ["role", "source", "DEFAULT"])
  func device(place: String) throws {
    let home = try Home(devices: [.virtual, .virtual], serial: false)
    let serial = "mfa_serial = \(home.user.devices[1].serial)"
    let role = try home.emulator.makeRole()
    try home.folder.write(
      """
      [DEFAULT]
      \(place == "DEFAULT" ? serial : "output = json")
      [profile dev]
      \(place == "source" ? serial : "")
      [profile admin]
      region = eu-west-1
      role_arn = \(role)
      source_profile = dev
      \(place == "role" ? serial : "")
      """, to: ".aws/config")
    let code = try home.emulator.code(home.user.devices[1])
    #expect(try identity(home, "admin", "-c \(code)").contains(name(role)))
    #expect(try home.calls() == ["GetSessionToken", "AssumeRole"])
  }

  @Test("can be named on the command line")
  func option() throws {
    let role = try Emulator.shared.makeRole()
    let home = try Home()
    try home.cacheSession()
    #expect(try identity(home, "dev", "--role-arn \(role)").contains(name(role)))
    #expect(try identity(home, "dev") == home.user.arn)
  }

  @Test("named on the command line stays the shell's where no profile is named")
  func inherited() throws {
    let role = try Emulator.shared.makeRole()
    let home = try Home()
    try home.cacheSession()
    let result = try home.shell(
      "bash",
      """
      eval "$(aws-mfa-session -q -p dev --role-arn \(role) -e)"
      aws-mfa-session exec -q -- aws sts get-caller-identity --query Arn --output text
      aws-mfa-session exec -q -p dev -- aws sts get-caller-identity --query Arn --output text
      """)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 2 && lines[0].contains(name(role)) && lines[1] == home.user.arn, "\(result)")
  }

  @Test("is asked for as its profile says")
  func settings() throws {
    let role = try Emulator.shared.makeRole(externalID: "between-us")
    let settings = """
      external_id = between-us
      role_session_name = someone-else
      duration_seconds = 1800
      source_identity = alice
      session_tags = team=core, project = a=b
      transitive_session_tags = team
      """
    let home = try home([("admin", role, settings), ("without", role, "")])
    try home.cacheSession()
    #expect(try identity(home, "admin") == "arn:aws:sts::210987654321:assumed-role/\(name(role))/someone-else")
    let request = try #require(home.emulator.requests(of: home.user).first { $0.action == "AssumeRole" })
    #expect(request.sourceIdentity == "alice" && request.tags == ["team": "core", "project": "a=b"])
    let status = try home.run("status", "admin", "--json").output
    #expect(status.contains("\"seconds_left\" : 17") || status.contains("\"seconds_left\" : 1800"), "\(status)")
    let refused = try home.run("-p", "without", "-e")
    #expect(refused.status == 77 && refused.errors.contains("external_id"), "\(refused.errors)")
  }

  @Test("can be assumed from a role, for an hour at most, which is said")
  func chained() throws {
    let first = try Emulator.shared.makeRole()
    let second = try Emulator.shared.makeRole(requiresMFA: false, trusts: [first])
    let home = try home([("first", first, ""), ("second", second, "source_profile = first\nduration_seconds = 7200")])
    try home.cacheSession()
    let result = try home.run("-p", "second", "-e", "--format", "env")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("Assuming \(second) for 1 hour instead of 2 hours"), "\(result.errors)")
    #expect(try identity(home, "second").contains(name(second)))
    #expect(try home.calls() == ["GetSessionToken", "AssumeRole", "AssumeRole"])
    #expect(try home.stateFiles().count == 3)
  }

  @Test("that was assumed from a role which AWS does not know any more is assumed anew, without a code")
  func chainRevoked() throws {
    let first = try Emulator.shared.makeRole()
    let second = try Emulator.shared.makeRole(requiresMFA: false, trusts: [first])
    let home = try home([("first", first, ""), ("second", second, "source_profile = first")])
    try home.cacheSession()
    #expect(try home.run("-p", "second", "-e").status == 0)
    #expect(try home.run("clear", "second").errors.contains("removed 1 cached session of second"))
    try home.emulator.arrange(
      "refuse", for: home.user, action: "AssumeRole", ["status": 403, "code": "ExpiredToken", "message": "gone"])
    #expect(try home.run("-p", "second", "-e").status == 0)
    #expect(try home.calls() == ["GetSessionToken"] + Array(repeating: "AssumeRole", count: 5))
  }

  @Test("can take the key of the environment")
  func credentialSource() throws {
    let role = try Emulator.shared.makeRole()
    let home = try Home()
    try home.folder.write("", to: ".aws/credentials")
    try home.folder.write(
      "[profile admin]\nregion = eu-west-1\nrole_arn = \(role)\ncredential_source = Environment\nmfa_serial = \(home.device.serial)\n",
      to: ".aws/config")
    let keys = "AWS_ACCESS_KEY_ID=\(home.user.accessKeyId) AWS_SECRET_ACCESS_KEY=\(home.user.secretAccessKey)"
    let result = try home.shell(
      "bash",
      "\(keys) aws-mfa-session exec -p admin -c \(try home.emulator.code(home.device)) -- aws sts get-caller-identity")
    #expect(result.output.contains("assumed-role/\(name(role))"), "\(result.errors)")
  }

  @Test("that AWS refuses costs no code: the MFA session is kept")
  func refused() throws {
    let home = try home([("admin", "arn:aws:iam::210987654321:role/nobody", "")])
    let result = try home.run("-p", "admin", "-c", try home.emulator.code(home.device), "-e")
    #expect(result.status == 77)
    #expect(result.errors.contains("AWS denied the role arn:aws:iam::210987654321:role/nobody"), "\(result.errors)")
    #expect(try home.run("-p", "dev", "-e").status == 0)
  }

  @Test("is asked for anew when AWS does not know the kept MFA session any more")
  func revoked() throws {
    let role = try Emulator.shared.makeRole()
    let home = try home([("admin", role, "")])
    try home.cacheSession()
    try home.emulator.arrange(
      "refuse", for: home.user, action: "AssumeRole",
      ["status": 403, "code": "InvalidClientTokenId", "message": "gone"])
    let session = try home.start("-p", "admin", "-e", "--format", "env")
    try session.expect("MFA code for")
    session.type(try home.emulator.code(home.device, window: 1))
    try session.expect("AWS_ACCESS_KEY_ID=ASIA")
    #expect(try session.finish() == 0)
  }

  @Test("can be written into the credentials file, and is renewed there by the hook")
  func written() throws {
    let role = try Emulator.shared.makeRole()
    let home = try home([("admin", role, "")])
    try home.cacheSession()
    #expect(try home.run("-p", "admin", "-u", "admin-keys").status == 0)
    let result = try home.shell("bash", "aws sts get-caller-identity --region eu-west-1 --profile admin-keys")
    #expect(result.output.contains("assumed-role/\(name(role))"), "\(result.errors)")
  }

  // MARK: Over a session in the credentials file, as the original aws-mfa-session teaches it

  @Test(
    "is assumed where its source is a profile that -u has written: by AWS tools, and by exec, which asks when that has expired"
  )
  func overWrittenSession() throws {
    let role = try Emulator.shared.makeRole()
    let home = try Home()
    try home.configure("[profile that-role]\nrole_arn = \(role)\nsource_profile = company-session\nregion = eu-west-1")
    let first = try home.run("-p", "dev", "-c", try home.emulator.code(home.device), "-u", "company-session")
    #expect(first.status == 0, "\(first)")
    let cli = try home.shell("sh", "aws --profile that-role sts get-caller-identity --query Arn --output text")
    #expect(cli.output.contains(name(role)), "\(cli)")
    #expect(try identity(home, "that-role").contains(name(role)))

    try home.ageWritten("company-session")
    let session = try home.start("exec", "that-role", "--", Project.aws, "sts", "get-caller-identity")
    try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    session.type(try home.emulator.code(home.device, window: 1))
    try session.expect(name(role))
    #expect(try session.finish() == 0)
  }

  @Test("is assumed over a session that another tool wrote while that lives, and the profile is named when it does not")
  func overForeignSession() throws {
    let role = try Emulator.shared.makeRole()
    let home = try Home()
    try home.cacheSession()
    let keys = try home.run("exec", "-q", "dev", "--", "env").output.split(separator: "\n")
      .filter {
        $0.hasPrefix("AWS_ACCESS_KEY_ID=") || $0.hasPrefix("AWS_SECRET_") || $0.hasPrefix("AWS_SESSION_TOKEN=")
      }
      .map { $0.split(separator: "=", maxSplits: 1) }.map { "\($0[0].lowercased()) = \($0[1])" }
    // As `aws configure mfa-login` writes it: without an expiration.
    try home.writeCredentials(extra: "[mfa-login]\n" + keys.joined(separator: "\n"))
    try home.configure("[profile that-role]\nrole_arn = \(role)\nsource_profile = mfa-login\nregion = eu-west-1")
    for _ in 1...2 { #expect(try identity(home, "that-role").contains(name(role))) }
    #expect(try home.calls().filter { $0 == "AssumeRole" }.count == 1)

    try home.emulator.revokeSessions(of: home.user)
    for path in try home.stateFiles() { try FileManager.default.removeItem(atPath: path) }
    let result = try home.run("exec", "that-role", "--", "true")
    #expect(
      result.status == 77 && result.errors.contains("profile \"mfa-login\" holds, which another tool wrote"),
      "\(result)")
  }

}
