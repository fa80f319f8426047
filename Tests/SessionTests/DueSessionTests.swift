import Foundation
import Profiles
import STS
import Session
import TestSupport
import Testing

/// A home with profiles of many kinds, and sessions for them without a network.
private struct SomeHome {
  let folder = TemporaryFolder()
  var environment: [String: String]
  var files: ProfileFiles
  let store: SessionStore
  var written: WrittenProfiles { WrittenProfiles(in: store) }

  static let credentials = """
    [dev]
    aws_access_key_id = AKIADEV
    aws_secret_access_key = x
    [no-mfa]
    aws_access_key_id = AKIANOMFA
    aws_secret_access_key = x
    """
  static let config = """
    [profile dev]
    mfa_serial = arn:aws:iam::123456789012:mfa/alice
    [profile role]
    role_arn = arn:aws:iam::123456789012:role/admin
    source_profile = dev
    mfa_serial = arn:aws:iam::123456789012:mfa/alice
    [profile sso]
    sso_start_url = https://example.awsapps.com/start
    mfa_serial = x
    """

  init(credentials: String = credentials) throws {
    try folder.write(credentials, to: ".aws/credentials")
    try folder.write(Self.config, to: ".aws/config")
    environment = ["HOME": folder.path]
    files = try ProfileFiles(credentialsFile: nil, environment: environment)
    store = SessionStore(environment: environment)
  }

  func due(_ named: String? = nil, _ more: [String: String] = [:]) -> DueSession? {
    DueSessionFinder(environment: environment.merging(more) { $1 }, files: files, written: written)
      .session(ofProfile: named)
  }

  static func exported(_ profile: String, expires: Int) -> [String: String] {
    [
      "AWS_MFA_SESSION_PROFILE": profile, "AWS_MFA_SESSION_EXPIRES": String(expires), "AWS_SESSION_TOKEN": "x",
      "AWS_ACCESS_KEY_ID": "ASIAX",
    ]
  }

  static func session(_ profile: String, expires: Int, key: String = "ASIANEW") -> MFASession {
    MFASession(
      credentials: SessionCredentials(
        accessKeyID: key, secretAccessKey: "s", sessionToken: "t", expiration: expires),
      profile: profile, region: nil, identity: Identity(user: "alice", account: "123456789012"), serialNumber: "serial",
      duration: 7200)
  }
}

@Suite("What a hook finds to do")
struct DueSessionTests {
  @Test("is the first session of a profile with a key and a device", arguments: ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"])
  func first(variable: String) throws {
    guard case .first("dev") = try SomeHome().due(nil, [variable: "dev"]) else {
      Issue.record("no first session")
      return
    }
  }

  @Test(
    "is nothing for a profile without a device, with a role, with single sign-on, or unknown",
    arguments: ["no-mfa", "role", "sso", "nobody", "default"])
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
    let profile = try ResolvedProfile(
      ProfileOptions(profile: "dev", credentialsFile: nil, region: nil, mfaSerial: nil), environment: home.environment)
    let path = try home.store.save(SomeHome.session("dev", expires: 1000), of: profile)
    let environment = SomeHome.exported("dev", expires: 1000).merging(["AWS_MFA_SESSION_FILE": path]) { $1 }
    let due = try #require(home.due(nil, environment))
    #expect(due.profile == "dev" && due.expiration == 1000 && due.duration == 7200)
    #expect(due.options(environment, home.files).mfaSerial == "serial")
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
    #expect(home.due("dev-mfa") == nil)
    try home.written.note(SomeHome.session("dev", expires: 1000), as: "dev-mfa", in: home.files.credentials.path)
    for due in [home.due("dev-mfa"), home.due(nil, ["AWS_PROFILE": "dev-mfa"])] {
      guard case .written(let entry) = due else {
        Issue.record("not found")
        continue
      }
      #expect(entry.sourceProfile == "dev" && entry.duration == 7200 && entry.serialNumber == "serial")
    }
    try home.written.note(SomeHome.session("dev", expires: 2000), as: "dev-mfa", in: home.files.credentials.path)
    #expect(home.due("dev-mfa") == nil, "somebody else has written it since")
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
      try home.written.note(SomeHome.session("dev", expires: expires), as: name, in: "/credentials")
    }
    let text = home.folder.read(".local/state/aws-mfa-session/profiles")
    #expect(
      text.split(separator: "\n").map { $0.split(separator: "\t").prefix(2) } == [
        ["500", "b"], ["1000", "a b"], ["2000", "c"],
      ])
    #expect(!text.contains("ASIANEW"))
    #expect(home.written.entry(named: "a b", in: "/credentials")?.expiration == 1000)
    #expect(home.written.entry(named: "a b", in: "/other") == nil)
  }

  @Test("passes over lines that are none")
  func garbage() throws {
    let home = try SomeHome()
    try home.folder.write("\u{0}\nx\ty\n1\tn\tf\ts\td\tz\n", to: ".local/state/aws-mfa-session/profiles")
    #expect(home.written.entry(named: "n", in: "f") == nil)
    try home.written.note(SomeHome.session("dev", expires: 1), as: "n", in: "f")
    #expect(home.written.entry(named: "n", in: "f")?.expiration == 1)
  }
}

@Suite("A kept session")
struct KeptSessionTests {
  private func saved() throws -> (SomeHome, String) {
    let home = try SomeHome()
    let profile = try ResolvedProfile(
      ProfileOptions(profile: "dev", credentialsFile: nil, region: nil, mfaSerial: nil), environment: home.environment)
    return (home, try home.store.save(SomeHome.session("dev", expires: 1000), of: profile))
  }

  @Test("comes back as it was")
  func roundTrip() throws {
    let (home, path) = try saved()
    defer { withExtendedLifetime(home) {} }
    let kept = try #require(KeptSession(at: path))
    #expect(kept.credentials == SomeHome.session("dev", expires: 1000).credentials)
    #expect(kept.identity.label == "alice@123456789012" && kept.duration == 7200)
  }

  @Test("counts as absent when its file is cut short anywhere")
  func truncated() throws {
    let (home, path) = try saved()
    let bytes = try Data(contentsOf: URL(filePath: path))
    for count in stride(from: 0, to: bytes.count, by: 3) {
      let cut = try home.folder.write(Array(bytes.prefix(count)), to: "cut")
      #expect(KeptSession(at: cut) == nil)
    }
  }

  @Test("is not read through a link, nor from a pipe or a folder")
  func notAFile() throws {
    let (home, path) = try saved()
    let link = home.folder.path + "/link"
    symlink(path, link)
    let pipe = home.folder.path + "/pipe"
    mkfifo(pipe, 0o600)
    for path in [link, pipe, home.folder.path, "/nonexistent"] { #expect(KeptSession(at: path) == nil) }
  }
}
