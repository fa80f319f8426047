/// The sections of a file, found in its bytes without making strings.
struct INIIndex: Sendable {
  private var headers: INIHeaderTable
  private let end: Int
  /// The number of `[DEFAULT]`, if it is there.
  private(set) var defaults: Int?

  /// - Returns: nil for a file that `INIParser` must read, because a line is doubtful, or to report why the file is malformed.
  init?(_ file: [UInt8]) {
    guard file.count < UInt32.max else { return nil }
    end = file.count
    headers = INIHeaderTable(fileLength: file.count)
    guard file.withUnsafeBufferPointer({ index($0) }) else { return nil }
  }

  var count: Int { headers.count }

  /// A section, by its number in the order of the file.
  subscript(number: Int) -> INIDocument.Section {
    let header = headers[number]
    let next = number + 1 < headers.count ? Int(headers[number + 1].start) : end
    return .init(number: number, name: header.name.range, line: Int(header.line), lines: Int(header.start)..<next)
  }

  /// The section with a name.
  func section(named name: String, in file: [UInt8]) -> INIDocument.Section? {
    var name = name
    return name.withUTF8 { name in
      file.withUnsafeBufferPointer { headers.number(of: name, in: $0).map { self[$0] } }
    }
  }

  /// The numbers of the sections whose names satisfy a condition.
  func numbers(in file: [UInt8], where isIncluded: (UnsafeBufferPointer<UInt8>) -> Bool) -> [Int] {
    file.withUnsafeBufferPointer { bytes in
      (0..<headers.count).filter { isIncluded(UnsafeBufferPointer(rebasing: bytes[headers[$0].name.range])) }
    }
  }

  private mutating func index(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var reader = INILineReader(bytes, 0..<bytes.count)
    guard reader.isASCII || String(validating: bytes, as: UTF8.self) != nil else { return false }
    var keys = INIKeyList()
    var number: UInt32 = 0
    // Whether the last entry has no value on its own line, so that its continuations are nested entries.
    var isNested = false
    var start = 0
    while let line = reader.next() {
      switch line {
      case .blank, .comment: break
      case .continuation(let content):
        if isNested && !Self.isNestedEntry(bytes, content) { return false }
      case .header(let name):
        keys.removeAll()
        guard headers.append(name, startingAt: UInt32(start), line: number, in: bytes) else { return false }
      case .entry(let key, let rest):
        guard headers.count > 0, keys.insert(key, in: bytes) else { return false }
        isNested = bytes[rest].allSatisfy(\.isSpace)
      case .malformed, .doubtful: return false
      }
      number += 1
      start = reader.position
    }
    defaults = Self.defaultsName.withUnsafeBufferPointer { headers.number(of: $0, in: bytes) }
    return true
  }

  /// Whether a line is a nested entry: not if Python's `splitlines` would split it.
  private static func isNestedEntry(_ bytes: UnsafeBufferPointer<UInt8>, _ content: Range<Int>) -> Bool {
    var hasDelimiter = false
    for byte in bytes[content] {
      if byte >= 0x80 || byte < 0x20 && byte != 0x09 { return false }
      if byte == UInt8(ascii: "=") { hasDelimiter = true }
    }
    return hasDelimiter
  }

  private static let defaultsName = Array(INIParser.defaultsSection.utf8)
}
