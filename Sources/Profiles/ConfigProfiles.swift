/// The profiles of a config file, found by their headers.
///
/// `[profile dev]` is found where it stands. A header with quotes, backslashes or more spaces is split into words once.
struct ConfigProfiles: Sendable {
  private let document: INIDocument
  private let unusual: [CodePointString: INIDocument.Section]

  private static let prefix = Array("profile ".utf8)

  init(_ document: INIDocument) {
    self.document = document
    var unusual: [CodePointString: INIDocument.Section] = [:]
    for section in document.namedSections {
      let bytes = document.bytes(ofName: section)
      guard bytes.starts(with: Self.prefix.dropLast()), !Self.isUsual(bytes),
        let words = PythonRules.words(of: document.name(of: section)), words.count == 2
      else { continue }
      unusual[CodePointString(words[1])] = section
    }
    self.unusual = unusual
  }

  private static func isUsual(_ header: some Collection<UInt8>) -> Bool {
    header.starts(with: prefix) && header.count > prefix.count && header.dropFirst(prefix.count).allSatisfy(isPlain)
  }

  /// Whether a byte is itself to a shell that splits words.
  private static func isPlain(_ byte: UInt8) -> Bool { !byte.isSpace && ![0x22, 0x27, 0x5C].contains(byte) }

  /// A later section of a name replaces an earlier one; `[default]` needs no prefix.
  func section(named name: String) -> INIDocument.Section? {
    let plain = !name.isEmpty && name.utf8.allSatisfy(Self.isPlain)
    let sections = [
      unusual[CodePointString(name)], plain ? document.section(named: "profile \(name)") : nil,
      name == "default" ? document.section(named: name) : nil,
    ]
    return sections.compactMap(\.self).max { $0.number < $1.number }
  }

  /// All names, each once, in no order.
  var names: [String] {
    var names = unusual.keys.map(\.string)
    for section in document.namedSections where Self.isUsual(document.bytes(ofName: section)) {
      let name = String(decoding: document.bytes(ofName: section).dropFirst(Self.prefix.count), as: UTF8.self)
      if unusual[CodePointString(name)] == nil { names.append(name) }
    }
    let hasDefault = names.contains("default") || document.section(named: "default") == nil
    return hasDefault ? names : names + ["default"]
  }
}
