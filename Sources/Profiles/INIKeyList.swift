/// The keys of one section, to find duplicates. They are ASCII, and case does not matter.
struct INIKeyList {
  /// The first `count` are the section's: emptying the array takes longer than reading a short section.
  private var keys: [INISpan] = []
  private var count = 0
  /// One bit for each key. The bit of most new keys is not set, so that they need not be compared with others.
  private var bits: UInt64 = 0
  /// The hashes of a list that is longer than `listLimit`, in which comparing all keys would take too long.
  private var hashes: Set<UInt32> = []
  private static let listLimit = 32

  mutating func removeAll() {
    count = 0
    bits = 0
    if !hashes.isEmpty { hashes.removeAll() }
  }

  /// - Returns: whether the key is new.
  @inline(__always)
  mutating func insert(_ key: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if count == Self.listLimit { hashes = Set(keys[..<count].map { Self.hash($0.range, bytes) }) }
    let bit = Self.bit(of: key, bytes)
    let mayBeKnown = count < Self.listLimit ? bits & bit != 0 : !hashes.insert(Self.hash(key, bytes)).inserted
    if mayBeKnown, contains(key, bytes) { return false }
    bits |= bit
    if count < keys.count { keys[count] = INISpan(key) } else { keys.append(INISpan(key)) }
    count += 1
    return true
  }

  private func contains(_ key: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    for span in keys[..<count] {
      let known = span.range
      guard known.count == key.count else { continue }
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

  @inline(__always)
  private static func bit(of key: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let first = UInt64(bytes[key.lowerBound] | 0x20)
    let last = UInt64(bytes[key.upperBound - 1] | 0x20)
    return 1 << ((UInt64(key.count) &* 7 &+ first &* 3 &+ last) & 63)
  }

  private static func hash(_ key: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    bytes[key].reduce(2_166_136_261) { ($0 ^ UInt32($1 | 0x20)) &* 16_777_619 }
  }
}
