/// Removes secrets from what is logged. All that this module logs passes through it.
struct Redaction {
  /// Values to remove wherever they occur.
  let secrets: [String]

  private static let mark = "[redacted]"
  private static let secretHeaders: Set = ["authorization", "x-amz-security-token"]
  private static let secretElements = ["AccessKeyId", "SecretAccessKey", "SessionToken"]

  /// A copy that removes further secrets, those of a request.
  func adding(_ more: [String]) -> Redaction { Redaction(secrets: secrets + more) }

  func header(_ name: String, _ value: String) -> String {
    Self.secretHeaders.contains(name.lowercased()) ? Self.mark : text(value)
  }

  /// Redacts a form: the MFA code is always removed.
  func form(_ body: String) -> String {
    text(
      body.split(separator: "&").map { $0.hasPrefix("TokenCode=") ? "TokenCode=\(Self.mark)" : String($0) }
        .joined(separator: "&"))
  }

  /// Redacts a response, which may be incomplete.
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

  /// Redacts other text, and removes control characters other than line breaks.
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
