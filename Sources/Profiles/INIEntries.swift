/// Reads the entries of a section that was indexed.
enum INIEntries {
  /// Where a key and a value of one line stand in the file.
  struct Place: Sendable {
    let key: INISpan
    let value: INISpan
  }

  /// Finds the entries of a section without making text of them.
  /// - Returns: nil if a value has more than one line.
  static func places(_ file: [UInt8], _ section: INIDocument.Section) -> [Place]? {
    file.withUnsafeBufferPointer { bytes in
      var reader = INILineReader(bytes, section.lines)
      var places: [Place] = []
      places.reserveCapacity(8)
      while let line = reader.next() {
        switch line {
        case .continuation: return nil
        case .entry(let key, let rest): places.append(Place(key: INISpan(key), value: INISpan(bytes.trimmed(rest))))
        case .blank, .comment, .header, .malformed, .doubtful: break
        }
      }
      return places
    }
  }

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
          entries[last].value += String(repeating: "\n", count: blankCount + 1) + bytes.text(content)
          entries[last].lines.append(number)
          blankCount = 0
        case .entry(let key, let rest):
          let value = bytes.trimmed(rest)
          entries.append(
            .init(
              key: bytes.lowercasedText(key), value: bytes.text(value), valueStart: value.lowerBound, lines: [number])
          )
          blankCount = 0
        case .comment, .header, .malformed, .doubtful: break
        }
        number += 1
      }
      return entries
    }
  }
}
