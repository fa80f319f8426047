extension INIDocument {
  /// A line of the file: its bytes without and with the line break.
  struct Line: Sendable {
    let content: Range<Int>
    let end: Int

    static func all(in file: [UInt8]) -> [Line] {
      file.withUnsafeBufferPointer { bytes in
        var reader = LineSplitter(bytes, 0..<bytes.count)
        var lines: [Line] = []
        while let line = reader.next() { lines.append(line) }
        return lines
      }
    }
  }

  /// Splits bytes into lines. Python opens text files with universal newlines: `\n`, `\r\n` and a lone `\r` all end a line.
  struct LineSplitter {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let end: Int
    /// Where the next line begins.
    private(set) var position: Int
    private let hasCarriageReturn: Bool

    /// - Parameter range: of whole lines.
    init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
      self.bytes = bytes
      position = range.lowerBound
      end = range.upperBound
      hasCarriageReturn = bytes.index(of: 0x0D, in: range) != nil
    }

    /// The next line; nil at the end.
    @inline(__always)
    mutating func next() -> Line? {
      guard position < end else { return nil }
      let start = position
      let stop = lineBreak() ?? end
      position = min(stop + 1, end)
      if hasCarriageReturn, position < end, bytes[stop] == 0x0D, bytes[position] == 0x0A { position += 1 }
      return Line(content: start..<stop, end: position)
    }

    private func lineBreak() -> Int? {
      guard hasCarriageReturn else { return bytes.index(of: 0x0A, in: position..<end) }
      return (position..<end).first { bytes[$0] == 0x0A || bytes[$0] == 0x0D }
    }
  }
}
