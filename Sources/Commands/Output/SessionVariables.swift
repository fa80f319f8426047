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

extension MFASession {
  /// Those that hold its keys.
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
  /// All that a session may put into an environment, as keys or as a profile.
  static let possibleVariables =
    MFASession.keyVariableNames + RefreshFolder.variables + [
      "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SECURITY_TOKEN",
    ]

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
