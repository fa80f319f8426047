/// A profile in a list: the settings of both files. Runs no `credential_process`.
///
/// A class, because copies of all that it holds would take a tenth of the time of a list.
package final class ProfileSummary: Sendable {
  package let name: String
  package let kind: Kind
  /// The `role_arn` of its own section, valid or not.
  package let roleARN: String?
  /// The first MFA device on the way from the profile to its key.
  package let mfaSerial: String?
  /// The roles to assume in order.
  package let roles: [Role]
  /// The profile that has the long-term key, or its own name if that is not known.
  package let sourceProfile: String
  /// The id of that long-term key; nil if only a process knows it, or there is none.
  package let sourceAccessKeyID: String?
  /// The account of single sign-on.
  package let ssoAccount: String?
  package let region: String?
  /// The access key id of the session that it holds.
  package let sessionAccessKeyID: String?
  /// The expiration of that session, as written in the file.
  package let sessionExpiration: String?

  /// Whether its session takes an MFA code: a device is named on the way to a key that this program can use.
  package var needsMFA: Bool { mfaSerial != nil && [.keys, .role, .session, .process].contains(kind) }

  /// Where an AWS tool gets the profile's credentials from.
  package enum Kind: String, Sendable {
    case keys, session, role, sso, login, process
    case webIdentity = "web-identity"
    /// No source of credentials.
    case none
  }

  fileprivate init(
    _ found: ProfileSettings, _ chain: SourceChain?, _ files: ProfileFiles, _ environment: [String: String]
  ) {
    let (name, settings, keys) = (found.name, found.merged ?? Settings(), found.keys)
    let isSession = keys.sessionToken != nil
    self.name = name
    kind = Kind(settings, keys, hasKeysInCredentialsFile: found.hasKeysInCredentialsFile)
    roles = chain?.roles ?? []
    roleARN = settings["role_arn"] ?? roles.last?.arn.value
    mfaSerial = chain?.mfaSerial?.value ?? settings["mfa_serial"]
    ssoAccount = settings["sso_account_id"]
    region = settings["region"]
    sessionAccessKeyID = isSession ? keys.accessKeyID : nil
    sessionExpiration = isSession ? settings["expiration"] : nil
    switch chain?.source {
    case .profile(let source):
      sourceProfile = source
      sourceAccessKeyID = files.longTermAccessKeyID(of: source)
    case .environment:
      sourceProfile = name
      let keys = KeyTriple(environment: environment)
      sourceAccessKeyID = keys.isLongTermKey ? keys.accessKeyID : nil
    case nil:
      sourceProfile = name
      sourceAccessKeyID = nil
    }
  }
}

extension ProfileSummary.Kind {
  /// In the order in which botocore looks for credentials.
  fileprivate init(_ settings: Settings, _ keys: KeyTriple, hasKeysInCredentialsFile: Bool) {
    let ofKeys = keys.sessionToken == nil ? Self.keys : .session
    self =
      if settings["web_identity_token_file"] != nil {
        .webIdentity
      } else if settings["role_arn"] != nil {
        .role
      } else if settings["sso_session"] ?? settings["sso_start_url"] != nil {
        .sso
      } else if hasKeysInCredentialsFile {
        ofKeys
      } else if settings["login_session"] != nil {
        .login
      } else if settings["credential_process"] != nil {
        .process
      } else {
        keys.isPresent ? ofKeys : .none
      }
  }
}

extension ProfileFiles {
  /// Longer chains do not occur in practice, and would be followed for each of their profiles.
  private static let chainLimit = 20

  /// The profiles with certain names, sorted by name, created one at a time.
  package func summaries(
    environment: [String: String], where isWanted: (_ name: String) -> Bool = { _ in true }
  ) -> some Sequence<ProfileSummary> {
    profileNames().filter(isWanted).lazy.map {
      self.summary(of: Sourced($0, from: .option("--profile")), environment: environment)
    }
  }

  /// A profile as `ResolvedProfile` would find it.
  package func summary(of name: Sourced<String>, environment: [String: String]) -> ProfileSummary {
    let chain = try? SourceChain(of: name, in: self, environment: environment, limit: Self.chainLimit)
    return ProfileSummary(profile(named: name.value), chain, self, environment)
  }

  /// The id of a profile's long-term key; nil if only a process knows it.
  fileprivate func longTermAccessKeyID(of profile: String) -> String? {
    let found = self.profile(named: profile)
    let process = found.merged?["credential_process"].flatMap {
      CredentialProcessReference($0, of: profile) == nil ? $0 : nil
    }
    let isOther = process != nil || found.merged?["login_session"] != nil
    guard !isOther || found.hasKeysInCredentialsFile else { return nil }
    return found.keys.isLongTermKey ? found.keys.accessKeyID : nil
  }
}
