package import Profiles
import STS

/// The files in which sessions are kept for the shells and for other processes of this user.
///
/// One a session. Its first four lines are expiry (seconds since 1970), access key id, secret access key and session token,
/// so that a shell reads them with `read`; then profile, owner and region. Its modification time is the expiry: fish has no
/// clock, but tells how long a file's time is ago.
package struct SessionStore: Sendable {
  /// `$XDG_STATE_HOME/aws-mfa-session`, by default `~/.local/state/aws-mfa-session` (XDG Base Directory Specification, which
  /// also says that a relative path is to be ignored).
  package let directory: String

  package init(environment: [String: String]) {
    let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    directory = (state ?? "\(environment["HOME"] ?? "")/.local/state") + "/aws-mfa-session"
  }

  /// Keeps a session in place of an earlier one of the same key and device.
  /// - Returns: the path of its file.
  package func save(_ session: MFASession, of profile: ResolvedProfile) throws(FileReplacementError) -> String {
    let path = "\(directory)/\(Self.name(of: session, of: profile))"
    let credentials = session.credentials
    let lines = [
      String(credentials.expiration), credentials.accessKeyID, credentials.secretAccessKey,
      credentials.sessionToken, session.profile, session.identity.label, session.region?.value ?? "",
    ]
    try LockedFile(path).replace(
      with: lines.flatMap { Array($0.utf8) + [0x0A] }, modificationTime: credentials.expiration)
    return path
  }

  /// All profiles that share a key, a device and a partition share the session. The name does not tell which.
  private static func name(of session: MFASession, of profile: ResolvedProfile) -> String {
    let partition = Partition.containing(region: profile.signingRegion).id
    return String(
      Digest.sha256Hex("\(profile.key.value.accessKeyID)\n\(session.serialNumber)\n\(partition)").prefix(32))
  }
}
