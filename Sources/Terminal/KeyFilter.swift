/// Removes escape sequences that a terminal sends, so that their digits are not read as input.
///
/// libedit reads an unknown escape sequence up to the first byte that matches no binding, and takes the rest as typed: F5
/// (`ESC [ 1 5 ~`) would type a 5, a bracketed paste its markers, and a late answer to a query for the background colour a whole
/// code. So sequences with parameters are removed here, except the few keys that libedit binds, and so are control strings.
struct KeyFilter {
  private var pending: [UInt8] = []
  private static let escape: UInt8 = 0x1B

  /// OSC, DCS, SOS, PM and APC.
  private static let stringIntroducers = Set("]PX^_".utf8)
  private static let lengthLimit = 4096

  /// Home, Insert, Delete and End on terminals that send numbers for them.
  private static let numberedKeys: Set = ["1", "2", "3", "4", "7", "8"]

  /// Whether a sequence has begun and not ended.
  var isInsideSequence: Bool { !pending.isEmpty }

  /// How long to wait for the next byte, in milliseconds: a short time distinguishes the Escape key from a sequence; the rest of a
  /// sequence may arrive late on a slow connection.
  var patience: Int32 { pending.count > 1 ? 500 : pending.isEmpty ? 0 : 50 }

  /// The bytes to pass on after this one.
  mutating func pass(_ byte: UInt8) -> [UInt8] {
    guard isInsideSequence else {
      if byte == Self.escape { pending = [byte] } else { return [byte] }
      return []
    }
    pending.append(byte)
    if pending.count == 2 {
      return byte == UInt8(ascii: "[") || Self.stringIntroducers.contains(byte) ? [] : release()
    }
    return pending[1] == UInt8(ascii: "[") ? passControlSequence(byte) : passControlString(byte)
  }

  /// Parameter and intermediate bytes continue a sequence, a final byte ends it (ECMA-48, 5.4).
  private mutating func passControlSequence(_ byte: UInt8) -> [UInt8] {
    guard (0x40...0x7E).contains(byte) else { return pending.count < Self.lengthLimit ? [] : drop() }
    let parameters = String(decoding: pending[2..<pending.count - 1], as: UTF8.self)
    let isKnown = parameters.isEmpty || byte == UInt8(ascii: "~") && Self.numberedKeys.contains(parameters)
    return isKnown ? release() : drop()
  }

  /// BEL or ST ends a control string (ECMA-48, 5.6; xterm), such as the answer to a query for colours or the terminal's name.
  private mutating func passControlString(_ byte: UInt8) -> [UInt8] {
    let isEnd = byte == 0x07 || byte == UInt8(ascii: "\\") && pending.dropLast().last == Self.escape
    return isEnd || pending.count >= Self.lengthLimit ? drop() : []
  }

  /// The bytes held back when nothing follows: the Escape key. An incomplete sequence is dropped.
  mutating func flush() -> [UInt8] {
    pending.count == 1 ? release() : drop()
  }

  private mutating func release() -> [UInt8] {
    defer { pending = [] }
    return pending
  }

  private mutating func drop() -> [UInt8] {
    pending = []
    return []
  }
}
