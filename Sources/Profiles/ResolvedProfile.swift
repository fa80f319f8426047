/// The settings of a session, resolved once from options, environment and files.
package struct ResolvedProfile: Sendable {
  package let name: Sourced<String>
  package let files: ProfileFiles
  package let key: Sourced<AccessKey>
  /// The place of the key.
  package let source: SourceChain.Source
  /// The region; nil if none is set.
  package let region: Sourced<String>?
  package let mfaSerial: Sourced<String>?
  /// A command that prints an MFA code, for the shell.
  package let mfaProcess: Sourced<String>?
  /// How long a new session of the user lasts, in seconds, 900 to 129,600. A role's is in its profile.
  package let duration: Int
  /// How to ask for the code; nil for any possible way.
  package let promptMethod: PromptMethod?
  /// How long to wait for a session if the code cannot be asked for, in seconds.
  package let waitLimit: Int
  /// The roles to assume in order, the first with the session of the key; empty for a profile of a user.
  package let roles: [Role]
  package let endpoints: EndpointSettings
  package let network: NetworkSettings

  /// The variable that holds the region which an earlier session of this shell exported, when it came from a profile or an
  /// option: `AWS_REGION` with the same value is then not a choice of the user.
  package static let exportedRegionVariable = "AWS_MFA_SESSION_REGION"

  /// The region to sign for where none is known.
  package static let fallbackRegion = "us-east-1"
  package var signingRegion: String { region?.value ?? Self.fallbackRegion }

  /// How long a program may wait for a session, in seconds.
  package static let waitLimits = 0...604_800

  /// How long a session can last, in seconds (STS GetSessionToken, `DurationSeconds`).
  package static let durations = 900...129_600
}

/// The ways to ask for a code.
package enum PromptMethod: String, Sendable {
  case terminal, pinentry, none
}

/// Which endpoints to use (AWS SDKs and Tools Reference Guide, "Service-specific endpoints", "FIPS and dual-stack endpoints",
/// "AWS STS Regional endpoints").
package struct EndpointSettings: Equatable, Sendable {
  package let useFIPS: Bool
  package let useDualStack: Bool
  /// `legacy`: regions older than the regional endpoints go to sts.amazonaws.com.
  package let useLegacySTS: Bool
  package let stsURL: Sourced<String>?
  package let iamURL: Sourced<String>?
}

/// How to reach the endpoints.
package struct NetworkSettings: Equatable, Sendable {
  /// Path of a file of certificates to trust instead of the system's.
  package let caBundle: String?
  /// URL of the proxy for https.
  package let proxy: String?
  /// Hosts that are reached without it, separated by commas.
  package let noProxy: String?

  package init(caBundle: String?, proxy: String?, noProxy: String?) {
    self.caBundle = caBundle
    self.proxy = proxy
    self.noProxy = noProxy
  }
}

/// The options of the command line about a profile; nil if not given.
package struct ProfileOptions: Sendable {
  package var profile: String?
  package var credentialsFile: String?
  package var region: String?
  package var mfaSerial: String?
  /// The role, in place of the profile's `role_arn`.
  package var roleARN: String?
  /// How long a new session lasts, in seconds.
  package var duration: Int?
  /// How long to wait for a session if the code cannot be asked for, in seconds.
  package var waitLimit: Int?

  package init(
    profile: String? = nil, credentialsFile: String? = nil, region: String? = nil, mfaSerial: String? = nil,
    roleARN: String? = nil, duration: Int? = nil, waitLimit: Int? = nil
  ) {
    self.profile = profile
    self.credentialsFile = credentialsFile
    self.region = region
    self.mfaSerial = mfaSerial
    self.roleARN = roleARN
    self.duration = duration
    self.waitLimit = waitLimit
  }
}
