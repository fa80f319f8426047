/// The profiles of a config file, found by their headers.
///
/// `[profile dev]` is found where it stands. A header with quotes, backslashes or more spaces is split into words once.
struct ConfigProfiles: Sendable {
  private let document: INIDocument
  private let unusual: [CodePointString: INIDocument.Section]

  /// The first word of a profile's header.
  static let kind = Array("profile".utf8)
  private static let prefix = kind + " ".utf8

  init(_ document: INIDocument) {
    self.document = document
    var unusual: [CodePointString: INIDocument.Section] = [:]
    for section in document.namedSections(where: Self.isUnusual) {
      guard let words = PythonRules.words(of: document.name(of: section)), words.count == 2 else { continue }
      unusual[CodePointString(words[1])] = section
    }
    self.unusual = unusual
  }

  private static func isUsual(_ header: UnsafeBufferPointer<UInt8>) -> Bool {
    header.holds(prefix, at: 0) && header.count > prefix.count && header[prefix.count...].allSatisfy(isPlain)
  }

  private static func isUnusual(_ header: UnsafeBufferPointer<UInt8>) -> Bool {
    !isUsual(header) && header.holds(kind, at: 0)
  }

  /// Whether a byte is itself to a shell that splits words.
  private static func isPlain(_ byte: UInt8) -> Bool { !byte.isSpace && !byte.isQuoting }

  /// A later section of a name replaces an earlier one; `[default]` needs no prefix.
  func section(named name: String) -> INIDocument.Section? {
    let isPlain = !name.isEmpty && name.utf8.allSatisfy(Self.isPlain)
    let usual = isPlain ? document.section(named: "profile " + name) : nil
    guard !unusual.isEmpty || name == "default" else { return usual }
    let sections = [
      usual, unusual[CodePointString(name)], name == "default" ? document.section(named: name) : nil,
    ]
    return sections.compactMap(\.self).max { $0.number < $1.number }
  }

  /// The names that begin with a text, each once, in no order.
  func names(startingWith beginning: String = "") -> [String] {
    var names = unusual.keys.map(\.string).filter { $0.utf8.starts(with: beginning.utf8) }
    let usual = document.namedSections { header in
      Self.isUsual(header) && header[Self.prefix.count...].starts(with: beginning.utf8)
    }
    for section in usual {
      let name = String(Substring(document.name(of: section).utf8.dropFirst(Self.prefix.count)))
      if unusual[CodePointString(name)] == nil { names.append(name) }
    }
    let isMissing =
      "default".utf8.starts(with: beginning.utf8) && !names.contains("default")
      && document.section(named: "default") != nil
    return isMissing ? names + ["default"] : names
  }
}
