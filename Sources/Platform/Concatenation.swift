extension [String] {
  /// Joins texts, like `joined(separator:)`, whose first call takes a tenth of the time of a `plan`: it is generic, and the Swift
  /// runtime looks up its types.
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
