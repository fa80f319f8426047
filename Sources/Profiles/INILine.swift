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
  /// What follows the delimiter is the value, with white space around it.
  case entry(key: Range<Int>, rest: Range<Int>)
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
  @inline(__always)
  mutating func next() -> INILine? {
    guard let line = lines.next()?.content else { return nil }
    var start = line.lowerBound
    // Most lines begin with a small letter.
    if start < line.upperBound, bytes[start] >= UInt8(ascii: "a"), bytes[start] < 0x80 {
      indentation = 0
      return entry(line)
    }
    while start < line.upperBound, bytes[start].isSpace { start += 1 }
    guard start < line.upperBound else { return .blank }
    let first = bytes[start]
    guard first < 0x80 else { return .doubtful }
    if first == UInt8(ascii: "#") || first == UInt8(ascii: ";") { return .comment }
    let column = start - line.lowerBound
    if continues && column > indentation {
      let content = start..<bytes.trimmedEnd(of: start..<line.upperBound)
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

  @inline(__always)
  private mutating func entry(_ content: Range<Int>) -> INILine {
    let found = bytes.index(of: UInt8(ascii: "="), or: UInt8(ascii: ":"), in: content)
    let delimiter = found ?? content.upperBound
    guard isASCII || bytes[content.lowerBound..<delimiter].allSatisfy({ $0 < 0x80 }) else { return .doubtful }
    guard delimiter < content.upperBound else { return .malformed }
    let key = content.lowerBound..<bytes.trimmedEnd(of: content.lowerBound..<delimiter)
    guard !key.isEmpty else { return .malformed }
    let rest = delimiter + 1..<content.upperBound
    guard isASCII || hasASCIIEnds(bytes.trimmed(rest)) else { return .doubtful }
    continues = true
    return .entry(key: key, rest: rest)
  }

  /// At the ends of a value there may be white space outside of ASCII.
  private func hasASCIIEnds(_ value: Range<Int>) -> Bool {
    value.isEmpty || bytes[value.lowerBound] < 0x80 && bytes[value.upperBound - 1] < 0x80
  }
}
