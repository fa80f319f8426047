/// A line of a file, classified by the rules of `INIParser`.
///
/// A line is doubtful where the rules need Unicode: for white space and keys outside ASCII.
enum INILine {
  case blank
  case comment
  /// A continuation of the value above, indented deeper than its key.
  case continuation(Range<Int>)
  /// The name between the brackets.
  case header(Range<Int>)
  /// `rest` is what follows the delimiter: the value, with white space around it.
  case entry(key: Range<Int>, rest: Range<Int>)
  /// A line that botocore rejects.
  case malformed
  case doubtful
}

/// Reads the lines of a file in order.
struct INILineReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var lines: INIDocument.LineSplitter
  private var indentation = 0
  /// Whether the next line can continue an entry.
  private var continues = false
  /// Whether all bytes are ASCII.
  let isASCII: Bool

  /// - Parameter range: of whole lines.
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    self.bytes = bytes
    lines = INIDocument.LineSplitter(bytes, range)
    isASCII = UnsafeBufferPointer(rebasing: bytes[range]).isASCII
  }

  /// The start of the next line.
  var position: Int { lines.position }

  /// The next line; nil at the end.
  @inline(__always)
  mutating func next() -> INILine? {
    guard let line = lines.next()?.content else { return nil }
    var start = line.lowerBound
    // A shortcut, because most lines begin with a lower-case letter.
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
      // It may end with white space outside ASCII.
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

  /// Whether a value cannot begin or end with white space outside ASCII.
  private func hasASCIIEnds(_ value: Range<Int>) -> Bool {
    value.isEmpty || bytes[value.lowerBound] < 0x80 && bytes[value.upperBound - 1] < 0x80
  }
}
