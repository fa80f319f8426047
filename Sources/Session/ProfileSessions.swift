package import Profiles
import STS

/// Which of the kept sessions is which profile's, by what the files say alone: no profile is resolved, and nobody is asked.
package struct ProfileSessions {
  private let bySource: [String: [SessionStore.Kept]]
  private let byProfile: [String: [SessionStore.Kept]]
  private let byKey: [String: MFASession]
  private let written: [ExactText: WrittenProfiles.Entry]

  /// - Parameter credentialsFile: in which profiles may have been written.
  package init(in store: SessionStore, credentialsFile: String) {
    let sessions = store.sessions
    bySource = Dictionary(grouping: sessions) { $0.session.sourceAccessKeyID }
    byProfile = Dictionary(grouping: sessions) { $0.session.profile }
    byKey = Dictionary(sessions.map { ($0.session.credentials.accessKeyID, $0.session) }) { first, _ in first }
    written = WrittenProfiles(in: store).entries(in: credentialsFile)
  }

  /// All that a profile's credentials have made: with a user's profile, those of roles too.
  package func all(of profile: ProfileSummary) -> [SessionStore.Kept] {
    guard let key = profile.sourceAccessKeyID else { return byProfile[profile.name] ?? [] }
    let made = bySource[key] ?? []
    guard let role = profile.roleARN else { return made }
    return made.filter { $0.session.roleARN == role }
  }

  /// The one that the profile would be given, if it lives.
  package func kept(for profile: ProfileSummary) -> MFASession? {
    let fitting = all(of: profile).map(\.session).filter {
      $0.roleARN == profile.roleARN && [nil, $0.serialNumber].contains(profile.mfaSerial)
    }
    return fitting.last
  }

  /// The one that the profile itself holds, if it is kept too.
  func held(by profile: ProfileSummary) -> MFASession? { profile.sessionAccessKeyID.flatMap { byKey[$0] } }

  /// When the session ends that the profile holds or would be given, in seconds since 1970; nil when there is none.
  package func expiration(of profile: ProfileSummary) -> Int? {
    guard let held = profile.sessionExpiration else { return kept(for: profile)?.credentials.expiration }
    return written[ExactText(profile.name)]?.expiration ?? time(rfc3339: held)
  }

  /// The account that a profile opens, as far as one can tell.
  package func account(of profile: ProfileSummary) -> String? {
    if let account = profile.ssoAccount { return account }
    let arn = profile.roleARN ?? profile.mfaSerial
    return arn.flatMap { Identity(arn: $0)?.account } ?? (held(by: profile) ?? kept(for: profile))?.account
  }
}
