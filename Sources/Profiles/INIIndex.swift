/// Where the sections of a file are, found in its bytes. No text is made.
struct INIIndex: Sendable {
  private var headers: [Header] = []
  private let end: Int
  /// The number of `[DEFAULT]`, if it is there.
  private(set) var defaults: Int?
  private var table = SectionTable()

  /// The place of a header and its name. Small, because memory that is new to the process costs more than reading the file.
  private struct Header {
    let start: UInt32
    let line: UInt32
    let nameStart: UInt32
    let nameEnd: UInt32

    var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
  }

  /// - Returns: nil for a file that `INIParser` must read: a line is in doubt, or the file is malformed, and that
  ///   knows the reason.
  init?(_ file: [UInt8]) {
    guard file.count < UInt32.max else { return nil }
    end = file.count
    guard file.withUnsafeBufferPointer({ index($0) }) else { return nil }
  }

  var count: Int { headers.count }

  /// A section, by its number in the order of the file.
  subscript(number: Int) -> INIDocument.Section {
    let header = headers[number]
    let next = number + 1 < headers.count ? Int(headers[number + 1].start) : end
    return .init(number: number, name: header.name, line: Int(header.line), lines: Int(header.start)..<next)
  }

  /// The section of a name.
  func section(named name: String, in file: [UInt8]) -> INIDocument.Section? {
    var name = name
    return name.withUTF8 { name in
      file.withUnsafeBufferPointer { bytes in
        table.find(name) { bytes.holds(name, at: headers[$0].name) }.map { self[$0] }
      }
    }
  }

  private mutating func index(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var reader = INILineReader(bytes, 0..<bytes.count)
    guard reader.isASCII || String(validating: bytes, as: UTF8.self) != nil else { return false }
    var keys = KeyList()
    var number: UInt32 = 0
    // Whether the entry above has no value on its own line: then its continuations are nested entries.
    var isNested = false
    var start = 0
    while let line = reader.next() {
      switch line {
      case .blank, .comment: break
      case .continuation(let content):
        if isNested && !Self.isNestedEntry(bytes, content) { return false }
      case .header(let name):
        keys.removeAll()
        guard add(name, in: bytes, at: start, line: number) else { return false }
      case .entry(let key, let value):
        guard !headers.isEmpty, keys.insert(key, in: bytes) else { return false }
        isNested = value.isEmpty
      case .malformed, .doubtful: return false
      }
      number += 1
      start = reader.position
    }
    return true
  }

  /// A line that Python's `splitlines` would split is none.
  private static func isNestedEntry(_ bytes: UnsafeBufferPointer<UInt8>, _ content: Range<Int>) -> Bool {
    var hasDelimiter = false
    for byte in bytes[content] {
      if byte >= 0x80 || byte < 0x20 && byte != 0x09 { return false }
      if byte == UInt8(ascii: "=") { hasDelimiter = true }
    }
    return hasDelimiter
  }

  private mutating func add(
    _ name: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>, at start: Int, line: UInt32
  ) -> Bool {
    let number = headers.count
    let text = UnsafeBufferPointer(rebasing: bytes[name])
    guard table.insert(number, text, isSame: { [headers] in bytes.holds(text, at: headers[$0].name) }) else {
      return false
    }
    if Self.defaultsName.withUnsafeBufferPointer({ bytes.holds($0, at: name) }) { defaults = number }
    headers.append(
      Header(
        start: UInt32(start), line: line, nameStart: UInt32(name.lowerBound), nameEnd: UInt32(name.upperBound)))
    return true
  }

  private static let defaultsName = Array(INIParser.defaultsSection.utf8)
}

/// Finds sections by the bytes of their names: open addressing, because a dictionary would hold a copy of each name.
private struct SectionTable: Sendable {
  private var slots = [UInt32](repeating: .max, count: 64)
  private var hashes: [UInt32] = []

  /// - Returns: whether the name is new.
  mutating func insert(_ number: Int, _ name: UnsafeBufferPointer<UInt8>, isSame: (Int) -> Bool) -> Bool {
    let hash = Self.hash(name)
    if find(hash, isSame) != nil { return false }
    hashes.append(hash)
    if hashes.count * 2 > slots.count {
      slots = [UInt32](repeating: .max, count: slots.count * 4)
      for index in hashes.indices { place(index) }
    } else {
      place(number)
    }
    return true
  }

  func find(_ name: UnsafeBufferPointer<UInt8>, isSame: (Int) -> Bool) -> Int? { find(Self.hash(name), isSame) }

  private func find(_ hash: UInt32, _ isSame: (Int) -> Bool) -> Int? {
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != .max {
      let number = Int(slots[slot])
      if hashes[number] == hash && isSame(number) { return number }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private mutating func place(_ number: Int) {
    var slot = Int(hashes[number]) & (slots.count - 1)
    while slots[slot] != .max { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = UInt32(number)
  }

  private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> UInt32 { UInt32(truncatingIfNeeded: name.quickHash) }
}

/// The keys of one section, to find one that is there twice. ASCII: a capital is the same as a small letter.
private struct KeyList {
  /// The first `count` are the section's; emptying the array would cost more than a short section.
  private var keys: [Range<Int>] = []
  private var count = 0
  /// Of a list that is longer than this, in which not every key can be looked at.
  private var hashes: Set<UInt32> = []
  private static let listLimit = 32

  mutating func removeAll() {
    count = 0
    if !hashes.isEmpty { hashes.removeAll() }
  }

  /// - Returns: whether the key is new.
  mutating func insert(_ key: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if count == Self.listLimit { hashes = Set(keys[..<count].map { Self.hash($0, bytes) }) }
    let isKnownHash = count >= Self.listLimit && !hashes.insert(Self.hash(key, bytes)).inserted
    if count < Self.listLimit || isKnownHash, contains(key, bytes) { return false }
    if count < keys.count { keys[count] = key } else { keys.append(key) }
    count += 1
    return true
  }

  private func contains(_ key: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    for known in keys[..<count] where known.count == key.count {
      var offset = 0
      while offset < key.count,
        bytes[known.lowerBound + offset].asciiLowercased == bytes[key.lowerBound + offset].asciiLowercased
      {
        offset += 1
      }
      if offset == key.count { return true }
    }
    return false
  }

  private static func hash(_ key: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    bytes[key].reduce(2_166_136_261) { ($0 ^ UInt32($1 | 0x20)) &* 16_777_619 }
  }
}
