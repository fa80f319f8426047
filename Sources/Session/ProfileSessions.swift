package import Profiles
import STS

/// Which of the cached sessions is which profile's, as far as that can be said without running a process for it.
package struct ProfileSessions {
  /// By what `SessionKey` makes of a profile.
  private let byFileName: [String: CachedSession]
  /// By the long-term key.
  private let bySource: [String: [CachedSession]]
  /// By the sessions' own keys.
  private let byKey: [String: MFASession]
  private let environment: [String: String]

  /// - Parameter environment: what it says of device and region counts for all profiles.
  package init(in store: SessionStore, environment: [String: String]) {
    let sessions = store.sessions
    byFileName = Dictionary(sessions.map { (String($0.path.split(separator: "/").last ?? ""), $0) }) { first, _ in first
    }
    bySource = Dictionary(grouping: sessions) { $0.session.sourceAccessKeyID }
    byKey = Dictionary(sessions.map { ($0.session.credentials.accessKeyID, $0.session) }) { first, _ in first }
    self.environment = environment
  }

  /// All that a profile's credentials have made: with a user's profile, those of roles too.
  package func all(of profile: ProfileSummary) -> [CachedSession] {
    profile.roles.isEmpty
      ? accessKeyIDs(of: profile).flatMap { bySource[$0] ?? [] } : matching(profile)
  }

  /// The one that the profile would be given, if it lives.
  package func cached(for profile: ProfileSummary) -> MFASession? {
    matching(profile).map(\.session).max { $0.credentials.expiration < $1.credentials.expiration }
  }

  private func matching(_ profile: ProfileSummary) -> [CachedSession] {
    let ids = accessKeyIDs(of: profile).filter { bySource[$0] != nil }
    guard !ids.isEmpty else { return [] }
    let region =
      ResolvedProfile.regionName(environment, of: profile.region.map { Sourced($0, from: .builtIn) })?.value
      ?? ResolvedProfile.fallbackRegion
    return ids.flatMap { id in
      serialNumbers(of: profile, id).compactMap { serial in
        byFileName[SessionKey(accessKeyID: id, serialNumber: serial, region: region, roles: profile.roles).fileName]
      }
    }
  }

  /// Where only a process knows the key, those that sessions have been made with.
  private func accessKeyIDs(of profile: ProfileSummary) -> [String] {
    if let id = profile.sourceAccessKeyID { return [id] }
    return bySource.filter { $0.value.contains { $0.session.profile == profile.sourceProfile } }.map(\.key).sorted()
  }

  private func serialNumbers(of profile: ProfileSummary, _ id: String) -> [String] {
    if let named = environment[nonEmpty: "AWS_MFA_SERIAL"] ?? profile.mfaSerial { return [named] }
    return Set((bySource[id] ?? []).map(\.session.serialNumber)).sorted()
  }

  /// The one of a file, if it lives.
  func session(atPath path: String) -> MFASession? {
    byFileName[String(path.split(separator: "/").last ?? "")].flatMap { $0.path == path ? $0.session : nil }
  }

  /// The one with an access key id of its own.
  func session(withKey id: String) -> MFASession? { byKey[id] }

  /// The one that the profile itself holds, if it is cached too.
  func held(by profile: ProfileSummary) -> MFASession? { profile.sessionAccessKeyID.flatMap(session(withKey:)) }

  /// When the session ends that the profile holds or would be given, in seconds since 1970; nil when there is none.
  package func expiration(of profile: ProfileSummary) -> Int? {
    guard let held = profile.sessionExpiration else { return cached(for: profile)?.credentials.expiration }
    return time(rfc3339: held)
  }

  /// The account that a profile opens, as far as one can tell.
  package func account(of profile: ProfileSummary) -> String? {
    if let account = profile.ssoAccount { return account }
    let arn = profile.roleARN ?? profile.mfaSerial
    return arn.flatMap { Identity(arn: $0)?.account } ?? (held(by: profile) ?? cached(for: profile))?.account
  }
}
