/// The state of Python's `RawConfigParser` between the lines of a file.
///
/// With the parser's defaults, as botocore uses it: keys end at `=` or `:`, `#` and `;` begin comments only at the start
/// of a line, a line indented deeper than the key above it continues that key's value, and nothing may be there twice.
///
/// It reads text, scalar by scalar, and so any file; `INIIndex` reads nearly all of them faster.
struct INIParser {
  struct Section: Sendable {
    let name: String
    /// Index of the header's line.
    let header: Int
    fileprivate(set) var entries: [INIDocument.Entry] = []

    /// The entry for a key, which is given in lower case.
    subscript(key key: CodePointString) -> INIDocument.Entry? { entries.first { CodePointString($0.key) == key } }
  }

  /// The sections of a file, and the lines that hold headers.
  /// - Throws: `INIDocument.ParseError` for the first line that botocore would refuse the file for.
  static func read(_ bytes: [UInt8]) throws(INIDocument.ParseError) -> (sections: [Section], headers: [Int]) {
    var parser = INIParser()
    for (index, line) in INIDocument.Line.all(in: bytes).enumerated() {
      guard let text = String(validating: bytes[line.content], as: UTF8.self) else {
        throw .init(line: index + 1, reason: .notUTF8)
      }
      try parser.read(text, line: index, startingAt: line.content.lowerBound)
    }
    parser.closeEntry()
    try checkNestedLines(parser.sections)
    return (parser.sections, parser.headers)
  }

  /// botocore refuses a file for a malformed nested line wherever a section sees it, `[DEFAULT]`'s included.
  private static func checkNestedLines(_ sections: [Section]) throws(INIDocument.ParseError) {
    let defaults = sections.first { $0.name == defaultsSection }
    let inherited = defaults?.entries.filter { $0.nestedError != nil } ?? []
    for section in sections where section.name != defaultsSection {
      for entry in section.entries + inherited.filter({ section[key: CodePointString($0.key)] == nil }) {
        if let error = entry.nestedError { throw error }
      }
    }
  }

  private var sections: [Section] = []
  private var headers: [Int] = []
  private var indexOfSection: [CodePointString: Int] = [:]
  /// Index of the section being read.
  private var current: Int?
  /// The first lines of the entries of that section.
  private var lineOfKey: [CodePointString: Int] = [:]
  private var indentation = 0
  /// Whether an entry is open that lines can continue.
  private var continues = false

  /// The section whose keys are defaults of every other; it alone may be there more than once.
  static let defaultsSection = "DEFAULT"

  /// Reads the next line; `offset` is where its text begins in the bytes of the file.
  private mutating func read(_ text: String, line: Int, startingAt offset: Int) throws(INIDocument.ParseError) {
    let scalars = text.unicodeScalars
    let content = scalars.stripped()
    guard let first = content.first else {
      if continues { appendToLastEntry("", line: nil) }
      return
    }
    if first == "#" || first == ";" { return }
    let column = scalars.distance(from: scalars.startIndex, to: content.startIndex)
    if continues && column > indentation {
      appendToLastEntry(String(content), line: line)
      return
    }
    indentation = column
    if first == "[", let name = Self.sectionName(content) {
      try open(section: name, line: line)
    } else {
      try add(content, of: text, line: line, startingAt: offset)
    }
  }

  /// `\[(?P<header>.+)\]`: up to the *last* bracket, whatever follows it.
  private static func sectionName(_ content: Substring.UnicodeScalarView) -> String? {
    guard let close = content.lastIndex(of: "]") else { return nil }
    let name = content[content.index(after: content.startIndex)..<close]
    return name.isEmpty ? nil : String(name)
  }

  private mutating func open(section name: String, line: Int) throws(INIDocument.ParseError) {
    closeEntry()
    headers.append(line)
    if let known = indexOfSection[CodePointString(name)] {
      guard name == Self.defaultsSection else {
        throw .init(
          line: line + 1, reason: .duplicateSection(name: name, firstLine: sections[known].header + 1))
      }
      current = known
      lineOfKey = Dictionary(
        sections[known].entries.map { (CodePointString($0.key), $0.lines[0]) }, uniquingKeysWith: { first, _ in first })
    } else {
      current = sections.count
      lineOfKey = [:]
      indexOfSection[CodePointString(name)] = sections.count
      sections.append(.init(name: name, header: line))
    }
  }

  private mutating func add(
    _ content: Substring.UnicodeScalarView, of text: String, line: Int, startingAt offset: Int
  ) throws(INIDocument.ParseError) {
    closeEntry()
    guard let current else {
      let marked = line == 0 && content.first == "\u{FEFF}"
      throw .init(line: line + 1, reason: marked ? .byteOrderMark : .textBeforeFirstSection)
    }
    guard let delimiter = content.firstIndex(where: { $0 == "=" || $0 == ":" }),
      case let key = PythonRules.lowercased(String(content[..<delimiter].trimmingEnd())), !key.isEmpty
    else { throw .init(line: line + 1, reason: .notAKeyAndValue) }
    if let first = lineOfKey.updateValue(line, forKey: CodePointString(key)) {
      throw .init(line: line + 1, reason: .duplicateKey(name: key, firstLine: first + 1))
    }
    let value = content[content.index(after: delimiter)...].drop(while: PythonRules.isSpace)
    sections[current].entries.append(
      .init(
        key: key, value: String(value),
        valueStart: offset + text.utf8.distance(from: text.startIndex, to: value.startIndex),
        lines: [line]))
    continues = true
  }

  private mutating func appendToLastEntry(_ text: String, line: Int?) {
    guard let current, let last = sections[current].entries.indices.last else { return }
    sections[current].entries[last].value += "\n" + text
    if let line { sections[current].entries[last].lines.append(line) }
  }

  /// Empty lines at the end of a value are not part of it.
  private mutating func closeEntry() {
    guard continues, let current, let last = sections[current].entries.indices.last else { return }
    continues = false
    let value = sections[current].entries[last].value
    sections[current].entries[last].value = String(value.unicodeScalars.trimmingEnd())
  }
}
