/// The meaning of a line for botocore, as far as its bytes tell.
///
/// The rules are those of `INIParser`. What needs Unicode is in doubt: white space and keys outside of ASCII.
enum INILine {
  case blank
  case comment
  /// Indented deeper than the entry above it, whose value it continues.
  case continuation(Range<Int>)
  /// The name between the brackets.
  case header(Range<Int>)
  case entry(key: Range<Int>, value: Range<Int>)
  /// A line that botocore refuses.
  case malformed
  case doubtful
}

/// Reads the lines of a file one after the other.
struct INILineReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var lines: INIDocument.LineSplitter
  private var indentation = 0
  /// Whether an entry is open that lines can continue.
  private var continues = false
  /// Whether no byte is outside of ASCII.
  let isASCII: Bool

  /// - Parameter range: of whole lines.
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    self.bytes = bytes
    lines = INIDocument.LineSplitter(bytes, range)
    isASCII = UnsafeBufferPointer(rebasing: bytes[range]).isASCII
  }

  /// Where the next line begins.
  var position: Int { lines.position }

  /// The next line; nil at the end.
  mutating func next() -> INILine? {
    guard let line = lines.next()?.content else { return nil }
    var start = line.lowerBound
    while start < line.upperBound, bytes[start].isSpace { start += 1 }
    guard start < line.upperBound else { return .blank }
    let first = bytes[start]
    guard first < 0x80 else { return .doubtful }
    if first == UInt8(ascii: "#") || first == UInt8(ascii: ";") { return .comment }
    let column = start - line.lowerBound
    if continues && column > indentation {
      let content = start..<trimmedEnd(start..<line.upperBound)
      // There may be white space outside of ASCII at its end.
      return bytes[content.upperBound - 1] < 0x80 ? .continuation(content) : .doubtful
    }
    indentation = column
    if first == UInt8(ascii: "["),
      let close = bytes[start..<line.upperBound].lastIndex(of: UInt8(ascii: "]")),
      close > start + 1
    {
      continues = false
      return .header(start + 1..<close)
    }
    return entry(start..<line.upperBound)
  }

  private mutating func entry(_ content: Range<Int>) -> INILine {
    var delimiter = bytes.index(of: UInt8(ascii: "="), in: content) ?? content.upperBound
    delimiter = bytes.index(of: UInt8(ascii: ":"), in: content.lowerBound..<delimiter) ?? delimiter
    guard isASCII || bytes[content.lowerBound..<delimiter].allSatisfy({ $0 < 0x80 }) else { return .doubtful }
    guard delimiter < content.upperBound else { return .malformed }
    let key = content.lowerBound..<trimmedEnd(content.lowerBound..<delimiter)
    guard !key.isEmpty else { return .malformed }
    var value = delimiter + 1
    while value < content.upperBound, bytes[value].isSpace { value += 1 }
    let valueEnd = trimmedEnd(value..<content.upperBound)
    // At the ends of a value there may be white space outside of ASCII.
    guard value == valueEnd || bytes[value] < 0x80 && bytes[valueEnd - 1] < 0x80 else { return .doubtful }
    continues = true
    return .entry(key: key, value: value..<valueEnd)
  }

  private func trimmedEnd(_ range: Range<Int>) -> Int {
    var end = range.upperBound
    while end > range.lowerBound, bytes[end - 1].isSpace { end -= 1 }
    return end
  }
}
