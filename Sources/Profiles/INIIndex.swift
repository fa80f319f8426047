/// Where the sections of a file are, found in its bytes. No text is made.
struct INIIndex: Sendable {
  /// All sections, in the order of the file.
  private(set) var sections: [INIDocument.Section] = []
  /// Of `[DEFAULT]`, if it is there.
  private(set) var defaults: Int?
  private var table = SectionTable()

  /// - Returns: nil for a file that `INIParser` must read: a line is in doubt, or the file is malformed, and that
  ///   knows the reason.
  init?(_ file: [UInt8]) {
    let isIndexed = file.withUnsafeBufferPointer { bytes in
      file.count < UInt32.max && (bytes.isASCII || String(validating: bytes, as: UTF8.self) != nil)
        && index(bytes)
    }
    guard isIndexed else { return nil }
  }

  private mutating func index(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var reader = INILineReader(bytes, 0..<bytes.count)
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
        guard open(name, in: bytes, at: start, line: number) else { return false }
      case .entry(let key, let value):
        guard !sections.isEmpty, keys.insert(key, in: bytes) else { return false }
        isNested = value.isEmpty
      case .malformed, .doubtful: return false
      }
      number += 1
      start = reader.position
    }
    close(at: start)
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

  private mutating func open(
    _ name: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>, at start: Int, line: UInt32
  ) -> Bool {
    close(at: start)
    let number = sections.count
    guard table.insert(number, name: bytes[name], isSame: { bytes[sections[$0].name].elementsEqual(bytes[name]) })
    else { return false }
    if bytes[name].elementsEqual(INIParser.defaultsSection.utf8) { defaults = number }
    sections.append(.init(number: number, name: name, line: line, lines: start..<start))
    return true
  }

  private mutating func close(at end: Int) {
    guard let last = sections.indices.last else { return }
    sections[last].lines = sections[last].lines.lowerBound..<end
  }

  /// The section of a name.
  func section(named name: String, in file: [UInt8]) -> INIDocument.Section? {
    var name = name
    return name.withUTF8 { name in
      table.find(name: name[...]) { file[sections[$0].name].elementsEqual(name) }.map { sections[$0] }
    }
  }
}

/// Finds sections by the bytes of their names: open addressing, because a dictionary would hold a copy of each name.
private struct SectionTable: Sendable {
  private var slots = [UInt32](repeating: .max, count: 64)
  private var hashes: [UInt32] = []

  /// - Returns: whether the name is new.
  mutating func insert<Name: Collection<UInt8>>(_ number: Int, name: Name, isSame: (Int) -> Bool) -> Bool {
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

  func find<Name: Collection<UInt8>>(name: Name, isSame: (Int) -> Bool) -> Int? { find(Self.hash(name), isSame) }

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

  private static func hash<Name: Collection<UInt8>>(_ name: Name) -> UInt32 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
  }
}

/// The keys of one section, to find one that is there twice. ASCII: a capital is the same as a small letter.
private struct KeyList {
  private var keys: [(hash: UInt32, range: Range<Int>)] = []
  /// Of a list that is longer than this, in which not every key can be looked at.
  private var hashes: Set<UInt32> = []
  private static let listLimit = 32

  mutating func removeAll() {
    keys.removeAll(keepingCapacity: true)
    if !hashes.isEmpty { hashes.removeAll() }
  }

  /// - Returns: whether the key is new.
  mutating func insert(_ key: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var hash: UInt32 = 2_166_136_261
    for byte in bytes[key] { hash = (hash ^ UInt32(byte | 0x20)) &* 16_777_619 }
    // Few sections have more keys than can be looked at one by one.
    if keys.count == Self.listLimit { hashes = Set(keys.map(\.hash)) }
    let mayBeKnown = keys.count < Self.listLimit || hashes.contains(hash)
    if mayBeKnown && keys.contains(where: { $0.hash == hash && isSame($0.range, key, bytes) }) { return false }
    if keys.count >= Self.listLimit { hashes.insert(hash) }
    keys.append((hash, key))
    return true
  }

  private func isSame(_ one: Range<Int>, _ other: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    one.count == other.count
      && zip(one, other).allSatisfy { bytes[$0].asciiLowercased == bytes[$1].asciiLowercased }
  }
}
