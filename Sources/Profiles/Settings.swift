/// The keys and values of a section, as botocore's `raw_config_parse` answers them.
package struct Settings: Equatable, Sendable {
  /// Keys in lower case.
  package private(set) var values: [ExactText: Value] = [:]

  package enum Value: Equatable, Sendable {
    case text(String)
    /// From the indented lines below a key with an empty value.
    case nested([ExactText: String])
  }

  /// The text of a key; nil when it is absent, empty or nested.
  package subscript(key: ExactText) -> String? {
    guard case .text(let text) = values[key], !text.isEmpty else { return nil }
    return text
  }

  /// The text of a key inside a nested value.
  package subscript(key: ExactText, nested: ExactText) -> String? {
    guard case .nested(let lines) = values[key], let text = lines[nested], !text.isEmpty else { return nil }
    return text
  }

  /// Adds what another file says of the same profile, which wins.
  mutating func overlay(_ other: Settings) {
    values.merge(other.values) { _, theirs in theirs }
  }

  fileprivate mutating func add(_ entries: [INIDocument.Entry]) {
    for entry in entries {
      // A document in which this fails was refused when it was read.
      values[ExactText(entry.key)] = entry.nestedLines.flatMap { try? $0.get() }.map(Value.nested) ?? .text(entry.value)
    }
  }
}

extension INIDocument {
  /// The settings of a section, with those of `[DEFAULT]` where it has none of its own.
  package func settings(of section: Section) -> Settings {
    var settings = Settings()
    if let defaults { settings.add(defaults.entries) }
    settings.add(section.entries)
    return settings
  }

  /// The sections that count; `[DEFAULT]` is none.
  package var namedSections: some Sequence<Section> {
    sections.lazy.filter { $0.name != INIParser.defaultsSection }
  }

  /// The section of a credentials file that holds a profile: its name is the profile's.
  package func section(named name: String) -> Section? {
    namedSections.first { ExactText($0.name) == ExactText(name) }
  }

  /// The sections of a *config* file of one kind, by the second word of their headers: `[profile dev]`,
  /// `[profile "my dev"]`, `[services local]`. Like botocore, which looks at the beginning of the header alone and then
  /// splits it as a shell would; a header that does not make two words is nobody's.
  package func sections(ofKind kind: String) -> [ExactText: Section] {
    var found: [ExactText: Section] = [:]
    for section in namedSections where section.name.unicodeScalars.starts(with: kind.unicodeScalars) {
      if let words = PythonText.words(of: section.name), words.count == 2 { found[ExactText(words[1])] = section }
    }
    return found
  }

  /// The profiles of a *config* file; `[default]` needs no prefix. A later section of a name replaces an earlier one.
  package func profileSections() -> [ExactText: Section] {
    var profiles = sections(ofKind: "profile")
    if let plain = section(named: "default"), plain.header > (profiles["default"]?.header ?? -1) {
      profiles["default"] = plain
    }
    return profiles
  }

  /// botocore refuses a file for a malformed nested line wherever a section sees it, `[DEFAULT]`'s included.
  func checkNestedLines() throws(ParseError) {
    let inherited = defaults?.entries.filter { $0.nestedError != nil } ?? []
    for section in namedSections {
      for entry in section.entries + inherited.filter({ section[key: ExactText($0.key)] == nil }) {
        if let error = entry.nestedError { throw error }
      }
    }
  }
}

extension INIDocument.Entry {
  /// What the indented lines below an empty value say; nil when the value is plain text.
  fileprivate var nestedLines: Result<[ExactText: String], INIDocument.ParseError>? {
    guard value.unicodeScalars.first == "\n" else { return nil }
    var lines: [ExactText: String] = [:]
    for line in PythonText.lines(of: value) {
      let content = line.stripped()
      guard !content.isEmpty else { continue }
      guard let equals = content.firstIndex(of: "=") else {
        return .failure(.init(line: self.lines[0] + 1, reason: .malformedNestedLine(key: key)))
      }
      lines[ExactText(String(content[..<equals].stripped()))] =
        String(content[content.index(after: equals)...].stripped())
    }
    return .success(lines)
  }

  fileprivate var nestedError: INIDocument.ParseError? {
    if case .failure(let error) = nestedLines { error } else { nil }
  }
}
