import Profiles
import TestSupport
import Testing

@Suite("The roles of a resolved profile")
struct RoleTests {
  private let folder = TemporaryFolder()

  private static let config = """
    [profile base]
    aws_access_key_id = AKIABASE
    aws_secret_access_key = secret
    mfa_serial = base-device
    [profile first]
    role_arn = arn:aws:iam::111111111111:role/first
    source_profile = base
    [profile second]
    role_arn = arn:aws:iam::222222222222:role/team/second
    source_profile = first
    role_session_name = me
    external_id = x
    duration_seconds = 7200
    source_identity = alice
    session_tags = team=core , project = web=site
    transitive_session_tags = team, project
    [profile own-device]
    role_arn = arn:aws:iam::111111111111:role/first
    source_profile = base
    mfa_serial = role-device
    """

  private func resolve(
    _ profile: String, config: String = config, role: String? = nil, _ environment: [String: String] = [:]
  ) throws -> ResolvedProfile {
    try folder.write(config, to: ".aws/config")
    return try ResolvedProfile(
      ProfileOptions(profile: profile, roleARN: role), environment: ["HOME": folder.path].merging(environment) { $1 })
  }

  @Test("are all on the way to the key, in the order in which they are assumed, with their settings")
  func chain() throws {
    let profile = try resolve("second")
    #expect(
      profile.roles.map(\.arn.value) == [
        "arn:aws:iam::111111111111:role/first", "arn:aws:iam::222222222222:role/team/second",
      ])
    #expect(profile.key.value.accessKeyID == "AKIABASE")
    let role = try #require(profile.roles.last)
    #expect(
      role.sessionName == "me" && role.externalID == "x" && role.duration == 7200 && role.sourceIdentity == "alice")
    #expect(role.tags.map { [$0.key, $0.value] } == [["team", "core"], ["project", "web=site"]])
    #expect(role.transitiveTagKeys == ["team", "project"])
  }

  @Test("come with the device of the role, of its source, or of what all profiles inherit")
  func device() throws {
    #expect(try resolve("own-device").mfaSerial?.value == "role-device")
    #expect(try resolve("first").mfaSerial?.value == "base-device")
    #expect(try resolve("second").mfaSerial?.value == "base-device")
    let inherited = "[DEFAULT]\nmfa_serial = all\n" + Self.config.replacing("mfa_serial = base-device\n", with: "")
    #expect(try resolve("first", config: inherited).mfaSerial?.value == "all")
  }

  @Test("are not those of a source that has keys of its own")
  func keysEndTheChain() throws {
    let config = Self.config.replacing(
      "[profile first]",
      with: """
        [profile first]
        aws_access_key_id = AKIAFIRST
        aws_secret_access_key = secret
        """)
    let profile = try resolve("second", config: config)
    #expect(profile.roles.count == 1 && profile.key.value.accessKeyID == "AKIAFIRST")
  }

  @Test("are replaced by --role-arn, which the other settings of the profile go with")
  func option() throws {
    let arn = "arn:aws:iam::333333333333:role/third"
    #expect(try resolve("base", role: arn).roles.map(\.arn.value) == [arn])
    let profile = try resolve("second", role: arn)
    #expect(profile.roles.map(\.arn.value) == ["arn:aws:iam::111111111111:role/first", arn])
    #expect(profile.roles.last?.externalID == "x")
  }

  @Test("can take the key of the environment, unless that holds a session")
  func credentialSource() throws {
    let config = "[profile r]\nrole_arn = arn:aws:iam::1:role/r\ncredential_source = Environment\nmfa_serial = d\n"
    let keys = ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "s"]
    let profile = try resolve("r", config: config, keys)
    #expect(profile.key.value.accessKeyID == "AKIAENV" && profile.roles.count == 1)
    try expectNoKeys(.environmentSession) {
      try resolve("r", config: config, keys.merging(["AWS_SESSION_TOKEN": "t"]) { $1 })
    }
    try expectNoKeys(.emptyEnvironment) { try resolve("r", config: config) }
    try expectNoKeys(.instanceMetadata("Ec2InstanceMetadata")) {
      try resolve("r", config: config.replacing("Environment", with: "Ec2InstanceMetadata"))
    }
  }

  @Test("need a source, and are none where a web identity token has the role")
  func noSource() throws {
    try expectNoKeys(.webIdentity) {
      try resolve(
        "r",
        config: Self.config
          + "\n[profile r]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\nweb_identity_token_file = /f\n")
    }
    try expectNoKeys(.roleWithoutSource) {
      try resolve("r", config: "[profile r]\nrole_arn = arn:aws:iam::1:role/r\n")
    }
  }

  private func expectNoKeys(_ expected: ProfileError.NoKeys, _ body: () throws -> ResolvedProfile) throws {
    do {
      _ = try body()
      Issue.record("a key was found")
    } catch let error as ProfileError {
      guard case .noKeys(_, expected) = error else { throw error }
    }
  }

  @Test(
    "are refused for settings that AWS would not take, or nobody could read",
    arguments: [
      "duration_seconds = 899", "duration_seconds = 43201", "duration_seconds = an hour", "session_tags = team",
      "credential_source = Environment",
    ])
  func invalid(setting: String) throws {
    let config =
      Self.config + "\n[profile bad]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\n\(setting)\n"
    #expect(throws: ProfileError.self) { try resolve("bad", config: config) }
  }

  @Test(
    "are refused where the ARN is none",
    arguments: ["", "admin", "arn:aws:iam::1:user/alice", "arn:aws:iam::1:role/a b"])
  func invalidARN(arn: String) throws {
    #expect(throws: ProfileError.self) { try resolve("base", role: arn) }
  }
}

@Suite("A profile whose credential_process is this program")
struct OwnCredentialProcessTests {
  private let folder = TemporaryFolder()
  private static let keys = "aws_access_key_id = AKIA1\naws_secret_access_key = s\n"

  private func resolve(_ config: String, _ environment: [String: String] = [:]) throws -> ResolvedProfile {
    try folder.write(config, to: ".aws/config")
    return try ResolvedProfile(
      ProfileOptions(profile: "p"), environment: ["HOME": folder.path].merging(environment) { $1 })
  }

  @Test(
    "has the key beside it, and nothing is run",
    arguments: [
      "aws-mfa-session credential-process -p p", "/opt/bin/aws-mfa-session credential-process --profile=p",
      "aws-mfa-session credential-process", "aws-mfa-session credential-process -qpp",
      "aws-mfa-session credential-process p", "aws-mfa-session credential-process -q p",
    ])
  func itself(command: String) throws {
    #expect(try resolve("[profile p]\ncredential_process = \(command)\n" + Self.keys).key.value.accessKeyID == "AKIA1")
  }

  @Test("has the key of the profile that it names, and its device")
  func other() throws {
    let profile = try resolve(
      "[profile p]\ncredential_process = aws-mfa-session credential-process -p 'my keys'\n"
        + "[profile 'my keys']\nmfa_serial = d\n" + Self.keys)
    #expect(profile.key.value.accessKeyID == "AKIA1" && profile.mfaSerial?.value == "d")
  }

  @Test(
    "is followed with the options that it has",
    arguments: [
      "-p k --role-arn arn:aws:iam::2:role/r -a device", "k --wait 10m --role-arn arn:aws:iam::2:role/r -a device",
      "-qvpk --arn=device --role-arn=arn:aws:iam::2:role/r",
      "-qp k -adevice --role-arn arn:aws:iam::2:role/r -d 900 --verbose",
    ])
  func options(options: String) throws {
    let profile = try resolve(
      "[profile p]\ncredential_process = aws-mfa-session credential-process \(options)\n[profile k]\nmfa_serial = other\n"
        + Self.keys)
    #expect(profile.key.value.accessKeyID == "AKIA1" && profile.mfaSerial?.value == "device")
    #expect(profile.roles.map(\.arn.value) == ["arn:aws:iam::2:role/r"])
  }

  @Test("names a profile as the command line does: its role goes before keys beside it")
  func named() throws {
    let profile = try resolve(
      "[profile p]\ncredential_process = aws-mfa-session credential-process -p k\n"
        + "[profile k]\nrole_arn = arn:aws:iam::2:role/r\nsource_profile = k\n" + Self.keys)
    #expect(profile.roles.count == 1 && profile.key.value.accessKeyID == "AKIA1")
  }

  @Test("has the key that source_profile leads to")
  func source() throws {
    let profile = try resolve(
      "[profile p]\ncredential_process = aws-mfa-session credential-process -p p\nsource_profile = q\n[profile q]\n"
        + Self.keys)
    #expect(profile.key.value.accessKeyID == "AKIA1")
  }

  @Test("is no endless recursion under another name")
  func renamed() throws {
    do {
      _ = try resolve(
        "[profile p]\ncredential_process = renamed credential-process -p p\n",
        ["AWS_MFA_SESSION_CREDENTIAL_PROCESS": "q\np"])
      Issue.record("it was run")
    } catch let error as ProfileError {
      guard case .credentialProcess(_, .circular) = error else { throw error }
    }
  }
}

@Suite("A list of profiles")
struct ProfileSummaryTests {
  @Test("tells of what kind each is, where its sessions come from, and with which device")
  func kinds() throws {
    let folder = TemporaryFolder()
    try folder.write(
      """
      [keys]
      aws_access_key_id = AKIA1
      aws_secret_access_key = s
      [session]
      aws_access_key_id = ASIA1
      aws_secret_access_key = s
      aws_session_token = t
      expiration = 2026-01-01T00:00:00Z
      [process-and-keys]
      aws_access_key_id = AKIA2
      aws_secret_access_key = s
      """, to: ".aws/credentials")
    try folder.write(
      """
      [profile keys]
      mfa_serial = device
      [profile role]
      role_arn = arn:aws:iam::1:role/r
      source_profile = keys
      [profile loop]
      role_arn = arn:aws:iam::1:role/r
      source_profile = loop
      [profile sso]
      sso_session = x
      [profile process]
      credential_process = something
      [profile process-and-keys]
      credential_process = something
      [profile ours]
      credential_process = aws-mfa-session credential-process -p keys
      [profile web]
      role_arn = arn:aws:iam::1:role/r
      web_identity_token_file = /f
      [profile empty]
      region = eu-west-1
      """, to: ".aws/config")
    let files = try ProfileFiles(credentialsFile: nil, environment: ["HOME": folder.path])
    let found = files.summaries(environment: [:]).map {
      "\($0.name) \($0.kind.rawValue) \($0.sourceAccessKeyID ?? "-") \($0.mfaSerial ?? "-")"
    }
    #expect(
      found == [
        "empty none - -", "keys keys AKIA1 device", "loop role - -", "ours process AKIA1 device", "process process - -",
        "process-and-keys keys AKIA2 -", "role role AKIA1 device", "session session - -", "sso sso - -",
        "web web-identity - -",
      ])
    #expect(
      files.summaries(environment: [:]).first { $0.name == "session" }?.sessionExpiration == "2026-01-01T00:00:00Z")
  }
}
