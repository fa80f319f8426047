import Profiles
import STS
import Session
import TestSupport

/// A home with profiles of many kinds, and sessions for them without a network.
struct SomeHome {
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
    [profile role-of-nobody]
    role_arn = arn:aws:iam::123456789012:role/admin
    mfa_serial = arn:aws:iam::123456789012:mfa/alice
    credential_source = Ec2InstanceMetadata
    [profile sso]
    sso_start_url = https://example.awsapps.com/start
    mfa_serial = x
    """

  func profile(_ name: String) throws -> ResolvedProfile {
    try ResolvedProfile(ProfileOptions(profile: name), environment: environment)
  }

  init(credentials: String = credentials) throws {
    try folder.write(credentials, to: ".aws/credentials")
    try folder.write(Self.config, to: ".aws/config")
    environment = ["HOME": folder.path]
    files = try ProfileFiles(credentialsFile: nil, environment: environment)
    store = SessionStore(environment: environment)
  }

  func due(_ named: String? = nil, _ more: [String: String] = [:]) throws -> DueSession? {
    let files = try ProfileFiles(
      credentialsFile: nil, environment: environment, written: written.sources)
    return DueSessionFinder(environment: environment.merging(more) { $1 }, files: files, written: written.all)
      .session(ofProfile: named)
  }

  static func exported(_ profile: String, expires: Int) -> [String: String] {
    [
      "AWS_MFA_SESSION_PROFILE": profile, "AWS_MFA_SESSION_EXPIRES": String(expires), "AWS_SESSION_TOKEN": "x",
      "AWS_ACCESS_KEY_ID": "ASIAX",
    ]
  }

  static func session(
    _ profile: String, expires: Int, key: String = "ASIANEW", serialNumber: String = "serial", role: String? = nil
  ) -> MFASession {
    MFASession(
      credentials: SessionCredentials(
        accessKeyID: key, secretAccessKey: "s", sessionToken: "t", expiration: expires),
      identity: Identity(user: "alice", account: "123456789012"), serialNumber: serialNumber, roleARN: role,
      sourceAccessKeyID: "AKIADEV", profile: profile, region: nil)
  }

  static let options = RenewalOptions(duration: 7200, mfaSerial: "serial")
}
