private import Platform

/// The way from a profile to the long-term key that its sessions are made with, as botocore would go it, and what stands on it.
package struct SourceChain: Sendable {
  /// The place of the key.
  package let source: Source
  /// The roles to assume in order, the first with the session of the key.
  package let roles: [Role]
  /// The first MFA device that a profile on the way names.
  package let mfaSerial: Sourced<String>?
  /// The first written profile on the way.
  let writtenProfile: String?
  private let steps: [Step]

  /// A profile, or the variables of an access key.
  package enum Source: Equatable, Sendable {
    case profile(String)
    case environment
  }

  /// - Parameters:
  ///   - role: the role of the command line.
  ///   - limit: the maximum number of profiles on the way.
  /// - Throws: `ProfileError`.
  init(
    of name: Sourced<String>, in files: ProfileFiles, environment: [String: String], role: Sourced<String>? = nil,
    limit: Int = 1000
  ) throws(ProfileError) {
    var steps: [Step] = []
    // Keys of the environment count if no profile is named, and take precedence over its role, as in botocore.
    let isEnvironment = name.isImplicit && KeyTriple(environment: environment).isLongTermKey
    let first = Step(name.value, files, isNamed: !isEnvironment, givenRole: role)
    if isEnvironment { steps = [first] }
    var next = isEnvironment ? nil : Optional(first)
    while let step = next {
      guard steps.isEmpty || step.exists else {
        throw .sourceProfileMissing(step.profile, of: steps.last?.profile ?? "", known: [])
      }
      let isLoop = steps.contains { CodePointString($0.profile) == CodePointString(step.profile) }
      guard !isLoop, steps.count < limit else { throw .sourceProfileLoop(steps.map(\.profile) + [step.profile]) }
      steps.append(step)
      next = try step.next()
    }
    var roles: [Role] = []
    for step in steps { if let role = try step.role(isEnvironment: isEnvironment) { roles.insert(role, at: 0) } }
    self.roles = roles
    mfaSerial = steps.firstResult(of: \.mfaSerial)
    let last = steps[steps.count - 1]
    writtenProfile = steps.first { $0.written != nil }?.profile
    self.steps = steps
    source = isEnvironment || last.takesEnvironmentKey ? .environment : .profile(last.profile)
  }
}

extension SourceChain {
  /// The first value of a key on the way.
  func setting(_ key: CodePointString) -> Sourced<String>? { steps.firstResult { $0.setting(key) } }

  /// The `duration_seconds` of the profile that has the key, if that has no role.
  var keyDuration: Sourced<String>? {
    guard let last = steps.last, last.setting("role_arn") == nil else { return nil }
    return last.setting("duration_seconds")
  }
}

/// A profile on the way. A class, because copies of all that it holds would take a third of the time of a list.
private final class Step: Sendable {
  let profile: String
  /// Whether the user names it, or a `credential_process` that is this program. Its role goes before keys beside it, as in
  /// botocore; that of a profile further on does not.
  let isNamed: Bool
  private let files: ProfileFiles
  private let found: ProfileSettings
  private let settings: Settings
  /// The role of the command line, or of the reference to this profile.
  private let givenRole: Sourced<String>?
  /// The MFA device that the reference to this profile names.
  private let givenSerial: String?
  private let roleARN: Sourced<String>?
  private let own: CredentialProcessReference?
  /// The source of the session that the profile holds, if this program wrote it.
  let written: WrittenSource?
  let exists: Bool

  init(
    _ profile: String, _ files: ProfileFiles, isNamed: Bool, givenRole: Sourced<String>? = nil,
    givenSerial: String? = nil
  ) {
    found = files.profile(named: profile)
    self.profile = profile
    self.files = files
    self.isNamed = isNamed
    self.givenRole = givenRole
    self.givenSerial = givenSerial
    exists = found.merged != nil
    settings = found.merged ?? Settings()
    written = files.writtenSource(ofProfile: profile)
    own = settings["credential_process"].flatMap { CredentialProcessReference($0, of: profile) }
    roleARN =
      if let givenRole {
        givenRole
      } else if let own, own.profile == profile, let role = own.roleARN {
        Sourced(role, from: files.origin(of: "credential_process", in: found))
      } else if let role = settings["role_arn"], isNamed || !found.keys.isPresent, !Self.hasWebIdentity(settings) {
        Sourced(role, from: files.origin(of: "role_arn", in: found))
      } else {
        nil
      }
  }

  func setting(_ key: CodePointString) -> Sourced<String>? {
    settings[key].map { Sourced($0, from: files.origin(of: key, in: found)) }
  }

  private var refersToItself: Bool { own?.profile == profile }

  private func referenceOption(_ value: String?) -> Sourced<String>? {
    value.map { Sourced($0, from: files.origin(of: "credential_process", in: found)) }
  }

  var mfaSerial: Sourced<String>? {
    referenceOption(givenSerial ?? own?.mfaSerial) ?? setting("mfa_serial")
  }

  /// AWS tools then assume the role with that, and look no further.
  private var hasWebIdentity: Bool { Self.hasWebIdentity(settings) }

  private static func hasWebIdentity(_ settings: Settings) -> Bool {
    settings["role_arn"] != nil && settings["web_identity_token_file"] != nil
  }

  /// - Parameter isEnvironment: whether only a role that was given counts.
  /// - Throws: `ProfileError.invalidSetting`.
  func role(isEnvironment: Bool) throws(ProfileError) -> Role? {
    guard let arn = isEnvironment ? givenRole : roleARN else { return nil }
    return try Role(arn: arn, settings) { files.origin(of: CodePointString($0), in: found) }
  }

  private var hasKeys: Bool { found.keys.isPresent }

  var takesEnvironmentKey: Bool {
    roleARN != nil && settings["credential_source"] == "Environment" && settings["source_profile"] == nil
  }

  /// Where the keys stand, if not here. A profile may name itself when it has keys.
  func next() throws(ProfileError) -> Step? {
    let hasRole = roleARN != nil
    if let written, !hasRole {
      return Step(
        written.sourceProfile, files, isNamed: true,
        givenRole: written.roleARN.map { Sourced($0, from: .option("--role-arn")) }, givenSerial: written.mfaSerial)
    }
    if let own, !refersToItself, !(hasRole && settings["source_profile"] != nil), !found.hasKeysInCredentialsFile {
      return Step(
        own.profile, files, isNamed: true, givenRole: referenceOption(own.roleARN), givenSerial: own.mfaSerial)
    }
    guard let source = settings["source_profile"], hasRole || !hasWebIdentity else { return nil }
    if hasRole, let other = settings["credential_source"] {
      throw .invalidSetting(
        "credential_source", value: other, expected: "left out where there is a source_profile",
        origin: files.origin(of: "credential_source", in: found))
    }
    if hasKeys && (source == profile || !hasRole) { return nil }
    if settings["credential_process"] != nil && own == nil && !hasRole { return nil }
    return Step(source, files, isNamed: false)
  }
}
