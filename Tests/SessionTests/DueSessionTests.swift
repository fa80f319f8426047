import Profiles
import Session
import TestSupport
import Testing

@Suite("What a hook finds to do")
struct DueSessionTests {
  @Test(
    "is the first session of a profile that has a key, or a role to assume with one, and a device",
    arguments: ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"], ["dev", "role"])
  func first(variable: String, profile: String) throws {
    #expect(try SomeHome().due(nil, [variable: profile]) == .first(profile: profile))
  }

  @Test(
    "is nothing for a profile without a device, with a role that no key leads to, with single sign-on, or unknown",
    arguments: ["no-mfa", "role-of-nobody", "sso", "nobody", "default"])
  func notOurs(profile: String) throws {
    #expect(try SomeHome().due(nil, ["AWS_PROFILE": profile]) == nil)
  }

  @Test("is nothing where the environment holds somebody else's keys")
  func foreignKeys() throws {
    #expect(try SomeHome().due(nil, ["AWS_PROFILE": "dev", "AWS_ACCESS_KEY_ID": "ASIAOTHER"]) == nil)
  }

  @Test("is the exported session, made again as it was made")
  func exported() throws {
    let home = try SomeHome()
    let environment = SomeHome.exported("dev", expires: 1000)
      .merging(["AWS_MFA_SESSION_OPTIONS": SomeHome.options.text]) { $1 }
    let due = try #require(try home.due(nil, environment))
    #expect(due.profile == "dev" && due.expiration == 1000 && due.options == SomeHome.options)
    #expect(due.profileOptions(environment).mfaSerial == "serial")
  }

  @Test("is the exported session also where the options are not this program's")
  func foreignOptions() throws {
    for text in ["x", "{\"duration\": 5}", "{\"duration\": \"x\"}", "[]", ""] {
      let environment = SomeHome.exported("dev", expires: 1000).merging(["AWS_MFA_SESSION_OPTIONS": text]) { $1 }
      #expect(try SomeHome().due(nil, environment)?.options == RenewalOptions())
    }
  }

  @Test("is a profile that was written, on the line and in the environment, as long as it is as it was written")
  func written() throws {
    let section = """
      [dev-mfa]
      aws_access_key_id = ASIAOLD
      aws_secret_access_key = x
      aws_session_token = x
      expiration = 1970-01-01T00:16:40Z
      """
    let home = try SomeHome(credentials: SomeHome.credentials + "\n" + section)
    #expect(try home.due("dev-mfa") == nil)
    try home.written.note(
      SomeHome.session("dev", expires: 1000), as: "dev-mfa", in: home.files.credentials.path,
      options: SomeHome.options)
    for due in [try home.due("dev-mfa"), try home.due(nil, ["AWS_PROFILE": "dev-mfa"])] {
      guard case .written(let entry) = due else {
        Issue.record("not found")
        continue
      }
      #expect(entry.sourceProfile == "dev" && entry.options == SomeHome.options)
    }
    try home.written.note(
      SomeHome.session("dev", expires: 2000), as: "dev-mfa", in: home.files.credentials.path,
      options: SomeHome.options)
    #expect(try home.due("dev-mfa") == nil, "somebody else has written it since")
  }

  @Test("is a profile that was written, for a role that has it as its source")
  func behindRole() throws {
    let section = """
      [company-session]
      aws_access_key_id = ASIAOLD
      aws_secret_access_key = x
      aws_session_token = x
      expiration = 1970-01-01T00:16:40Z
      [that-role]
      role_arn = arn:aws:iam::1:role/r
      source_profile = company-session
      """
    let home = try SomeHome(credentials: SomeHome.credentials + "\n" + section)
    #expect(try home.due("that-role") == nil)
    try home.written.note(
      SomeHome.session("dev", expires: 1000), as: "company-session", in: home.files.credentials.path,
      options: SomeHome.options)
    for due in [try home.due("that-role"), try home.due(nil, ["AWS_PROFILE": "that-role"])] {
      guard case .written(let entry) = due else {
        Issue.record("not found")
        continue
      }
      #expect(entry.name == "company-session" && entry.sourceProfile == "dev")
    }
  }

  @Test("is nothing where the expiry is no time", arguments: ["-9223372036854775808", "9223372036854775807", "x", ""])
  func notATime(expiry: String) throws {
    var environment = SomeHome.exported("dev", expires: 0)
    environment["AWS_MFA_SESSION_EXPIRES"] = expiry
    #expect(try SomeHome().due(nil, environment) == nil)
  }

  @Test("is nothing for a profile on the line that was not written, whatever the environment holds")
  func foreignLine() throws {
    #expect(try SomeHome().due("dev", SomeHome.exported("dev", expires: 1000)) == nil)
  }
}

@Suite("The index of written profiles")
struct WrittenProfilesTests {
  @Test("is sorted by expiry, one line a profile, and holds no secret")
  func lines() throws {
    let home = try SomeHome()
    for (name, expires) in [("b", 3000), ("a b", 1000), ("c", 2000), ("b", 500)] {
      try home.written.note(
        SomeHome.session("dev", expires: expires), as: name, in: "/credentials",
        options: SomeHome.options)
    }
    let text = home.folder.read(".local/state/aws-mfa-session/profiles")
    #expect(
      text.split(separator: "\n").map { $0.split(separator: "\t").prefix(2) } == [
        ["500", "b"], ["1000", "a b"], ["2000", "c"],
      ])
    #expect(!text.contains("ASIANEW"))
    #expect(home.written.all.contains { $0.isFor("a b", "/credentials") && $0.expiration == 1000 })
    #expect(!home.written.all.contains { $0.isFor("a b", "/other") })
  }

  @Test("passes over lines that are none")
  func garbage() throws {
    let home = try SomeHome()
    try home.folder.write("\u{0}\nx\ty\n1\tn\tf\ts\td\tz\n", to: ".local/state/aws-mfa-session/profiles")
    #expect(home.written.all.isEmpty)
    try home.written.note(SomeHome.session("dev", expires: 1), as: "n", in: "f", options: RenewalOptions())
    #expect(home.written.all.map(\.expiration) == [1])
  }
}
