import Foundation
import Profiles
import TestSupport
import Testing

@Suite("A resolved profile")
struct ResolutionTests {
  private let folder = TemporaryFolder()

  private func resolve(
    credentials: String = "", config: String = "", _ options: ProfileOptions = ProfileOptions(),
    _ environment: [String: String] = [:]
  ) throws -> ResolvedProfile {
    let home = ["HOME": folder.path]
    try folder.write(credentials, to: ".aws/credentials")
    try folder.write(config, to: ".aws/config")
    return try ResolvedProfile(options, environment: home.merging(environment) { $1 })
  }

  private static func keys(_ id: String) -> String { "aws_access_key_id = \(id)\naws_secret_access_key = secret\n" }

  @Test("is the one of --profile, AWS_PROFILE, AWS_DEFAULT_PROFILE, this shell's session, or default")
  func name() throws {
    let all = ["a", "b", "c", "d", "default"].map { "[\($0)]\n" + Self.keys("AKIA\($0)") }.joined()
    let environment = ["AWS_PROFILE": "b", "AWS_DEFAULT_PROFILE": "c", "AWS_MFA_SESSION_PROFILE": "d"]
    #expect(try resolve(credentials: all, ProfileOptions(profile: "a"), environment).name.value == "a")
    #expect(try resolve(credentials: all, ProfileOptions(), environment).name.value == "b")
    var fewer = environment
    for (variable, expected) in [
      ("AWS_PROFILE", "c"), ("AWS_DEFAULT_PROFILE", "d"), ("AWS_MFA_SESSION_PROFILE", "default"),
    ] {
      fewer[variable] = ""
      #expect(try resolve(credentials: all, ProfileOptions(), fewer).name.value == expected)
    }
  }

  @Test("has the key of the credentials file, then of credential_process, then of the config file")
  func keyOrder() throws {
    let json = try folder.write(
      #"{"Version": 1, "AccessKeyId": "AKIAPROCESS", "SecretAccessKey": "s"}"#, to: "with space.json")
    let config = "[profile p]\n" + Self.keys("AKIACONFIG")
    let process = config + "credential_process = cat '\(json)'\n"
    let options = ProfileOptions(profile: "p")
    let credentials = "[p]\n" + Self.keys("AKIACREDENTIALS")
    #expect(try resolve(credentials: credentials, config: process, options).key.value.accessKeyID == "AKIACREDENTIALS")
    #expect(try resolve(config: process, options).key.value.accessKeyID == "AKIAPROCESS")
    #expect(try resolve(config: config, options).key.value.accessKeyID == "AKIACONFIG")
  }

  @Test("never puts a key together from two files")
  func noMixture() throws {
    #expect(throws: ProfileError.self) {
      try resolve(
        credentials: "[p]\naws_access_key_id = AKIA1\n", config: "[profile p]\naws_secret_access_key = s\n",
        ProfileOptions(profile: "p"))
    }
    // A token in the other file makes no session of a long-term key.
    let key = try resolve(
      credentials: "[p]\naws_session_token = t\n", config: "[profile p]\n" + Self.keys("AKIA1"),
      ProfileOptions(profile: "p"))
    #expect(key.key.value.accessKeyID == "AKIA1")
  }

  @Test("takes keys of the environment only when no profile is named, and no session token stands beside them")
  func environmentKeys() throws {
    let environment = ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "s"]
    let credentials = "[default]\n" + Self.keys("AKIADEFAULT") + "[p]\n" + Self.keys("AKIAP")
    func id(_ options: ProfileOptions = ProfileOptions(), _ more: [String: String] = [:]) throws -> String {
      try resolve(credentials: credentials, options, environment.merging(more) { $1 }).key.value.accessKeyID
    }
    #expect(try id() == "AKIAENV")
    #expect(try id(ProfileOptions(profile: "p")) == "AKIAP")
    #expect(try id(ProfileOptions(), ["AWS_PROFILE": "p"]) == "AKIAP")
    #expect(try id(ProfileOptions(), ["AWS_SESSION_TOKEN": "t"]) == "AKIADEFAULT")
    #expect(try id(ProfileOptions(), ["AWS_SECURITY_TOKEN": "t"]) == "AKIADEFAULT")
  }

  @Test("follows source_profile, and finds the device on the way")
  func sourceProfile() throws {
    let config = """
      [profile role]
      role_arn = arn:aws:iam::1:role/r
      source_profile = middle
      region = eu-west-1
      [profile middle]
      source_profile = base
      mfa_serial = middle-device
      [profile base]
      mfa_serial = base-device
      \(Self.keys("AKIABASE"))
      """
    let profile = try resolve(config: config, ProfileOptions(profile: "role"))
    #expect(profile.key.value.accessKeyID == "AKIABASE")
    #expect(profile.mfaSerial?.value == "middle-device")
    #expect(profile.region?.value == "eu-west-1")
    #expect(profile.roles.map(\.arn.value) == ["arn:aws:iam::1:role/r"])
    #expect(try resolve(config: config, ProfileOptions(profile: "base")).mfaSerial?.value == "base-device")
  }

  @Test("may be its own source when it has keys, and may not go in a circle")
  func circles() throws {
    let own = "[profile p]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = p\n" + Self.keys("AKIAP")
    #expect(try resolve(config: own, ProfileOptions(profile: "p")).key.value.accessKeyID == "AKIAP")
    for config in [
      "[profile p]\nsource_profile = p\n", "[profile p]\nsource_profile = q\n[profile q]\nsource_profile = p\n",
    ] {
      do {
        _ = try resolve(config: config, ProfileOptions(profile: "p"))
        Issue.record("a circle was accepted")
      } catch let error as ProfileError {
        guard case .sourceProfileLoop(let names) = error else { throw error }
        #expect(names.first == "p" && names.last == "p")
      }
    }
  }

  @Test(
    "has the region of --region, AWS_REGION, AWS_DEFAULT_REGION or the profile, and signs for us-east-1 without one")
  func region() throws {
    let config = "[default]\nregion = eu-west-1\n" + Self.keys("AKIA1")
    #expect(try resolve(config: config, ProfileOptions(region: "a-1"), ["AWS_REGION": "b-1"]).region?.value == "a-1")
    let both = ["AWS_REGION": "b-1", "AWS_DEFAULT_REGION": "c-1"]
    #expect(try resolve(config: config, ProfileOptions(), both).region?.value == "b-1")
    #expect(try resolve(config: config, ProfileOptions(), ["AWS_DEFAULT_REGION": "c-1"]).region?.value == "c-1")
    #expect(try resolve(config: config).region?.value == "eu-west-1")
    // What an earlier session of another profile has exported is nobody's wish.
    let left = ["AWS_REGION": "b-1", "AWS_DEFAULT_REGION": "b-1", "AWS_MFA_SESSION_REGION": "b-1"]
    #expect(try resolve(config: config, ProfileOptions(), left).region?.value == "eu-west-1")
    #expect(
      try resolve(config: config, ProfileOptions(), left.merging(["AWS_REGION": "c-1"]) { $1 }).region?.value == "c-1")
    let none = try resolve(config: "[default]\n" + Self.keys("AKIA1"))
    #expect(none.region == nil && none.signingRegion == "us-east-1")
    for region in ["", "-a", "a-", "a.b", "a/b", "1", "é", String(repeating: "a", count: 64)] {
      #expect(throws: ProfileError.self) { try resolve(config: config, ProfileOptions(region: region)) }
    }
  }

  @Test("reads endpoints from the environment, the services section and the profile, in that order")
  func endpoints() throws {
    let config = """
      [default]
      endpoint_url = https://profile.example.com
      services = local
      use_fips_endpoint = True
      sts_regional_endpoints = legacy
      ca_bundle = ~/ca.pem
      \(Self.keys("AKIA1"))
      [services local]
      sts =
        endpoint_url = https://services.example.com
      """
    let fromFiles = try resolve(config: config)
    #expect(fromFiles.endpoints.stsURL?.value == "https://services.example.com")
    #expect(fromFiles.endpoints.iamURL?.value == "https://profile.example.com")
    #expect(fromFiles.endpoints.useFIPS && !fromFiles.endpoints.useDualStack && fromFiles.endpoints.useLegacySTS)
    #expect(fromFiles.network.caBundle == folder.path + "/ca.pem")
    let fromEnvironment = try resolve(
      config: config, ProfileOptions(),
      [
        "AWS_ENDPOINT_URL_STS": "https://a", "AWS_ENDPOINT_URL": "https://b", "AWS_USE_FIPS_ENDPOINT": "false",
        "AWS_USE_DUALSTACK_ENDPOINT": "true", "AWS_STS_REGIONAL_ENDPOINTS": "regional", "AWS_CA_BUNDLE": "/ca",
        "https_proxy": "http://p", "HTTPS_PROXY": "http://q", "NO_PROXY": "x",
      ])
    #expect(fromEnvironment.endpoints.stsURL?.value == "https://a")
    #expect(fromEnvironment.endpoints.iamURL?.value == "https://b")
    #expect(
      !fromEnvironment.endpoints.useFIPS && fromEnvironment.endpoints.useDualStack
        && !fromEnvironment.endpoints.useLegacySTS)
    #expect(fromEnvironment.network == .init(caBundle: "/ca", proxy: "http://p", noProxy: "x"))
    let ignored = try resolve(config: config, ProfileOptions(), ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"])
    #expect(ignored.endpoints.stsURL == nil && ignored.endpoints.iamURL == nil)
  }

  @Test("finds its files where ~ and variables lead")
  func paths() throws {
    try folder.write("[p]\n" + Self.keys("AKIA1"), to: "keys/file")
    for path in ["~/keys/file", "$HOME/keys/file", "${HOME}/keys/file", "${WHERE}/file", folder.path + "/keys/file"] {
      let environment = ["WHERE": "~/keys"]
      #expect(
        try resolve(ProfileOptions(profile: "p", credentialsFile: path), environment).key.value.accessKeyID == "AKIA1")
      #expect(
        try resolve(ProfileOptions(profile: "p"), environment.merging(["AWS_SHARED_CREDENTIALS_FILE": path]) { $1 })
          .key.value.accessKeyID == "AKIA1")
    }
  }

  @Test("describes itself without its secret")
  func secret() throws {
    let profile = try resolve(credentials: "[default]\n" + Self.keys("AKIAVISIBLE"))
    #expect(!"\(profile.key)".contains("secret") && !String(reflecting: profile.key.value).contains("secret"))
  }
}
