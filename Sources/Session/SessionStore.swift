package import Profiles
import STS

/// The files in which sessions are kept for the shells and for other processes of this user.
///
/// One a session, of one value a line; see `KeptSession`. Its modification time is the expiry: fish has no clock, but tells
/// how long a file's time is ago.
package struct SessionStore: Sendable {
  /// `$XDG_STATE_HOME/aws-mfa-session`, by default `~/.local/state/aws-mfa-session` (XDG Base Directory Specification, which
  /// also says that a relative path is to be ignored).
  package let directory: String

  package init(environment: [String: String]) {
    let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    directory = (state ?? expandingPath("~/.local/state", environment: environment)) + "/aws-mfa-session"
  }

  /// Keeps a session in place of an earlier one of the same key and device.
  /// - Returns: the path of its file.
  package func save(_ session: MFASession, of profile: ResolvedProfile) throws(FileReplacementError) -> String {
    let path = path(of: profile, serialNumber: session.serialNumber)
    let kept = KeptSession(session, credentialsFile: profile.files.credentials.path)
    try LockedFile(path).replace(with: kept.bytes, modificationTime: session.credentials.expiration)
    return path
  }

  /// The session that is kept for a profile's key and a device, expired or not, and the path of its file.
  package func session(of profile: ResolvedProfile, serialNumber: String) -> (MFASession, path: String)? {
    let path = path(of: profile, serialNumber: serialNumber)
    guard let kept = KeptSession(at: path) else { return nil }
    // Made for another profile perhaps, whose key and device are the same.
    let session = MFASession(
      credentials: kept.credentials, profile: profile.name.value, region: profile.region, identity: kept.identity,
      serialNumber: kept.serialNumber, duration: kept.duration)
    return (session, path)
  }

  /// When the session of a listed profile ends, in seconds since 1970; nil when none is kept.
  package func expiration(of profile: ProfileSummary) -> Int? {
    guard let key = profile.accessKeyID, let serial = profile.mfaSerial else { return nil }
    let region = profile.region ?? ResolvedProfile.fallbackRegion
    return KeptSession(at: path(accessKeyID: key, serialNumber: serial, region: region))?.credentials.expiration
  }

  private func path(of profile: ResolvedProfile, serialNumber: String) -> String {
    path(accessKeyID: profile.key.value.accessKeyID, serialNumber: serialNumber, region: profile.signingRegion)
  }

  /// All profiles that share a key, a device and a partition share the session. The name does not tell which.
  private func path(accessKeyID: String, serialNumber: String, region: String) -> String {
    let partition = Partition.containing(region: region).id
    return "\(directory)/\(Digest.sha256Hex("\(accessKeyID)\n\(serialNumber)\n\(partition)").prefix(32))"
  }
}
