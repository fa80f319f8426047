/// Reads a length of time: a number of seconds such as `3600`, or hours, minutes and seconds such as `12h`, `90m`, `1h30m`.
/// - Returns: seconds, at most 11 digits of them; nil for another text.
package func duration(_ text: String) -> Int? {
  let text = text.utf8
  guard (1...11).contains(text.count) else { return nil }
  var (total, number, hasDigits) = (0, 0, false)
  var units = [(UInt8(ascii: "h"), 3600), (UInt8(ascii: "m"), 60), (UInt8(ascii: "s"), 1)][...]
  for byte in text {
    if case 0x30...0x39 = byte {
      number = number * 10 + Int(byte - 0x30)
      hasDigits = true
    } else {
      // Each unit once, the longest first.
      guard hasDigits, let index = units.firstIndex(where: { $0.0 == byte | 0x20 }) else { return nil }
      total += number * units[index].1
      units = units[(index + 1)...]
      (number, hasDigits) = (0, false)
    }
  }
  guard hasDigits else { return total }
  return units.count == 3 ? number : nil
}
