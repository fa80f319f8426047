/// What both files say of a profile, as far as a list of profiles shows it.
package struct ProfileSummary: Equatable, Sendable {
  package let name: String
  package let kind: Kind
  /// Of its own long-term key.
  package let accessKeyID: String?
  /// Of the profile itself or, on the way to its key, the first that names one.
  package internal(set) var mfaSerial: String?
  package let roleARN: String?
  /// Where single sign-on leads to.
  package let ssoAccount: String?
  package let region: String?
  /// Of the session that it holds.
  package let sessionAccessKeyID: String?
  /// When that ends, as it stands there.
  package let sessionExpiration: String?
  /// Of the long-term key that its sessions are made with: its own, or the one that `source_profile` leads to.
  package internal(set) var sourceAccessKeyID: String?
  fileprivate let sourceProfile: ExactText?

  /// Where an AWS tool gets the profile's credentials from.
  package enum Kind: String, Sendable, CaseIterable {
    case keys, session, role, sso, process
    case webIdentity = "web-identity"
    /// Nothing that gives credentials.
    case none
  }

  fileprivate init(_ name: ExactText, _ settings: Settings, hasKeysInCredentialsFile: Bool) {
    let keys = KeyTriple(settings)
    self.name = name.string
    kind = Kind(settings, hasKeysInCredentialsFile: hasKeysInCredentialsFile)
    accessKeyID = keys.isLongTerm ? keys.accessKeyID : nil
    sourceAccessKeyID = accessKeyID
    mfaSerial = settings["mfa_serial"]
    roleARN = settings["role_arn"]
    ssoAccount = settings["sso_account_id"]
    region = settings["region"]
    sessionAccessKeyID = keys.sessionToken == nil ? nil : keys.accessKeyID
    sessionExpiration = keys.sessionToken == nil ? nil : settings["expiration"]
    let own = settings["credential_process"].flatMap { OwnCredentialProcess.profile(of: $0, in: name.string) }
    sourceProfile = (settings["source_profile"] ?? own).map { ExactText($0) }
  }
}

extension ProfileSummary.Kind {
  /// In the order in which botocore looks for credentials.
  fileprivate init(_ settings: Settings, hasKeysInCredentialsFile: Bool) {
    let keys = KeyTriple(settings)
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
      } else if settings["credential_process"] != nil {
        .process
      } else {
        keys.isPresent ? ofKeys : .none
      }
  }
}

extension ProfileFiles {
  /// All profiles, sorted by name.
  package var summaries: [ProfileSummary] {
    var settings = configSections.mapValues(config.document.settings(of:))
    var haveKeys: Set<ExactText> = []
    for section in credentials.document.namedSections {
      let found = credentials.document.settings(of: section)
      if KeyTriple(found).isPresent { haveKeys.insert(ExactText(section.name)) }
      settings[ExactText(section.name), default: Settings()].overlay(found)
    }
    var summaries: [ExactText: ProfileSummary] = [:]
    for (name, settings) in settings {
      summaries[name] = ProfileSummary(name, settings, hasKeysInCredentialsFile: haveKeys.contains(name))
    }
    return summaries.values.map { $0.completed(from: summaries) }.sorted { $0.name < $1.name }
  }
}

extension ProfileSummary {
  /// With what stands on the way to the key.
  fileprivate func completed(from all: [ExactText: ProfileSummary]) -> ProfileSummary {
    var result = self
    var next = sourceProfile
    var visited: Set<ExactText> = [ExactText(name)]
    while result.sourceAccessKeyID == nil, let name = next, visited.insert(name).inserted, let source = all[name] {
      result.sourceAccessKeyID = source.accessKeyID
      result.mfaSerial = result.mfaSerial ?? source.mfaSerial
      next = source.sourceProfile
    }
    return result
  }
}
