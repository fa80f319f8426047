package import Profiles
import STS

/// The cached sessions of each profile, as far as they can be found without running a `credential_process`.
package struct ProfileSessions {
  /// The sessions by file name.
  private let byFileName: [String: CachedSession]
  /// The sessions by the id of the long-term key.
  private let bySource: [String: [CachedSession]]
  /// The sessions by their own access key id.
  private let byKey: [String: MFASession]
  private let environment: [String: String]

  /// - Parameter environment: its MFA device and region count for all profiles.
  package init(in store: SessionStore, environment: [String: String]) {
    let sessions = store.sessions
    byFileName = Dictionary(sessions.map { (String($0.path.split(separator: "/").last ?? ""), $0) }) { first, _ in first
    }
    bySource = Dictionary(grouping: sessions) { $0.session.sourceAccessKeyID }
    byKey = Dictionary(sessions.map { ($0.session.credentials.accessKeyID, $0.session) }) { first, _ in first }
    self.environment = environment
  }

  /// All sessions made with a profile's credentials: for a user's profile, also those of roles.
  package func all(of profile: ProfileSummary) -> [CachedSession] {
    profile.roles.isEmpty
      ? accessKeyIDs(of: profile).flatMap { bySource[$0] ?? [] } : matching(profile)
  }

  /// The live session that the profile would get.
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

  /// The ids of the profile's keys: if only a process knows the key, those of cached sessions.
  private func accessKeyIDs(of profile: ProfileSummary) -> [String] {
    if let id = profile.sourceAccessKeyID { return [id] }
    return bySource.filter { $0.value.contains { $0.session.profile == profile.sourceProfile } }.map(\.key).sorted()
  }

  private func serialNumbers(of profile: ProfileSummary, _ id: String) -> [String] {
    if let named = environment[nonEmpty: "AWS_MFA_SERIAL"] ?? profile.mfaSerial { return [named] }
    return Set((bySource[id] ?? []).map(\.session.serialNumber)).sorted()
  }

  /// The live session of a file.
  func session(atPath path: String) -> MFASession? {
    byFileName[String(path.split(separator: "/").last ?? "")].flatMap { $0.path == path ? $0.session : nil }
  }

  /// The live session with an access key id.
  func session(withKey id: String) -> MFASession? { byKey[id] }

  /// The session that the profile itself holds, if it is also cached.
  func held(by profile: ProfileSummary) -> MFASession? { profile.sessionAccessKeyID.flatMap(session(withKey:)) }

  /// The expiry of the session that the profile holds or would get, in seconds since 1970; nil if there is none.
  package func expiration(of profile: ProfileSummary) -> Int? {
    guard let held = profile.sessionExpiration else { return cached(for: profile)?.credentials.expiration }
    return time(rfc3339: held)
  }

  /// The account that a profile gives access to, as far as it is known.
  package func account(of profile: ProfileSummary) -> String? {
    if let account = profile.ssoAccount { return account }
    let arn = profile.roleARN ?? profile.mfaSerial
    return arn.flatMap { Identity(arn: $0)?.account } ?? (held(by: profile) ?? cached(for: profile))?.account
  }
}
