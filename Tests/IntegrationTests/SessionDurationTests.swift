import Foundation
import TestSupport
import Testing

@Suite("How long a new session lasts")
struct SessionDurationTests {
  private func secondsLeft(_ home: Home, profile: String = "dev") throws -> Int {
    struct Status: Decodable { let secondsLeft: Int }
    let result = try home.run("status", profile, "--json")
    return try JSONDecoder.snakeCase.decode(Status.self, from: Data(result.output.utf8)).secondsLeft
  }

  @Test(
    "is said by -d, by the environment, by the profile, in this order, in seconds or as a time",
    arguments: [
      (["-d", "1h30m"], "12h", "mfa_duration = 2h", 5400), ([], "12h", "mfa_duration = 2h", 43_200),
      ([], "", "mfa_duration = 2h\nduration_seconds = 1000", 7200), ([], "", "duration_seconds = 1000", 1000),
      ([], "", "", 3600),
      (["-d", "3600"], "12h", "", 3600),
    ])
  func order(options: [String], variable: String, settings: String, expected: Int) throws {
    var home = try Home(settings: settings + "\n")
    home.environment["AWS_MFA_SESSION_DURATION"] = variable
    let code = try home.emulator.code(home.device)
    let result = try run(
      [Project.program, "exec", "dev", "-c", code] + options + ["--", "true"], environment: home.environment)
    #expect(result.status == 0, "\(result)")
    #expect((expected - 60...expected).contains(try secondsLeft(home)))
  }

  @Test("counts under the hook, also where the variable is not exported", arguments: ShellSession.kinds)
  func hook(shell: String) throws {
    let home = try Home()
    let setting = shell == "fish" ? "set -g AWS_MFA_SESSION_DURATION 2h" : "AWS_MFA_SESSION_DURATION=2h"
    let session = try ShellSession(shell, home, before: ShellSession.expired(shell) + "\n" + setting)
    session.type("aws s3 ls")
    try session.answerCode()
    _ = try session.newKey(of: "aws", "s3 ls")
    #expect((7140...7200).contains(try secondsLeft(home)))
  }

  @Test("is that of the source's mfa_duration for a role, whose own session is as long as its duration_seconds")
  func role() throws {
    let home = try Home(settings: "mfa_duration = 2h\n")
    try home.configure(
      "[profile admin]\nrole_arn = \(try home.emulator.makeRole())\nsource_profile = dev\nduration_seconds = 1800")
    let result = try home.run("exec", "admin", "-c", try home.emulator.code(home.device), "--", "true")
    #expect(result.status == 0, "\(result)")
    #expect((7140...7200).contains(try secondsLeft(home)))
    #expect((1740...1800).contains(try secondsLeft(home, profile: "admin")))
  }
}
