extension ResolvedProfile {
  /// Reads the files and settles every question that can be settled without the network.
  ///
  /// A `credential_process` of the profile is run here, when keys come from nowhere else.
  /// - Throws: `ProfileError`.
  package init(_ options: ProfileOptions, environment: [String: String]) throws(ProfileError) {
    let files = try ProfileFiles(credentialsFile: options.credentialsFile, environment: environment)
    let name = Self.name(options, environment)
    let found = files.settings(ofProfile: name.value)
    if found == nil, !name.isOpen {
      throw .noSuchProfile(
        name.value, origin: name.origin, credentialsFile: files.credentials.path, configFile: files.config.path,
        known: files.profileNames)
    }
    let settings = found ?? Settings()
    let keys = KeySource(files: files, environment: environment)
    self.name = name
    self.files = files
    (key, mfaSerial) = try keys.find(for: name, mfaSerial: Self.givenSerial(options, environment))
    region = try Self.region(options, environment, settings, name.value, files)
    roleARN = settings["role_arn"]
    endpoints = try EndpointSettings(
      environment: environment, settings: settings, services: settings["services"].flatMap(files.services(named:)),
      origin: .file(path: files.config.path, profile: name.value))
    network = NetworkSettings(environment: environment, settings: settings)
  }

  /// The profile that an earlier session of this shell was made from counts after the AWS CLI's own variables, which that
  /// session has unset.
  private static func name(_ options: ProfileOptions, _ environment: [String: String]) -> Sourced<String> {
    if let name = options.profile { return Sourced(name, from: .option("--profile")) }
    for variable in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_MFA_SESSION_PROFILE"] {
      if let name = environment[nonEmpty: variable] { return Sourced(name, from: .environment(variable)) }
    }
    return Sourced("default", from: .builtIn)
  }

  private static func givenSerial(_ options: ProfileOptions, _ environment: [String: String]) -> Sourced<String>? {
    if let serial = options.mfaSerial { return Sourced(serial, from: .option("--arn")) }
    return environment[nonEmpty: "AWS_MFA_SERIAL"].map { Sourced($0, from: .environment("AWS_MFA_SERIAL")) }
  }

  private static func region(
    _ options: ProfileOptions, _ environment: [String: String], _ settings: Settings, _ profile: String,
    _ files: ProfileFiles
  ) throws(ProfileError) -> Sourced<String>? {
    var region: Sourced<String>?
    if let value = options.region {
      region = Sourced(value, from: .option("--region"))
    } else if let variable = ["AWS_REGION", "AWS_DEFAULT_REGION"].first(where: {
      environment[nonEmpty: $0] != nil && environment[$0] != environment[regionMark]
    }) {
      region = environment[variable].map { Sourced($0, from: .environment(variable)) }
    } else if let value = settings["region"] {
      region = Sourced(value, from: files.origin(of: "region", ofProfile: profile))
    }
    if let region, !isHostLabel(region.value) { throw .invalidRegion(region.value, origin: region.origin) }
    return region
  }

  /// A region becomes part of a host name; botocore's `validate_region_name` has the same rule.
  private static func isHostLabel(_ text: String) -> Bool {
    let isAllowed = { (byte: UInt8) in
      byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    return (1...63).contains(text.utf8.count) && text.utf8.allSatisfy(isAllowed) && !text.hasPrefix("-")
      && !text.hasSuffix("-") && !text.allSatisfy(\.isNumber)
  }
}

extension Sourced<String> {
  /// Whether nobody named the profile: only then do keys of the environment count, and need the files not know it.
  fileprivate var isOpen: Bool { origin == .builtIn || origin == .environment("AWS_MFA_SESSION_PROFILE") }
}

/// Finds the long-term key of a profile where botocore would.
private struct KeySource {
  let files: ProfileFiles
  let environment: [String: String]

  /// The key, and the MFA device: the one that was given, else the first that a profile on the way to the key names.
  func find(for name: Sourced<String>, mfaSerial given: Sourced<String>?) throws(ProfileError)
    -> (Sourced<LongTermKey>, Sourced<String>?)
  {
    if name.isOpen, let key = try environmentKey() {
      return (key, given ?? serial(of: name.value))
    }
    var profile = name.value
    var visited = [profile]
    var serial = given ?? serial(of: profile)
    while let source = try sourceProfile(of: profile, isFirst: visited.count == 1) {
      guard files.settings(ofProfile: source) != nil else { throw .sourceProfileMissing(source, of: profile) }
      guard !visited.contains(source) else { throw .sourceProfileLoop(visited + [source]) }
      visited.append(source)
      profile = source
      serial = serial ?? self.serial(of: source)
    }
    return (try key(of: profile), serial)
  }

  /// Nil when the environment holds none, or a session's.
  private func environmentKey() throws(ProfileError) -> Sourced<LongTermKey>? {
    let keys = KeyTriple(environment: environment)
    guard keys.isPresent, keys.sessionToken == nil else { return nil }
    let origin = Origin.environment("AWS_ACCESS_KEY_ID")
    return try keys.longTermKey(from: origin, secretName: "AWS_SECRET_ACCESS_KEY").map { Sourced($0, from: origin) }
  }

  private func serial(of profile: String) -> Sourced<String>? {
    files.settings(ofProfile: profile)?["mfa_serial"].map {
      Sourced($0, from: files.origin(of: "mfa_serial", ofProfile: profile))
    }
  }

  /// Where a profile's keys stand, if not with itself. The first profile's role goes before keys beside it, as in botocore;
  /// further on, keys end the chain. A profile may name itself when it has keys.
  private func sourceProfile(of profile: String, isFirst: Bool) throws(ProfileError) -> String? {
    guard let settings = files.settings(ofProfile: profile), let source = settings["source_profile"] else { return nil }
    let hasKeys = KeyTriple(settings).isPresent
    if hasKeys && (source == profile || !isFirst || settings["role_arn"] == nil) { return nil }
    if settings["credential_process"] != nil && settings["role_arn"] == nil { return nil }
    return source
  }

  /// The credentials file, then `credential_process`, then the config file: botocore's order of providers, none of which
  /// puts a key together from two places.
  private func key(of profile: String) throws(ProfileError) -> Sourced<LongTermKey> {
    let settings = files.settings(ofProfile: profile) ?? Settings()
    if let keys = files.credentialsSettings(ofProfile: profile).map(KeyTriple.init), keys.isPresent {
      return try longTermKey(keys, from: .file(path: files.credentials.path, profile: profile), profile)
    }
    if let command = settings["credential_process"] {
      let keys: KeyTriple
      do { keys = try CredentialProcess(command).run() } catch { throw .credentialProcess(profile: profile, error) }
      return try longTermKey(keys, from: .process(profile: profile), profile)
    }
    if let keys = files.configSettings(ofProfile: profile).map(KeyTriple.init), keys.isPresent {
      return try longTermKey(keys, from: .file(path: files.config.path, profile: profile), profile)
    }
    throw .noKeys(profile: profile, reason: missing(settings))
  }

  private func longTermKey(_ keys: KeyTriple, from origin: Origin, _ profile: String) throws(ProfileError)
    -> Sourced<LongTermKey>
  {
    guard let key = try keys.longTermKey(from: origin) else {
      throw .noKeys(profile: profile, reason: .session(origin))
    }
    return Sourced(key, from: origin)
  }

  private func missing(_ settings: Settings) -> ProfileError.NoKeys {
    if settings["sso_session"] ?? settings["sso_start_url"] != nil { return .singleSignOn }
    if settings["web_identity_token_file"] != nil { return .webIdentity }
    if let source = settings["credential_source"] { return .instanceMetadata(source) }
    if KeyTriple(environment: environment).sessionToken != nil { return .environmentSession }
    return .nothing(credentialsFile: files.credentials.path, configFile: files.config.path)
  }
}

extension EndpointSettings {
  fileprivate init(
    environment: [String: String], settings: Settings, services: Settings?, origin: Origin
  ) throws(ProfileError) {
    func isOn(_ key: String) -> Bool {
      (environment[nonEmpty: "AWS_" + key.uppercased()] ?? settings[ExactText(key)])?.lowercased() == "true"
    }
    useFIPS = isOn("use_fips_endpoint")
    useDualStack = isOn("use_dualstack_endpoint")
    let variable = environment[nonEmpty: "AWS_STS_REGIONAL_ENDPOINTS"]
    let mode = variable ?? settings["sts_regional_endpoints"] ?? "regional"
    guard ["legacy", "regional"].contains(mode) else {
      throw .invalidSetting(
        "sts_regional_endpoints", value: mode, expected: "legacy or regional",
        origin: variable == nil ? origin : .environment("AWS_STS_REGIONAL_ENDPOINTS"))
    }
    useLegacySTS = mode == "legacy"

    let isIgnored = isOn("ignore_configured_endpoint_urls")
    func url(_ service: String) -> Sourced<String>? {
      guard !isIgnored else { return nil }
      for variable in ["AWS_ENDPOINT_URL_" + service.uppercased(), "AWS_ENDPOINT_URL"] {
        if let url = environment[nonEmpty: variable] { return Sourced(url, from: .environment(variable)) }
      }
      return (services?[ExactText(service), "endpoint_url"] ?? settings["endpoint_url"]).map {
        Sourced($0, from: origin)
      }
    }
    stsURL = url("sts")
    iamURL = url("iam")
  }
}

extension NetworkSettings {
  fileprivate init(environment: [String: String], settings: Settings) {
    let bundle = environment[nonEmpty: "AWS_CA_BUNDLE"] ?? settings["ca_bundle"]
    // Lower case first: what curl and Python's urllib do.
    let proxies = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    self.init(
      caBundle: bundle.map { expandingPath($0, environment: environment) },
      proxy: proxies.lazy.compactMap { environment[nonEmpty: $0] }.first,
      noProxy: environment[nonEmpty: "no_proxy"] ?? environment[nonEmpty: "NO_PROXY"])
  }
}
