/// An AWS configuration file as botocore reads it, with the place of everything in its bytes.
///
/// botocore reads its files with Python's `configparser.RawConfigParser`; the rules here are that parser's.
/// Reading keeps the bytes, so that a change to one section (see `INIDocument+Editing.swift`) can leave every
/// other byte as it is.
package struct INIDocument: Sendable {
  package let bytes: [UInt8]
  let lines: [Line]
  /// In the order of the file.
  package let sections: [Section]
  /// `[DEFAULT]`, which all others inherit from.
  let defaults: Section?
  /// Indices of all header lines, ascending.
  let headers: [Int]

  /// A line of the file: its bytes without and with the line break.
  struct Line: Sendable {
    let content: Range<Int>
    let end: Int
  }

  package struct Section: Sendable {
    package let name: String
    /// Index of the header's line.
    let header: Int
    package internal(set) var entries: [Entry] = []

    /// The entry for a key, which is given in lower case.
    package subscript(key key: ExactText) -> Entry? { entries.first { ExactText($0.key) == key } }
  }

  package struct Entry: Sendable {
    /// In lower case, as RawConfigParser answers it.
    package let key: String
    /// With the continuation lines, joined by line feeds.
    package internal(set) var value: String
    /// Where the value begins in the bytes of its first line.
    let valueStart: Int
    /// Indices of the lines that hold it: one, and one for each continuation.
    var lines: [Int]
  }

  /// Why a line cannot be read.
  package enum SyntaxError: Error, Equatable, Sendable {
    case notUTF8
    case byteOrderMark
    case textBeforeFirstSection
    case notAKeyAndValue
    case duplicateSection(name: String, firstLine: Int)
    case duplicateKey(name: String, firstLine: Int)
    /// A nested line, below a key with an empty value, without `=`.
    case malformedNestedLine(key: String)
  }

  /// A syntax error and where it is.
  package struct ParseError: Error, Equatable, Sendable {
    /// Counted from 1.
    package let line: Int
    package let reason: SyntaxError

    package init(line: Int, reason: SyntaxError) {
      self.line = line
      self.reason = reason
    }
  }

  /// Reads a file.
  /// - Throws: `ParseError` for the first line that botocore would refuse the file for.
  package init(_ bytes: [UInt8]) throws(ParseError) {
    self.bytes = bytes
    self.lines = Self.lines(of: bytes)
    var parser = INIParser()
    for (index, line) in lines.enumerated() {
      guard let text = String(validating: bytes[line.content], as: UTF8.self) else {
        throw ParseError(line: index + 1, reason: .notUTF8)
      }
      try parser.read(text, line: index, startingAt: line.content.lowerBound)
    }
    (sections, headers) = parser.finish()
    defaults = sections.first { $0.name == INIParser.defaultsSection }
    try checkNestedLines()
  }

  /// Python opens text files with universal newlines: `\n`, `\r\n` and a lone `\r` all end a line.
  private static func lines(of bytes: [UInt8]) -> [Line] {
    var lines: [Line] = []
    var start = 0
    while start < bytes.count {
      let stop = bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
      var end = min(stop + 1, bytes.count)
      if stop + 1 < bytes.count, bytes[stop] == 0x0D, bytes[stop + 1] == 0x0A { end += 1 }
      lines.append(Line(content: start..<stop, end: end))
      start = end
    }
    return lines
  }
}
