/// The keys and values of a section, as botocore's `raw_config_parse` answers them.
///
/// It knows where its entries stand in the file, and makes text of a value when that is asked for: of most, it never is.
package struct Settings: Sendable {
  /// The last one that has a key counts: of `[DEFAULT]`, the section itself, and that of another file.
  private var sections: [SectionSettings] = []
  /// Of all sections.
  private var keyLengths = KeyLengths()

  package enum Value: Equatable, Sendable {
    case text(String)
    /// From the indented lines below a key with an empty value.
    case nested([CodePointString: String])
  }

  /// All values, by their keys in lower case.
  package var values: [CodePointString: Value] {
    let keys = sections.flatMap(\.keys)
    return Dictionary(keys.map { ($0, value(of: $0) ?? .text("")) }) { first, _ in first }
  }

  private func value(of key: CodePointString) -> Value? {
    guard keyLengths.contain(key.string.utf8.count) else { return nil }
    var index = sections.count
    while index > 0 {
      index -= 1
      if let value = sections[index].value(of: key) { return value }
    }
    return nil
  }

  /// Whether a key exists, with any value.
  func has(_ key: CodePointString) -> Bool { value(of: key) != nil }

  /// The text of a key; nil if it is absent, empty or nested.
  package subscript(key: CodePointString) -> String? {
    guard case .text(let text) = value(of: key), !text.isEmpty else { return nil }
    return text
  }

  /// The text of a key inside a nested value.
  package subscript(key: CodePointString, nested: CodePointString) -> String? {
    guard case .nested(let lines) = value(of: key), let text = lines[nested], !text.isEmpty else { return nil }
    return text
  }

  /// Adds the settings of another file for the same profile, which win.
  mutating func overlay(_ other: Settings) {
    sections += other.sections
    keyLengths.insert(other.keyLengths)
  }

  fileprivate mutating func add(_ section: INIDocument.Section, of document: INIDocument) {
    let section = SectionSettings(section, of: document)
    sections.append(section)
    keyLengths.insert(section.keyLengths)
  }
}

/// The entries of one section. A class, because settings are copied often.
private final class SectionSettings: Sendable {
  private let file: [UInt8]
  private let places: [INIEntries.Place]
  /// In place of the places, where a value has several lines, or the file needs Unicode to be read.
  private let entries: [INIDocument.Entry]
  let keyLengths: KeyLengths

  init(_ section: INIDocument.Section, of document: INIDocument) {
    let places = document.places(of: section)
    file = document.bytes
    self.places = places ?? []
    entries = places == nil ? document.entries(of: section) : []
    var lengths = KeyLengths()
    for place in self.places { lengths.insert(place.key.range.count) }
    for entry in entries { lengths.insert(entry.key.utf8.count) }
    keyLengths = lengths
  }

  var keys: [CodePointString] {
    (places.map { file.lowercasedText($0.key.range) } + entries.map(\.key)).map { CodePointString($0) }
  }

  private func text(of key: CodePointString) -> String? {
    var key = key.string
    return key.withUTF8 { key in
      file.withUnsafeBufferPointer { bytes in
        places.last { bytes.holds(lowercased: key, at: $0.key.range) }.map { bytes.text($0.value.range) }
      }
    }
  }

  func value(of key: CodePointString) -> Settings.Value? {
    if let text = text(of: key) { return .text(text) }
    guard let entry = entries.last(where: { CodePointString($0.key) == key }) else { return nil }
    // A malformed value was refused when the document was read.
    return entry.nestedLines.flatMap { try? $0.get() }.map(Settings.Value.nested) ?? .text(entry.value)
  }
}

/// The lengths of the keys that are there: most keys that are looked for are not.
private struct KeyLengths: Sendable {
  private var bits: UInt64 = 0

  private static func bit(_ length: Int) -> UInt64 { 1 << min(length, 63) }

  func contain(_ length: Int) -> Bool { bits & Self.bit(length) != 0 }

  mutating func insert(_ length: Int) { bits |= Self.bit(length) }

  mutating func insert(_ other: KeyLengths) { bits |= other.bits }
}

extension INIDocument {
  /// The settings of a section, with those of `[DEFAULT]` where it has none of its own.
  package func settings(of section: Section) -> Settings {
    var settings = Settings()
    if let defaults { settings.add(defaults, of: self) }
    settings.add(section, of: self)
    return settings
  }

  /// The sections of a *config* file of one kind, by the second word of their headers: `[profile dev]`,
  /// `[profile "my dev"]`, `[services local]`. Like botocore, which looks at the beginning of the header alone and then
  /// splits it as a shell would; a header that does not make two words is ignored.
  package func sections(ofKind kind: String) -> [CodePointString: Section] {
    var found: [CodePointString: Section] = [:]
    for section in namedSections(where: { $0.starts(with: kind.utf8) }) {
      if let words = PythonRules.words(of: name(of: section)), words.count == 2 {
        found[CodePointString(words[1])] = section
      }
    }
    return found
  }
}

extension INIDocument.Entry {
  /// The indented lines below an empty value; nil if the value is plain text.
  fileprivate var nestedLines: Result<[CodePointString: String], INIDocument.ParseError>? {
    guard value.utf8.first == 0x0A else { return nil }
    var lines: [CodePointString: String] = [:]
    for line in PythonRules.lines(of: value) {
      let content = line.stripped()
      guard !content.isEmpty else { continue }
      guard let equals = content.firstIndex(of: "=") else {
        return .failure(.init(line: self.lines[0] + 1, reason: .malformedNestedLine(key: key)))
      }
      lines[CodePointString(String(content[..<equals].stripped()))] =
        String(content[content.index(after: equals)...].stripped())
    }
    return .success(lines)
  }

  var nestedError: INIDocument.ParseError? {
    if case .failure(let error) = nestedLines { error } else { nil }
  }
}
