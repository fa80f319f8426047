import Profiles
import STS

/// The last code of a device that AWS accepted, or may have accepted: each works once (RFC 6238, 5.2).
///
/// A file remembers its window of thirty seconds and a hash that takes the secret key to make; a code itself has
/// too few digits to be hidden by hashing it.
struct UsedCode {
  /// How long an authenticator shows a code, in seconds (RFC 6238).
  static let period = 30
  /// How many windows clocks may differ each way.
  private static let lifetime = 3

  private let path: String
  private let device: String
  private let secret: String

  init(in store: SessionStore, serialNumber: String, secretAccessKey: String) {
    path = store.usedCodePath(serialNumber: serialNumber)
    device = serialNumber
    secret = secretAccessKey
  }

  /// Whether a code is the one that was used.
  /// - Parameter now: seconds since 1970.
  func `is`(_ code: String, at now: Int) -> Bool {
    guard let bytes = (try? readOwnFile(path)) ?? nil else { return false }
    let words = String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }
    guard words.count == 2, let window = Int(words[0]), abs(now / Self.period - window) < Self.lifetime else {
      return false
    }
    return words[1] == digest(code, window)
  }

  /// Remembers a code. If that fails, AWS refuses it the next time.
  func note(_ code: String, at now: Int) {
    let window = now / Self.period
    try? LockedFile(path, replacingForeign: true).replace(with: Array("\(window) \(digest(code, window))\n".utf8))
  }

  private func digest(_ code: String, _ window: Int) -> String {
    Digest.sha256Hex("\(secret)\n\(device)\n\(window)\n\(code)")
  }
}
