extension ResolvedProfile {
  /// Reads the files and settles every question that can be settled without the network.
  ///
  /// A `credential_process` of the profile is run here, when keys come from nowhere else.
  /// - Throws: `ProfileError`.
  package init(_ options: ProfileOptions, environment: [String: String]) throws(ProfileError) {
    let files = try ProfileFiles(credentialsFile: options.credentialsFile, environment: environment)
    let name = ProfileFiles.chosenName(options.profile, environment)
    let found = files.settings(ofProfile: name.value)
    if found == nil, !name.isOpen { throw files.noSuchProfile(name) }
    let settings = found ?? Settings()
    let keys = KeySource(
      files: files, environment: environment,
      givenRole: options.roleARN.map { Sourced($0, from: .option("--role-arn")) })
    let source = try keys.find(for: name)
    self.name = name
    self.files = files
    key = source.key
    roles = source.roles
    mfaSerial =
      options.mfaSerial.map { Sourced($0, from: .option("--arn")) }
      ?? Sourced(variable: "AWS_MFA_SERIAL", environment) ?? source.mfaSerial
    mfaProcess = Sourced(variable: "AWS_MFA_PROCESS", environment) ?? source.mfaProcess
    region = try Self.region(options, environment, settings, name.value, files)
    endpoints = try EndpointSettings(
      environment: environment, settings: settings, services: settings["services"].flatMap(files.services(named:)),
      origin: .file(path: files.config.path, profile: name.value))
    network = NetworkSettings(environment: environment, settings: settings)
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

extension ProfileFiles {
  /// The name of the profile that is meant.
  ///
  /// The profile that an earlier session of this shell was made from counts after the AWS CLI's own variables, which that
  /// session has unset.
  /// - Parameter option: the user's own word.
  package static func chosenName(_ option: String?, _ environment: [String: String]) -> Sourced<String> {
    if let name = option { return Sourced(name, from: .option("--profile")) }
    for variable in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_MFA_SESSION_PROFILE"] {
      if let name = environment[nonEmpty: variable] { return Sourced(name, from: .environment(variable)) }
    }
    return Sourced("default", from: .builtIn)
  }

  /// That neither file knows a profile.
  package func noSuchProfile(_ name: Sourced<String>) -> ProfileError {
    .noSuchProfile(
      name.value, origin: name.origin, credentialsFile: credentials.path, configFile: config.path, known: profileNames)
  }
}

extension Sourced<String> {
  /// Nil for one that is not set.
  fileprivate init?(variable: String, _ environment: [String: String]) {
    guard let value = environment[nonEmpty: variable] else { return nil }
    self.init(value, from: .environment(variable))
  }

  /// Of a profile's name, whether nobody named it: only then do keys of the environment count, and need the files not know it.
  package var isOpen: Bool { origin == .builtIn || origin == .environment("AWS_MFA_SESSION_PROFILE") }
}

/// Finds the long-term key of a profile where botocore would, and what stands on the way to it.
private struct KeySource {
  let files: ProfileFiles
  let environment: [String: String]
  /// The user's own word on the role of the named profile.
  let givenRole: Sourced<String>?

  struct Found {
    var key: Sourced<LongTermKey>
    /// To be assumed one after the other.
    var roles: [Role] = []
    /// The first that a profile on the way to the key names; likewise the process.
    var mfaSerial: Sourced<String>?
    var mfaProcess: Sourced<String>?
  }

  func find(for name: Sourced<String>) throws(ProfileError) -> Found {
    if name.isOpen, let key = try environmentKey() {
      var roles: [Role] = []
      if let givenRole { roles.append(try role(givenRole, of: name.value)) }
      return Found(
        key: key, roles: roles, mfaSerial: setting("mfa_serial", of: name.value),
        mfaProcess: setting("mfa_process", of: name.value))
    }
    var visited: [String] = []
    var roles: [Role] = []
    var next = Optional(name.value)
    while let profile = next {
      guard visited.isEmpty || files.settings(ofProfile: profile) != nil else {
        throw .sourceProfileMissing(profile, of: visited.last ?? "")
      }
      guard !visited.contains(profile) else { throw .sourceProfileLoop(visited + [profile]) }
      visited.append(profile)
      let isFirst = visited.count == 1
      if let arn = roleARN(of: profile, isFirst: isFirst) { roles.insert(try role(arn, of: profile), at: 0) }
      next = try sourceProfile(of: profile, isFirst: isFirst)
    }
    let last = visited.last ?? name.value
    return Found(
      key: try takesEnvironmentKey(last, isFirst: visited.count == 1) ? requiredEnvironmentKey(last) : key(of: last),
      roles: roles, mfaSerial: visited.lazy.compactMap { setting("mfa_serial", of: $0) }.first,
      mfaProcess: visited.lazy.compactMap { setting("mfa_process", of: $0) }.first)
  }

  /// Nil when the environment holds none, or a session's.
  private func environmentKey() throws(ProfileError) -> Sourced<LongTermKey>? {
    let keys = KeyTriple(environment: environment)
    guard keys.isPresent, keys.sessionToken == nil else { return nil }
    let origin = Origin.environment("AWS_ACCESS_KEY_ID")
    return try keys.longTermKey(from: origin, secretName: "AWS_SECRET_ACCESS_KEY").map { Sourced($0, from: origin) }
  }

  private func requiredEnvironmentKey(_ profile: String) throws(ProfileError) -> Sourced<LongTermKey> {
    if let key = try environmentKey() { return key }
    let isSession = KeyTriple(environment: environment).isPresent
    throw .noKeys(profile: profile, reason: isSession ? .environmentSession : .emptyEnvironment)
  }

  private func setting(_ key: ExactText, of profile: String) -> Sourced<String>? {
    files.settings(ofProfile: profile)?[key].map { Sourced($0, from: files.origin(of: key.string, ofProfile: profile)) }
  }

  private func role(_ arn: Sourced<String>, of profile: String) throws(ProfileError) -> Role {
    try Role(arn: arn, files.settings(ofProfile: profile) ?? Settings()) { files.origin(of: $0, ofProfile: profile) }
  }

  /// The first profile's role goes before keys beside it, as in botocore; further on, keys end the chain.
  private func roleARN(of profile: String, isFirst: Bool) -> Sourced<String>? {
    if isFirst, let givenRole { return givenRole }
    let hasKeys = files.settings(ofProfile: profile).map(KeyTriple.init)?.isPresent ?? false
    return isFirst || !hasKeys ? setting("role_arn", of: profile) : nil
  }

  private func takesEnvironmentKey(_ profile: String, isFirst: Bool) -> Bool {
    guard let settings = files.settings(ofProfile: profile), roleARN(of: profile, isFirst: isFirst) != nil else {
      return false
    }
    return settings["credential_source"] == "Environment" && settings["source_profile"] == nil
  }

  /// Where a profile's keys stand, if not with itself. A profile may name itself when it has keys.
  private func sourceProfile(of profile: String, isFirst: Bool) throws(ProfileError) -> String? {
    guard let settings = files.settings(ofProfile: profile) else { return nil }
    let hasKeys = KeyTriple(settings).isPresent
    let role = roleARN(of: profile, isFirst: isFirst)
    let process = settings["credential_process"]
    let own = process.flatMap { OwnCredentialProcess.profile(of: $0, in: profile) }
    guard let source = settings["source_profile"] else { return hasKeys || own == profile ? nil : own }
    if role != nil, let other = settings["credential_source"] {
      throw .invalidSetting(
        "credential_source", value: other, expected: "left out where there is a source_profile",
        origin: files.origin(of: "credential_source", ofProfile: profile))
    }
    if hasKeys && (source == profile || role == nil) { return nil }
    if process != nil && own == nil && role == nil { return nil }
    return source
  }

  /// The credentials file, then `credential_process`, then the config file: botocore's order of providers, none of which
  /// puts a key together from two places.
  private func key(of profile: String) throws(ProfileError) -> Sourced<LongTermKey> {
    let settings = files.settings(ofProfile: profile) ?? Settings()
    if let keys = files.credentialsSettings(ofProfile: profile).map(KeyTriple.init), keys.isPresent {
      return try longTermKey(keys, from: .file(path: files.credentials.path, profile: profile), profile)
    }
    if let command = settings["credential_process"], OwnCredentialProcess.profile(of: command, in: profile) == nil {
      let keys: KeyTriple
      do { keys = try CredentialProcess(command, of: profile).run(environment: environment) } catch {
        throw .credentialProcess(profile: profile, error)
      }
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
    if settings["role_arn"] != nil { return .roleWithoutSource }
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
