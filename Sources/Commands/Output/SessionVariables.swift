import Profiles
import STS
import Session
import ShellIntegration

extension SessionRequest {
  /// The variables of a session, for SDKs and for the shell integration, in an environment in which another may be.
  /// - Parameter folder: a config file that is to stand for the keys, so that SDKs fetch new ones when these expire; nil for the keys.
  func variables(of acquired: AcquiredSession, refreshedBy folder: RefreshFolder? = nil) -> EnvironmentChange {
    let session = acquired.session
    var set = folder.map { refreshVariables(of: session, $0) } ?? session.keyVariables
    if let region = session.region {
      set += [(name: "AWS_REGION", value: region.value), (name: "AWS_DEFAULT_REGION", value: region.value)]
      // By this the next session knows a region that is not the user's own, and does not take it for another profile's.
      if !region.isFromEnvironment { set.append((name: ResolvedProfile.exportedRegionVariable, value: region.value)) }
    }
    set.append((name: "AWS_MFA_SESSION_PROFILE", value: session.profile))
    // For other shells, which read it there; and for the renewal.
    if let path = acquired.path { set.append((name: "AWS_MFA_SESSION_FILE", value: path)) }
    let options = renewalOptions(for: session).text
    if !options.isEmpty { set.append((name: RenewalOptions.variable, value: options)) }
    // SDKs disagree on whether a profile or keys in the environment win, and boto reads AWS_SECURITY_TOKEN, the old name,
    // before AWS_SESSION_TOKEN. What an earlier session has left must not stay beside this one.
    let old =
      [
        "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SECURITY_TOKEN", ResolvedProfile.exportedRegionVariable,
        "AWS_MFA_SESSION_FILE",
        RenewalOptions.variable,
      ] + ExportedSession.regionVariables(in: environment)
      + (folder == nil ? environment.isRefreshed ? RefreshFolder.variables : [] : MFASession.keyVariableNames)
    if folder == nil, environment.isRefreshed { set += environment.variablesBeforeRefresh }
    return EnvironmentChange(set: set, unset: old.filter { name in !set.contains { $0.name == name } })
  }
}

extension [String: String] {
  /// Those that led to the user's own files before a config file of this program did.
  fileprivate var variablesBeforeRefresh: [(name: String, value: String)] {
    Self.ownVariables.sorted { $0.key < $1.key }.compactMap { name, own in self[nonEmpty: own].map { (name, $0) } }
  }
}

extension RefreshFolder {
  /// All that leads to such a folder.
  fileprivate static let variables =
    [String: String].ownVariables.flatMap { [$0.key, $0.value] }.sorted() + [
      [String: String].refreshVariable, "AWS_SDK_LOAD_CONFIG",
    ]
}

extension SessionRequest {
  /// A session as a profile that SDKs fetch it from.
  private func refreshVariables(of session: MFASession, _ folder: RefreshFolder) -> [(name: String, value: String)] {
    let own = [String: String].ownVariables.sorted { $0.key < $1.key }.compactMap { name, variable in
      environment[own: name].map { (name: variable, value: $0) }
    }
    return [
      (name: "AWS_PROFILE", value: refreshConfiguration.profile), (name: "AWS_CONFIG_FILE", value: folder.configFile),
      (name: "AWS_SHARED_CREDENTIALS_FILE", value: folder.credentialsFile),
      // Without it, older Go programs do not look into a config file.
      (name: "AWS_SDK_LOAD_CONFIG", value: "1"), (name: [String: String].refreshVariable, value: folder.path),
      (name: "AWS_MFA_SESSION_EXPIRES", value: String(session.credentials.expiration)),
    ] + own
  }

  /// What such a profile is.
  var refreshConfiguration: RefreshConfiguration {
    let options: [(String, String?)] = [
      ("--profile", profile.name.isImplicit && profile.name.origin == .builtIn ? nil : profile.name.value),
      ("--credentials-file", profile.files.credentials.path.absolutePath),
      ("--config-file", profile.files.config.path.absolutePath),
      ("--arn", profile.mfaSerial.flatMap { $0.isFromOption ? $0.value : nil }), ("--role-arn", self.options.roleARN),
      ("--duration", self.options.duration.map(String.init)), ("--wait", self.options.waitLimit.map(String.init)),
    ]
    let words =
      [Program.path, "credential-process", "--quiet"]
      + options.flatMap { name, value in value.map { [name, $0] } ?? [] }
    return RefreshConfiguration(of: profile, command: words.map(\.quoted).joined(separator: " "))
  }

  /// - Throws: `Failure.refreshNeedsProfile` for a key that only this process has.
  func checkRefreshable() throws(Failure) {
    if profile.source == .environment { throw .refreshNeedsProfile }
  }

  /// Writes a config file that fetches the session of this request.
  /// - Throws: `Failure.refreshNeedsProfile`, `.store`.
  func writeRefreshFolder(_ folder: RefreshFolder) throws(Failure) {
    try checkRefreshable()
    do { try folder.write(refreshConfiguration) } catch { throw .store(error) }
  }
}

extension MFASession {
  static let keyVariableNames = [
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION",
  ]

  /// Those of another session of the same profile that change with it.
  func variables(isRefreshed: Bool) -> [(name: String, value: String)] {
    isRefreshed ? keyVariables.filter { $0.name == "AWS_MFA_SESSION_EXPIRES" } : keyVariables
  }

  /// The variables of its keys and its expiry.
  var keyVariables: [(name: String, value: String)] {
    [
      (name: "AWS_ACCESS_KEY_ID", value: credentials.accessKeyID),
      (name: "AWS_SECRET_ACCESS_KEY", value: credentials.secretAccessKey),
      (name: "AWS_SESSION_TOKEN", value: credentials.sessionToken),
      (name: "AWS_CREDENTIAL_EXPIRATION", value: expiration),
      (name: "AWS_MFA_SESSION_EXPIRES", value: String(credentials.expiration)),
    ]
  }
}

extension ExportedSession {
  /// All that a session has put into an environment.
  static func variables(in environment: [String: String]) -> [String] {
    let keys =
      environment.isRefreshed ? RefreshFolder.variables + ["AWS_PROFILE"] : MFASession.keyVariableNames
    let names =
      keys + [
        ResolvedProfile.exportedRegionVariable, "AWS_MFA_SESSION_PROFILE", "AWS_MFA_SESSION_EXPIRES",
        "AWS_MFA_SESSION_FILE",
        RenewalOptions.variable,
      ]
    return names.filter { environment[$0] != nil } + regionVariables(in: environment)
  }

  /// Those of the region that are a session's and not the user's own.
  static func regionVariables(in environment: [String: String]) -> [String] {
    guard let region = environment[ResolvedProfile.exportedRegionVariable] else { return [] }
    return ["AWS_REGION", "AWS_DEFAULT_REGION"].filter { environment[$0] == region }
  }
}
