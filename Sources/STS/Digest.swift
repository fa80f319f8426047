private import COpenSSL

/// SHA-256, for signatures and for file names that must not reveal what they were made from.
package enum Digest {
  static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(aws_sha256_length))
    _ = aws_openssl_sha256(bytes, bytes.count, &digest)
    return digest
  }

  /// In lower-case hexadecimal digits.
  package static func sha256Hex(_ text: String) -> String { hex(sha256(Array(text.utf8))) }

  static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
