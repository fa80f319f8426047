/// Where Python's idea of text differs from Swift's, botocore's files are read by Python's.
enum PythonRules {
  /// `str.isspace`: what `str.strip` and the `\s` of its regular expressions take as white space.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F,
      0x205F, 0x3000:
      true
    default: false
    }
  }

  /// Whether there is white space in a text. In bytes where that will do.
  static func containsSpace(_ text: String) -> Bool {
    text.utf8.contains { $0.isSpace || $0 >= 0x80 } && text.unicodeScalars.contains(where: isSpace)
  }

  /// `str.lower`: unlike Swift's, it knows that a capital sigma at the end of a word has a small form of its own
  /// (Unicode Standard, 3.13, Final_Sigma).
  static func lowercased(_ text: String) -> String {
    guard text.unicodeScalars.contains("Σ") else { return text.lowercased() }
    let scalars = Array(text.unicodeScalars)
    return scalars.enumerated().map { index, scalar in
      guard scalar == "Σ" else { return scalar.properties.lowercaseMapping }
      let before = scalars[..<index].last { !$0.properties.isCaseIgnorable }
      let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
      return before?.properties.isCased == true && after?.properties.isCased != true ? "ς" : "σ"
    }.joined()
  }

  /// `str.splitlines`, which knows more line breaks than a file does.
  static func lines(of text: String) -> [Substring.UnicodeScalarView] {
    text.unicodeScalars.split { scalar in
      switch scalar.value {
      case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029: true
      default: false
      }
    }
  }

  /// `shlex.split`: the words of a POSIX command line; nil when a quote is left open.
  package static func words(of line: String) -> [String]? {
    var words: [String] = []
    var word = String.UnicodeScalarView()
    // A pair of quotes is a word, even an empty one.
    var isInsideWord = false
    var quote: Unicode.Scalar?
    var rest = line.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch (scalar, quote) {
      case ("\\", nil), ("\\", "\""):
        guard let escaped = rest.popFirst() else { return nil }
        // Between double quotes a backslash escapes only itself and the quote.
        if quote != nil && escaped != "\\" && escaped != "\"" { word.append("\\") }
        word.append(escaped)
        isInsideWord = true
      case ("'", nil), ("\"", nil):
        quote = scalar
        isInsideWord = true
      case (_, .some(let open)) where scalar == open:
        quote = nil
      case (" ", nil), ("\t", nil), ("\r", nil), ("\n", nil):
        if isInsideWord { words.append(String(word)) }
        word = .init()
        isInsideWord = false
      default:
        word.append(scalar)
        isInsideWord = true
      }
    }
    guard quote == nil else { return nil }
    if isInsideWord { words.append(String(word)) }
    return words
  }
}

extension BidirectionalCollection where Element == Unicode.Scalar {
  /// `str.strip`.
  func stripped() -> SubSequence {
    trimmingEnd().drop(while: PythonRules.isSpace)
  }

  /// `str.rstrip`.
  func trimmingEnd() -> SubSequence {
    guard let last = lastIndex(where: { !PythonRules.isSpace($0) }) else { return self[startIndex..<startIndex] }
    return self[...last]
  }
}
