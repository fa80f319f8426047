private import Platform

extension UInt8 {
  /// Whether it is one of the ASCII characters of `PythonRules.isSpace`.
  var isSpace: Bool { self <= 0x20 && (self >= 0x1C || self >= 0x09 && self <= 0x0D) }

  /// Whether it is a quote or a backslash, which shells remove when they split words.
  var isQuoting: Bool { self == UInt8(ascii: "\"") || self == UInt8(ascii: "'") || self == UInt8(ascii: "\\") }

  var asciiLowercased: UInt8 { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 0x20 : self }
}

extension UInt64 {
  /// Sets the high bit of each byte that is equal to another byte. Above the lowest such byte, more high bits may be set.
  /// (Henry S. Warren, "Hacker's Delight", section 6-1.)
  fileprivate func markingBytes(_ byte: UInt8) -> UInt64 {
    let difference = self ^ (0x0101_0101_0101_0101 &* UInt64(byte))
    return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The index of a byte in a range, found by `memchr`.
  func index(of byte: UInt8, in range: Range<Int>) -> Int? {
    guard let baseAddress, !range.isEmpty,
      let found = memchr(baseAddress + range.lowerBound, Int32(byte), range.count)
    else { return nil }
    return UnsafeRawPointer(baseAddress).distance(to: found)
  }

  /// The index of the first occurrence of either byte in a range. For short ranges, where two calls of `memchr` take longer.
  @inline(__always)
  func index(of byte: UInt8, or other: UInt8, in range: Range<Int>) -> Int? {
    let raw = UnsafeRawBufferPointer(self)
    var index = range.lowerBound
    while index + 8 <= range.upperBound {
      let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
      let found = word.markingBytes(byte) | word.markingBytes(other)
      if found != 0 { return index + found.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < range.upperBound {
      if self[index] == byte || self[index] == other { return index }
      index += 1
    }
    return nil
  }

  /// The end of a range without trailing white space.
  @inline(__always)
  func trimmedEnd(of range: Range<Int>) -> Int {
    var end = range.upperBound
    while end > range.lowerBound, self[end - 1].isSpace { end -= 1 }
    return end
  }

  /// A range without leading and trailing white space.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    while start < range.upperBound, self[start].isSpace { start += 1 }
    return start..<trimmedEnd(of: start..<range.upperBound)
  }

  /// Whether the bytes at an index are those of a word.
  func holds(_ word: [UInt8], at index: Int) -> Bool {
    guard index + word.count <= count, let baseAddress else { return false }
    return memcmp(baseAddress + index, word, word.count) == 0
  }

  /// Whether the bytes in a range are those of a text.
  func holds(_ text: UnsafeBufferPointer<UInt8>, at range: Range<Int>) -> Bool {
    guard range.count == text.count, let baseAddress, let other = text.baseAddress else { return false }
    return memcmp(baseAddress + range.lowerBound, other, text.count) == 0
  }

  /// Whether all bytes are ASCII. Tests eight at a time.
  var isASCII: Bool {
    let bytes = UnsafeRawBufferPointer(self)
    let wholeCount = count & ~7
    var high: UInt64 = 0
    for offset in stride(from: 0, to: wholeCount, by: 8) {
      high |= bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }
    return high & 0x8080_8080_8080_8080 == 0 && self[wholeCount...].allSatisfy { $0 < 0x80 }
  }

  /// A fast hash for names in the user's own files, which need no protection against deliberate collisions.
  var quickHash: UInt64 {
    let bytes = UnsafeRawBufferPointer(self)
    var hash = UInt64(count)
    let wholeCount = count & ~7
    for offset in stride(from: 0, to: wholeCount, by: 8) {
      hash = Self.mixed(hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    var rest: UInt64 = 0
    for byte in self[wholeCount...] { rest = rest << 8 | UInt64(byte) }
    return Self.mixed(hash ^ rest)
  }

  /// The multiplier is 2⁶⁴ over the golden ratio (Knuth, "The Art of Computer Programming", volume 3, section 6.4).
  private static func mixed(_ value: UInt64) -> UInt64 {
    let product = value &* 0x9E37_79B9_7F4A_7C15
    return product ^ product >> 32
  }

  /// Whether the bytes in a range are an ASCII text in upper or lower case.
  /// - Parameter text: in lower case.
  func holds(lowercased text: UnsafeBufferPointer<UInt8>, at range: Range<Int>) -> Bool {
    guard range.count == text.count else { return false }
    for offset in text.indices where self[range.lowerBound + offset].asciiLowercased != text[offset] { return false }
    return true
  }

  func text(_ range: Range<Int>) -> String { String(decoding: self[range], as: UTF8.self) }

  /// The ASCII text in a range, converted to lower case.
  func lowercasedText(_ range: Range<Int>) -> String {
    String(unsafeUninitializedCapacity: range.count) { buffer in
      for (index, byte) in self[range].enumerated() { buffer[index] = byte.asciiLowercased }
      return range.count
    }
  }
}

extension [UInt8] {
  func lowercasedText(_ range: Range<Int>) -> String { withUnsafeBufferPointer { $0.lowercasedText(range) } }
}
