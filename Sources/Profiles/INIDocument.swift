/// An AWS configuration file as botocore reads it, with the place of everything in its bytes.
///
/// botocore reads its files with Python's `configparser.RawConfigParser`; the rules here are that parser's. The file is indexed
/// once, in bytes, and refused where botocore would refuse it; only the sections that are asked for become values. It keeps the
/// bytes, so that a change to one section (see `INIDocument+Editing.swift`) can leave every other byte as it is.
package struct INIDocument: Sendable {
  package let bytes: [UInt8]
  private let content: Content

  private enum Content: Sendable {
    case indexed(INIIndex)
    /// A file that needs Unicode to be read.
    case parsed([INIParser.Section], headers: [Int])
  }

  /// The place of a section.
  package struct Section: Sendable {
    let number: Int
    let name: Range<Int>
    /// The number of the header's line, counted from 0.
    let line: Int
    /// From the header to the next one.
    let lines: Range<Int>
  }

  package struct Entry: Sendable {
    /// The key in lower case, as in RawConfigParser.
    package let key: String
    /// The value with its continuation lines, joined by line feeds.
    package internal(set) var value: String
    /// The index of the value's first byte in the file.
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
    /// The number of the line, counted from 1.
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
    if let index = INIIndex(bytes) {
      content = .indexed(index)
    } else {
      let (sections, headers) = try INIParser.read(bytes)
      content = .parsed(sections, headers: headers)
    }
  }

  /// All sections, in the order of the file.
  package var sections: some RandomAccessCollection<Section> {
    let count =
      switch content {
      case .indexed(let index): index.count
      case .parsed(let sections, _): sections.count
      }
    return (0..<count).lazy.map { section($0) }
  }

  private func section(_ number: Int) -> Section {
    switch content {
    case .indexed(let index): index[number]
    case .parsed(let sections, _): place(of: sections[number], number)
    }
  }

  /// `[DEFAULT]`, which all others inherit from.
  var defaults: Section? {
    switch content {
    case .indexed(let index): index.defaults.map { index[$0] }
    case .parsed(let sections, _): place(in: sections, INIParser.defaultsSection)
    }
  }

  /// The sections that count; `[DEFAULT]` is none.
  package var namedSections: some Sequence<Section> {
    let defaults = defaults?.number
    return sections.lazy.filter { $0.number != defaults }
  }

  /// The section of a credentials file that holds a profile: its name is the profile's.
  package func section(named name: String) -> Section? {
    guard name != INIParser.defaultsSection else { return nil }
    return switch content {
    case .indexed(let index): index.section(named: name, in: bytes)
    case .parsed(let sections, _): place(in: sections, name)
    }
  }

  private func place(in sections: [INIParser.Section], _ name: String) -> Section? {
    sections.firstIndex { CodePointString($0.name) == CodePointString(name) }.map { place(of: sections[$0], $0) }
  }

  private func place(of section: INIParser.Section, _ number: Int) -> Section {
    Section(number: number, name: 0..<0, line: section.header, lines: 0..<0)
  }

  /// Indices of all header lines, ascending.
  var headers: [Int] {
    switch content {
    case .indexed: sections.map(\.line)
    case .parsed(_, let headers): headers
    }
  }

  package func name(of section: Section) -> String {
    switch content {
    case .indexed: String(decoding: bytes[section.name], as: UTF8.self)
    case .parsed(let sections, _): sections[section.number].name
    }
  }

  /// The sections that count, where a condition on the bytes of the name is met.
  func namedSections(where isIncluded: (UnsafeBufferPointer<UInt8>) -> Bool) -> [Section] {
    let numbers =
      switch content {
      case .indexed(let index): index.numbers(in: bytes, where: isIncluded)
      case .parsed(let sections, _):
        sections.indices.filter { number in
          var name = sections[number].name
          return name.withUTF8(isIncluded)
        }
      }
    let defaults = defaults?.number
    return numbers.filter { $0 != defaults }.map(section)
  }

  /// Where the entries of a section stand; nil if a value has more than one line, or the file needs Unicode to be read.
  func places(of section: Section) -> [INIEntries.Place]? {
    guard case .indexed = content else { return nil }
    return INIEntries.places(bytes, section)
  }

  package func entries(of section: Section) -> [Entry] {
    switch content {
    case .indexed: INIEntries.read(bytes, section)
    case .parsed(let sections, _): sections[section.number].entries
    }
  }
}
