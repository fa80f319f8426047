/// The keys and values of a section, as botocore's `raw_config_parse` answers them.
///
/// A list, in which the last value of a key counts: sections are short, and a dictionary costs more than it saves.
package struct Settings: Sendable {
  private var keys: [CodePointString] = []
  private var list: [Value] = []

  package enum Value: Equatable, Sendable {
    case text(String)
    /// From the indented lines below a key with an empty value.
    case nested([CodePointString: String])
  }

  /// All values, by their keys in lower case.
  package var values: [CodePointString: Value] { Dictionary(zip(keys, list)) { _, last in last } }

  private func index(of key: CodePointString) -> Int? {
    let count = key.string.utf8.count
    var index = keys.count - 1
    while index >= 0 {
      if keys[index].string.utf8.count == count && keys[index] == key { return index }
      index -= 1
    }
    return nil
  }

  /// Whether a key exists, with any value.
  func has(_ key: CodePointString) -> Bool { index(of: key) != nil }

  /// The text of a key; nil if it is absent, empty or nested.
  package subscript(key: CodePointString) -> String? {
    guard let index = index(of: key), case .text(let text) = list[index], !text.isEmpty else { return nil }
    return text
  }

  /// The text of a key inside a nested value.
  package subscript(key: CodePointString, nested: CodePointString) -> String? {
    guard let index = index(of: key), case .nested(let lines) = list[index], let text = lines[nested], !text.isEmpty
    else { return nil }
    return text
  }

  /// Adds the settings of another file for the same profile, which win.
  mutating func overlay(_ other: Settings) {
    keys += other.keys
    list += other.list
  }

  fileprivate mutating func add(_ entries: [INIDocument.Entry]) {
    for entry in entries {
      // A malformed value was refused when the document was read.
      keys.append(CodePointString(entry.key))
      list.append(entry.nestedLines.flatMap { try? $0.get() }.map(Value.nested) ?? .text(entry.value))
    }
  }
}

extension INIDocument {
  /// The settings of a section, with those of `[DEFAULT]` where it has none of its own.
  package func settings(of section: Section) -> Settings {
    var settings = Settings()
    if let defaults { settings.add(entries(of: defaults)) }
    settings.add(entries(of: section))
    return settings
  }

  /// The sections of a *config* file of one kind, by the second word of their headers: `[profile dev]`,
  /// `[profile "my dev"]`, `[services local]`. Like botocore, which looks at the beginning of the header alone and then
  /// splits it as a shell would; a header that does not make two words is ignored.
  package func sections(ofKind kind: String) -> [CodePointString: Section] {
    var found: [CodePointString: Section] = [:]
    for section in namedSections where withBytes(ofName: section, { $0.starts(with: kind.utf8) }) {
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
