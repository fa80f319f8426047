private import Platform

extension ResolvedProfile {
  /// Reads the files, and resolves everything that does not need the network.
  ///
  /// Runs a `credential_process` of the profile if the key comes from nowhere else.
  /// - Parameter written: the sections of the credentials file that this program wrote.
  /// - Throws: `ProfileError`.
  package init(
    _ options: ProfileOptions, environment: [String: String], written: [WrittenSource] = []
  ) throws(ProfileError) {
    let files = try ProfileFiles(
      credentialsFile: options.credentialsFile, environment: environment, written: written)
    let name = ProfileFiles.chosenName(options.profile, environment)
    let found = files.settings(ofProfile: name.value)
    if found == nil, !name.isImplicit { throw files.noSuchProfile(name) }
    let settings = found ?? Settings()
    let chain: SourceChain
    do throws(ProfileError) {
      chain = try SourceChain(
        of: name, in: files, environment: environment,
        role: options.roleARN.map { Sourced($0, from: .option("--role-arn")) })
    } catch .sourceProfileMissing(let source, let profile, _) {
      throw .sourceProfileMissing(source, of: profile, known: files.profileNames())
    }
    self.name = name
    self.files = files
    key = try KeySource(files: files, environment: environment).key(of: chain, for: name.value)
    source = chain.source
    roles = chain.roles
    mfaSerial =
      options.mfaSerial.map { Sourced($0, from: .option("--arn")) }
      ?? Sourced(variable: "AWS_MFA_SERIAL", environment) ?? chain.mfaSerial
    mfaProcess = Sourced(variable: "AWS_MFA_PROCESS", environment) ?? chain.setting("mfa_process")
    promptMethod = try OwnSetting.promptMethod.value(in: environment, chain)
    waitLimit = try OwnSetting.waitLimit.value(options.waitLimit, in: environment, chain) ?? 0
    duration = try Self.duration(options, environment, chain)
    region = try Self.region(options, environment, settings, name.value, files)
    endpoints = try EndpointSettings(
      environment: environment, settings: settings, services: settings["services"].flatMap(files.services(named:)),
      origin: .file(path: files.config.path, profile: name.value))
    network = NetworkSettings(environment: environment, settings: settings)
  }

  /// - Throws: `ProfileError.invalidSetting`.
  private static func duration(
    _ options: ProfileOptions, _ environment: [String: String], _ chain: SourceChain
  ) throws(ProfileError) -> Int {
    if let seconds = try OwnSetting.duration.value(options.duration, in: environment, chain) { return seconds }
    return try chain.keyDuration.map { setting throws(ProfileError) in
      try OwnSetting.duration.value(setting, named: "duration_seconds")
    } ?? 3600
  }

  private static func region(
    _ options: ProfileOptions, _ environment: [String: String], _ settings: Settings, _ profile: String,
    _ files: ProfileFiles
  ) throws(ProfileError) -> Sourced<String>? {
    var region: Sourced<String>?
    if let value = options.region {
      region = Sourced(value, from: .option("--region"))
    } else {
      region = regionName(
        environment,
        of: settings["region"].map { Sourced($0, from: files.origin(of: "region", ofProfile: profile)) })
    }
    if let region, !isHostLabel(region.value) { throw .invalidRegion(region.value, origin: region.origin) }
    return region
  }

  /// The environment's region, unless an earlier session of this shell has left it there; else the profile's.
  package static func regionName(_ environment: [String: String], of profile: Sourced<String>?) -> Sourced<String>? {
    let variable = ["AWS_REGION", "AWS_DEFAULT_REGION"].first {
      environment[nonEmpty: $0] != nil && environment[$0] != environment[exportedRegionVariable]
    }
    return variable.flatMap { Sourced(variable: $0, environment) } ?? profile
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

extension ProfileFiles {
  /// The name of the profile to use.
  ///
  /// The profile that an earlier session of this shell was made from counts after the AWS CLI's own variables, which that
  /// session has unset.
  /// - Parameter option: the profile of the command line.
  package static func chosenName(_ option: String?, _ environment: [String: String]) -> Sourced<String> {
    if let name = option { return Sourced(name, from: .option("--profile")) }
    for variable in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_MFA_SESSION_PROFILE"] {
      if let name = environment[own: variable] { return Sourced(name, from: .environment(variable)) }
    }
    return Sourced("default", from: .builtIn)
  }

  /// The error for a profile that is in neither file.
  package func noSuchProfile(_ name: Sourced<String>) -> ProfileError {
    .noSuchProfile(
      name.value, origin: name.origin, credentialsFile: credentials.path, configFile: config.path, known: profileNames()
    )
  }
}

extension Sourced<String> {
  /// Nil for one that is not set.
  fileprivate init?(variable: String, _ environment: [String: String]) {
    guard let value = environment[nonEmpty: variable] else { return nil }
    self.init(value, from: .environment(variable))
  }

  /// Whether a profile's name is a default. Only then do keys of the environment count, and may the profile be missing from the files.
  package var isImplicit: Bool { origin == .builtIn || origin == .environment("AWS_MFA_SESSION_PROFILE") }
}

/// Reads the long-term key at the end of a chain where botocore would.
private struct KeySource {
  let files: ProfileFiles
  let environment: [String: String]

  func key(of chain: SourceChain, for profile: String) throws(ProfileError) -> Sourced<AccessKey> {
    switch chain.source {
    case .profile(let source): try key(of: source, isForRole: !chain.roles.isEmpty)
    case .environment: try environmentKey(for: profile)
    }
  }

  private func environmentKey(for profile: String) throws(ProfileError) -> Sourced<AccessKey> {
    let keys = KeyTriple(environment: environment)
    let origin = Origin.environment("AWS_ACCESS_KEY_ID")
    if let key = try keys.accessKey(from: origin, secretName: "AWS_SECRET_ACCESS_KEY"), key.sessionToken == nil {
      return Sourced(key, from: origin)
    }
    throw .noKeys(profile: profile, reason: keys.isPresent ? .environmentSession : .emptyEnvironment)
  }

  /// The credentials file, then `credential_process`, then the config file: botocore's order of providers, none of which
  /// puts a key together from two places.
  /// - Parameter isForRole: whether a session is enough.
  private func key(of profile: String, isForRole: Bool) throws(ProfileError) -> Sourced<AccessKey> {
    let settings = files.settings(ofProfile: profile) ?? Settings()
    if let keys = files.credentialsSettings(ofProfile: profile).map(KeyTriple.init), keys.isPresent {
      return try key(keys, from: .file(path: files.credentials.path, profile: profile), profile, isForRole)
    }
    if settings["login_session"] != nil { throw .noKeys(profile: profile, reason: .login) }
    let configured = files.configSettings(ofProfile: profile).map(KeyTriple.init)
    if let command = settings["credential_process"], CredentialProcessReference(command, of: profile) == nil {
      let isKeyBeside = configured?.isLongTermKey == true
      if let keys = try keys(from: command, of: profile, isKeyBeside: isKeyBeside) {
        return try key(keys, from: .process(profile: profile), profile, isForRole)
      }
    }
    if let configured, configured.isPresent {
      return try key(configured, from: .file(path: files.config.path, profile: profile), profile, isForRole)
    }
    throw .noKeys(profile: profile, reason: missing(settings))
  }

  /// - Parameter isKeyBeside: whether the config file has the profile's key too.
  /// - Returns: nil for a process that is this program in disguise, which gives a session of the key beside it.
  private func keys(from command: String, of profile: String, isKeyBeside: Bool) throws(ProfileError) -> KeyTriple? {
    do {
      let keys = try CredentialProcess(command, of: profile).run(environment: environment)
      return keys.sessionToken != nil && isKeyBeside ? nil : keys
    } catch {
      if error == .circular && isKeyBeside { return nil }
      throw .credentialProcess(profile: profile, error)
    }
  }

  private func key(
    _ keys: KeyTriple, from origin: Origin, _ profile: String, _ isForRole: Bool
  ) throws(ProfileError) -> Sourced<AccessKey> {
    guard let key = try keys.accessKey(from: origin), key.sessionToken == nil || isForRole else {
      throw .noKeys(profile: profile, reason: .session(origin))
    }
    return Sourced(key, from: origin)
  }

  private func missing(_ settings: Settings) -> ProfileError.NoKeys {
    if settings["sso_session"] ?? settings["sso_start_url"] != nil { return .singleSignOn }
    if settings["web_identity_token_file"] != nil { return .webIdentity }
    if let source = settings["credential_source"] { return .instanceMetadata(source) }
    if KeyTriple(environment: environment).sessionToken != nil { return .environmentSession }
    if settings["role_arn"] != nil { return .roleWithoutSource }
    return .nothing(credentialsFile: files.credentials.path, configFile: files.config.path)
  }
}

extension EndpointSettings {
  fileprivate init(
    environment: [String: String], settings: Settings, services: Settings?, origin: Origin
  ) throws(ProfileError) {
    func isOn(_ key: String) -> Bool {
      (environment[nonEmpty: "AWS_" + key.uppercased()] ?? settings[CodePointString(key)])?.lowercased() == "true"
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
      return (services?[CodePointString(service), "endpoint_url"] ?? settings["endpoint_url"]).map {
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
      proxy: proxies.firstResult { environment[nonEmpty: $0] },
      noProxy: environment[nonEmpty: "no_proxy"] ?? environment[nonEmpty: "NO_PROXY"])
  }
}
