#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif

/// What a line of a file is to botocore, as far as its bytes tell.
///
/// The rules are those of `INIParser`. Whatever takes an idea of Unicode is in doubt: white space and keys outside of ASCII.
enum INILine {
  case blank
  case comment
  /// Indented deeper than the entry above it, whose value it continues.
  case continuation(Range<Int>)
  /// The name between the brackets.
  case header(Range<Int>)
  case entry(key: Range<Int>, value: Range<Int>)
  /// Neither of these, which botocore refuses.
  case malformed
  case doubtful
}

/// Reads the lines of a file one after the other.
struct INILineReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let end: Int
  /// Where the next line begins.
  private(set) var position: Int
  private var indentation = 0
  /// Whether an entry is open that lines can continue.
  private var continues = false
  private let hasCarriageReturn: Bool

  /// - Parameter range: of whole lines.
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
    hasCarriageReturn = Self.index(of: 0x0D, in: bytes, range) != nil
  }

  /// The place of a byte; `memchr` looks at many at a time.
  private static func index(of byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
    guard let base = bytes.baseAddress, !range.isEmpty,
      let found = memchr(base + range.lowerBound, Int32(byte), range.count)
    else { return nil }
    return UnsafeRawPointer(base).distance(to: found)
  }

  /// The next line; nil at the end.
  mutating func next() -> INILine? {
    guard position < end else { return nil }
    let line = takeLine()
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
    if first == UInt8(ascii: "["), let close = lastBracket(start..<line.upperBound), close > start + 1 {
      continues = false
      return .header(start + 1..<close)
    }
    return entry(start..<line.upperBound)
  }

  /// Python opens text files with universal newlines: `\n`, `\r\n` and a lone `\r` all end a line.
  private mutating func takeLine() -> Range<Int> {
    let start = position
    guard hasCarriageReturn else {
      let stop = Self.index(of: 0x0A, in: bytes, start..<end) ?? end
      position = min(stop + 1, end)
      return start..<stop
    }
    var stop = start
    while stop < end, bytes[stop] != 0x0A, bytes[stop] != 0x0D { stop += 1 }
    position = stop + 1
    if stop < end, bytes[stop] == 0x0D, position < end, bytes[position] == 0x0A { position += 1 }
    position = min(position, end)
    return start..<stop
  }

  private func lastBracket(_ range: Range<Int>) -> Int? {
    var index = range.upperBound - 1
    while index >= range.lowerBound {
      if bytes[index] == UInt8(ascii: "]") { return index }
      index -= 1
    }
    return nil
  }

  private mutating func entry(_ content: Range<Int>) -> INILine {
    var delimiter = content.lowerBound
    while delimiter < content.upperBound, bytes[delimiter] != UInt8(ascii: "="), bytes[delimiter] != UInt8(ascii: ":") {
      guard bytes[delimiter] < 0x80 else { return .doubtful }
      delimiter += 1
    }
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

extension UInt8 {
  /// What of `PythonRules.isSpace` is ASCII.
  var isSpace: Bool { self == 0x20 || self >= 0x09 && self <= 0x0D || self >= 0x1C && self <= 0x1F }
}
