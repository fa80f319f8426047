import Profiles
import STS

/// A session as a file of the store holds it, one value a line. The shells read the first five: expiry in seconds since 1970,
/// access key id, secret access key, session token, expiry as RFC 3339. The rest is for this program.
enum StateFile {
  private static let lineCount = 11

  static func bytes(_ session: MFASession) -> [UInt8] {
    let credentials = session.credentials
    let lines = [
      String(credentials.expiration), credentials.accessKeyID, credentials.secretAccessKey, credentials.sessionToken,
      session.expiration, session.profile, session.identity.user, session.identity.account ?? "", session.serialNumber,
      session.roleARN ?? "", session.sourceAccessKeyID,
    ]
    // A name with a line break would make the file unreadable.
    return lines.flatMap { $0.utf8.map { $0 == UInt8(ascii: "\n") ? UInt8(ascii: "?") : $0 } + [UInt8(ascii: "\n")] }
  }

  /// - Returns: nil for an incomplete or foreign file.
  static func session(_ bytes: [UInt8]) -> MFASession? {
    guard bytes.last == UInt8(ascii: "\n"), let text = String(validating: bytes.dropLast(), as: UTF8.self) else {
      return nil
    }
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count == lineCount, let expiration = seconds(lines[0]),
      [1, 2, 3, 6, 8, 10].allSatisfy({ !lines[$0].isEmpty })
    else { return nil }
    return MFASession(
      credentials: SessionCredentials(
        accessKeyID: lines[1], secretAccessKey: lines[2], sessionToken: lines[3], expiration: expiration),
      identity: Identity(user: lines[6], account: lines[7].isEmpty ? nil : lines[7]), serialNumber: lines[8],
      roleARN: lines[9].isEmpty ? nil : lines[9], sourceAccessKeyID: lines[10], profile: lines[5], region: nil)
  }
}

/// Reads seconds since 1970 from files and variables: at most eleven digits, so that sums do not overflow.
func seconds(_ text: String) -> Int? {
  text.utf8.count <= 11 && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
}
