/// Makes values out of a section that was indexed.
enum INIEntries {
  static func read(_ file: [UInt8], _ section: INIDocument.Section) -> [INIDocument.Entry] {
    file.withUnsafeBufferPointer { bytes in
      var reader = INILineReader(bytes, section.lines)
      var entries: [INIDocument.Entry] = []
      // Blank lines count only when another line of the value follows.
      var blankCount = 0
      var number = section.line
      while let line = reader.next() {
        switch line {
        case .blank: blankCount += 1
        case .continuation(let content):
          let last = entries.count - 1
          entries[last].value += String(repeating: "\n", count: blankCount + 1) + text(bytes, content)
          entries[last].lines.append(number)
          blankCount = 0
        case .entry(let key, let value):
          entries.append(
            .init(key: lowercased(bytes, key), value: text(bytes, value), valueStart: value.lowerBound, lines: [number])
          )
          blankCount = 0
        case .comment, .header, .malformed, .doubtful: break
        }
        number += 1
      }
      return entries
    }
  }

  private static func text(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }

  private static func lowercased(_ bytes: UnsafeBufferPointer<UInt8>, _ key: Range<Int>) -> String {
    String(unsafeUninitializedCapacity: key.count) { buffer in
      for (index, byte) in bytes[key].enumerated() { buffer[index] = byte.asciiLowercased }
      return key.count
    }
  }
}
