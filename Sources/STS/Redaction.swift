/// Takes secrets out of what is logged. Nothing leaves this module for a log without it.
struct Redaction {
  /// Values that must not be seen wherever they stand.
  let secrets: [String]

  private static let mark = "[redacted]"
  private static let secretHeaders: Set = ["authorization", "x-amz-security-token"]
  private static let secretElements = ["AccessKeyId", "SecretAccessKey", "SessionToken"]

  /// The same, for a request that has more secrets in it.
  func adding(_ more: [String]) -> Redaction { Redaction(secrets: secrets + more) }

  func header(_ name: String, _ value: String) -> String {
    Self.secretHeaders.contains(name.lowercased()) ? Self.mark : text(value)
  }

  /// A form: the MFA code goes, whatever it is.
  func form(_ body: String) -> String {
    text(
      body.split(separator: "&").map { $0.hasPrefix("TokenCode=") ? "TokenCode=\(Self.mark)" : String($0) }
        .joined(separator: "&"))
  }

  /// An answer, which may be cut short anywhere.
  func answer(_ body: [UInt8]) -> String {
    var rest = String(decoding: body, as: UTF8.self)[...]
    var result = ""
    while let opening = rest.firstIndex(of: "<") {
      result += rest[..<opening]
      rest = rest[opening...]
      guard let element = Self.secretElements.first(where: { rest.hasPrefix("<\($0)>") }) else {
        result.append(rest.removeFirst())
        continue
      }
      result += "<\(element)>\(Self.mark)"
      rest = rest.dropFirst(element.count + 2)
      rest = rest.firstIndex(of: "<").map { rest[$0...] } ?? ""
    }
    return text(result + rest)
  }

  /// Text of any kind, without control characters other than line breaks.
  func text(_ text: String) -> String {
    var clean = text.split(separator: "Signature=", omittingEmptySubsequences: false).enumerated().map { index, part in
      index == 0 ? String(part) : "Signature=\(Self.mark)" + part.drop { $0.isHexDigit }
    }.joined()
    for secret in secrets where !secret.isEmpty {
      clean = clean.split(separator: secret, omittingEmptySubsequences: false).joined(separator: Self.mark)
    }
    return String(
      String.UnicodeScalarView(
        clean.unicodeScalars.filter { $0 == "\n" || !($0.properties.generalCategory == .control) }))
  }
}
