import Profiles
package import STS

/// A session as a file of the store holds it, one value a line. The shells read the first five: expiry in seconds since 1970,
/// access key id, secret access key, session token, expiry as RFC 3339. The rest is for this program.
package struct KeptSession: Equatable, Sendable {
  package let credentials: SessionCredentials
  package let identity: Identity
  package let serialNumber: String
  /// What it was made for, in seconds.
  package let duration: Int
  /// The credentials file in which its profile is.
  package let credentialsFile: String

  init(_ session: MFASession, credentialsFile: String) {
    credentials = session.credentials
    identity = session.identity
    serialNumber = session.serialNumber
    duration = session.duration
    self.credentialsFile = credentialsFile
  }

  /// Reads a file; nil when there is none that this user has written and that is whole.
  package init?(at path: String) {
    guard let bytes = readOwnFile(path), bytes.last == UInt8(ascii: "\n"),
      let text = String(validating: bytes.dropLast(), as: UTF8.self)
    else { return nil }
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count == Self.lineCount, let expiry = seconds(lines[0]), let duration = seconds(lines[8]),
      !lines[1...5].contains("")
    else { return nil }
    credentials = SessionCredentials(
      accessKeyID: lines[1], secretAccessKey: lines[2], sessionToken: lines[3], expiration: expiry)
    identity = Identity(user: lines[5], account: lines[6].isEmpty ? nil : lines[6])
    serialNumber = lines[7]
    self.duration = duration
    credentialsFile = lines[9]
  }

  private static let lineCount = 10

  var bytes: [UInt8] {
    let lines = [
      String(credentials.expiration), credentials.accessKeyID, credentials.secretAccessKey, credentials.sessionToken,
      rfc3339(credentials.expiration), identity.user, identity.account ?? "", serialNumber, String(duration),
      credentialsFile,
    ]
    return lines.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] }
  }
}
