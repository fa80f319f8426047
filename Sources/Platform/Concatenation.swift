extension [String] {
  /// The texts as one, like `joined(separator:)`. That one is generic, and what the Swift runtime looks up for its first call takes
  /// a tenth of the time of a `plan`.
  package func concatenated(_ separator: String = "") -> String {
    var result = ""
    var isFirst = true
    for text in self {
      if !isFirst { result += separator }
      result += text
      isFirst = false
    }
    return result
  }
}
