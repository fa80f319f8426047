/// What both files say of a profile, as far as a list of profiles shows it.
package struct ProfileSummary: Equatable, Sendable {
  package let name: String
  /// Of its own long-term key.
  package let accessKeyID: String?
  package let mfaSerial: String?
  package let roleARN: String?
  /// Where single sign-on leads to.
  package let ssoAccount: String?
  package let region: String?

  fileprivate init(_ name: String, _ settings: Settings) {
    let keys = KeyTriple(settings)
    self.name = name
    accessKeyID = keys.isLongTerm ? keys.accessKeyID : nil
    mfaSerial = settings["mfa_serial"]
    roleARN = settings["role_arn"]
    ssoAccount = settings["sso_account_id"]
    region = settings["region"]
  }
}

extension ProfileFiles {
  /// All profiles, sorted by name.
  package var summaries: [ProfileSummary] {
    var settings = configSections.mapValues(config.document.settings(of:))
    for section in credentials.document.namedSections {
      settings[ExactText(section.name), default: Settings()].overlay(credentials.document.settings(of: section))
    }
    return settings.map { ProfileSummary($0.key.string, $0.value) }.sorted { $0.name < $1.name }
  }
}
