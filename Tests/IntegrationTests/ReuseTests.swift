import Foundation
import TestSupport
import Testing

@Suite("A session that is there already")
struct ReuseTests {
  @Test(
    "is taken by every way in, without a code and without the network, and the person is told",
    arguments: [
      ["-e", "--format", "env"], ["-udev-mfa"], ["exec", "--", "env"], ["credential-process"],
      ["use", "--integration", "bash"],
    ])
  func everyWay(arguments: [String]) throws {
    let home = try Home()
    try home.cacheSession()
    let key = try #require(
      try String(contentsOfFile: home.stateFiles()[0], encoding: .utf8).split(separator: "\n")[1...].first)
    let result = try run(
      [Project.program] + arguments.prefix(1) + ["-p", "dev"] + arguments.dropFirst(),
      environment: home.environment.merging(Home.offline) { $1 })
    #expect(result.status == 0, "\(result.errors)")
    #expect((result.output + home.credentials).contains(key))
    #expect(
      result.errors.contains(
        "the dev session of \(home.user.user)@\(home.user.account) is valid for "), "\(result.errors)")
    #expect(try home.calls() == ["GetSessionToken"])
    let quiet = try run(
      [Project.program] + arguments.prefix(1) + ["-p", "dev", "-q"] + arguments.dropFirst(),
      environment: home.environment)
    #expect(!quiet.errors.contains("no code needed"))
  }

  @Test("is taken by a subshell")
  func subshell() throws {
    let home = try Home()
    try home.cacheSession()
    let session = try home.start("-p", "dev", "-s", environment: Home.offline)
    try session.expect("no code needed.")
    try session.expect("AWS:\(home.user.user)@\(home.user.account) ")
    session.type("exit\n")
    #expect(try session.finish() == 0)
  }

  @Test("is taken by the hook", arguments: ShellSession.kinds)
  func hook(shell: String) throws {
    let home = try Home()
    try home.cacheSession()
    let session = try ShellSession(shell, home, before: ShellSession.expired(shell), environment: Home.offline)
    session.type("aws s3 ls")
    try session.expect("no code needed.")
    _ = try session.newKey(of: "aws", "s3 ls")
    #expect(try home.calls() == ["GetSessionToken"])
  }

  @Test("is found without mfa_serial in the profile, and without asking IAM for the device again")
  func withoutSerial() throws {
    let home = try Home(serial: false)
    try home.cacheSession()
    #expect(try home.run("-p", "dev", "-e", environment: Home.offline).status == 0)
    #expect(try home.calls() == ["ListMFADevices", "GetSessionToken"])
  }

  @Test("is shared by all profiles of the same key and device, whatever their region")
  func otherProfile() throws {
    let home = try Home()
    try home.cacheSession()
    try home.configure("[profile other]\nsource_profile = dev\nregion = eu-north-1")
    let result = try home.run("-p", "other", "-e", "--format", "env", environment: Home.offline)
    #expect(result.output.contains("AWS_REGION=eu-north-1") && result.errors.contains("the other session of"))
  }

  @Test("is not taken with -c or --force, which make a new one")
  func force() throws {
    let home = try Home()
    // In the order of time: a half minute that ends between them makes none a used one.
    try home.cacheSession(window: -1)
    try home.cacheSession()
    let session = try home.start("-p", "dev", "-e", "--force")
    try session.expect("MFA code for")
    session.type(try home.emulator.code(home.device, window: 1))
    #expect(try session.finish() == 0, "\(session.transcript)")
    #expect(try home.calls() == ["GetSessionToken", "GetSessionToken", "GetSessionToken"])
  }

  @Test("is taken as long as five minutes are left, or as many seconds as AWS_MFA_SESSION_REUSE says")
  func remainder() throws {
    let home = try Home()
    try home.cacheSession("-d", "900")
    func status(_ reuse: String? = nil) throws -> Int32 {
      try home.run("-p", "dev", "-e", environment: reuse.map { ["AWS_MFA_SESSION_REUSE": $0] } ?? [:]).status
    }
    #expect(try status() == 0 && status("800") == 0)
    #expect(try status("901") == 66)
    try home.age(by: 700)
    #expect(try status() == 66 && status("100") == 0 && status("0") == 0)
    let invalid = try home.run("-p", "dev", "-e", environment: ["AWS_MFA_SESSION_REUSE": "soon"])
    #expect(invalid.status == 78 && invalid.errors.contains("AWS_MFA_SESSION_REUSE is \"soon\""), "\(invalid.errors)")
  }

  @Test("ends when this machine's clock says so, however wrong that is", arguments: [7200, -7200])
  func wrongClock(ahead: Int) throws {
    let home = try Home()
    try home.emulator.setClock(of: home.user, ahead: ahead)
    let made = try home.cacheSession()
    #expect(made.errors.contains("clock"), "\(made)")
    let result = try home.run("-p", "dev", "-e", "--format", "env")
    #expect(
      result.status == 0 && (result.errors.contains(" 59 minutes;") || result.errors.contains(" 1 hour;")), "\(result)")
  }

  @Test("is renewed with the same options by the hook, in the environment and in a written profile")
  func renewalOptions() throws {
    let home = try Home(devices: [.virtual, .virtual], serial: false)
    let role = try home.emulator.makeRole()
    let second = home.user.devices[1]
    let session = try ShellSession("bash", home)
    let code = try home.emulator.code(second)
    try session.run("aws-mfa-session use dev -c \(code) -a \(second.serial) -d 7200 --role-arn \(role)")
    try session.run("export AWS_MFA_SESSION_EXPIRES=1; rm \(home.stateFolder)/[0-9a-f]*[0-9a-f]")
    session.type("aws s3 ls")
    try session.expect("MFA code for ")
    try session.expect(": ")
    session.terminal.type(try home.emulator.code(second, window: 1))
    _ = try session.newKey(of: "aws", "s3 ls")
    try session.awaitPrompt()
    #expect(try home.calls() == ["GetSessionToken", "AssumeRole", "GetSessionToken", "AssumeRole"])
    #expect(try session.run("aws-mfa-session status").contains(role))
  }
}

extension Home {
  /// Lets all kept sessions end earlier.
  func age(by seconds: Int) throws {
    for path in try stateFiles() {
      var lines = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\n")
      lines[0] = String((Int(lines[0]) ?? 0) - seconds)
      try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
    }
  }
}
