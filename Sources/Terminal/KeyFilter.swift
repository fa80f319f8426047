/// Keeps what a terminal sends of its own accord from being read as digits.
///
/// libedit reads an escape sequence that it does not know up to the first byte that leads nowhere, and takes the rest as
/// typed: F5 (`ESC [ 1 5 ~`) would type a 5, and a bracketed paste its own marks. So sequences with parameters are taken out
/// here, but for the few keys that libedit binds.
struct KeyFilter {
  private var pending: [UInt8] = []
  private static let escape: UInt8 = 0x1B

  /// Home, Insert, Delete and End, as they are sent by terminals that number them.
  private static let numberedKeys: Set = ["1", "2", "3", "4", "7", "8"]

  /// Whether a sequence has begun whose end must be awaited.
  var isInsideSequence: Bool { !pending.isEmpty }

  /// What is to be passed on after this byte.
  mutating func pass(_ byte: UInt8) -> [UInt8] {
    guard isInsideSequence else {
      if byte == Self.escape { pending = [byte] } else { return [byte] }
      return []
    }
    pending.append(byte)
    if pending.count == 2 { return byte == UInt8(ascii: "[") ? [] : flush() }
    // Parameters and intermediates go on, a final byte ends it (ECMA-48, 5.4).
    guard (0x40...0x7E).contains(byte) else { return pending.count < 32 ? [] : drop() }
    let parameters = String(decoding: pending[2..<pending.count - 1], as: UTF8.self)
    let isKnown = parameters.isEmpty || byte == UInt8(ascii: "~") && Self.numberedKeys.contains(parameters)
    return isKnown ? flush() : drop()
  }

  /// What was held back, when nothing follows: the Escape key itself.
  mutating func flush() -> [UInt8] {
    defer { pending = [] }
    return pending
  }

  private mutating func drop() -> [UInt8] {
    pending = []
    return []
  }
}
