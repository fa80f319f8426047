/// The positions of a header and its name in the file.
struct INIHeader: Sendable {
  let start: UInt32
  let line: UInt32
  let name: INISpan
  /// The hash of the name.
  let hash: UInt32
}

/// The headers of a file in order, and a hash table of their names. The table uses open addressing, because a dictionary would copy
/// each name.
struct INIHeaderTable: Sendable {
  private var headers: [INIHeader] = []
  /// Numbers of headers; there are at least twice as many slots as headers.
  private var slots: [UInt32]
  private static let free = UInt32.max

  /// - Parameter fileLength: in bytes. Most sections have more than 64, which gives the first size of the table.
  init(fileLength: Int) {
    let expected = min(max(fileLength / 64, 16), 1 << 20)
    slots = [UInt32](repeating: Self.free, count: 2 << (Int.bitWidth - (expected - 1).leadingZeroBitCount))
    headers.reserveCapacity(expected)
  }

  var count: Int { headers.count }

  subscript(number: Int) -> INIHeader { headers[number] }

  func number(of name: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    let number = slots[slot(of: name, hash: Self.hash(name), in: bytes)]
    return number == Self.free ? nil : Int(number)
  }

  /// - Returns: whether the name is new.
  @inline(__always)
  mutating func append(
    _ name: Range<Int>, startingAt start: UInt32, line: UInt32, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let text = UnsafeBufferPointer(rebasing: bytes[name])
    let header = INIHeader(start: start, line: line, name: INISpan(name), hash: Self.hash(text))
    let slot = slot(of: text, hash: header.hash, in: bytes)
    guard slots[slot] == Self.free else { return false }
    slots[slot] = UInt32(headers.count)
    headers.append(header)
    if headers.count * 2 > slots.count { grow(in: bytes) }
    return true
  }

  /// The slot of a name, or the free slot that it would have.
  @inline(__always)
  private func slot(
    of name: UnsafeBufferPointer<UInt8>, hash: UInt32, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Int {
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != Self.free {
      let number = Int(slots[slot])
      if headers[number].hash == hash && bytes.holds(name, at: headers[number].name.range) { break }
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private mutating func grow(in bytes: UnsafeBufferPointer<UInt8>) {
    slots = [UInt32](repeating: Self.free, count: slots.count * 4)
    for (number, header) in headers.enumerated() {
      let name = UnsafeBufferPointer(rebasing: bytes[header.name.range])
      slots[slot(of: name, hash: header.hash, in: bytes)] = UInt32(number)
    }
  }

  private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> UInt32 { UInt32(truncatingIfNeeded: name.quickHash) }
}
