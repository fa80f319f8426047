/// Splits a command line into the words of its simple commands, in the order in which they begin.
///
/// Not a full grammar: enough to find command names, options and assignments. Quoted text is only part of its word; commands in
/// substitutions (`$(…)`, backquotes, fish's `(…)`) are separate commands; comments and here-documents are skipped.
struct ShellLexer {
  /// A word without its quotes.
  struct Word: Equatable {
    var text = ""
    /// Whether it contains a variable or a substitution, whose value only the shell knows.
    var isExpanded = false
    /// Whether part of it was quoted, so that it is not a reserved word.
    var isQuoted = false
  }

  private let shell: IntegratedShell
  private var rest: ArraySlice<Character>
  private var commands: [[Word]] = []
  /// The delimiters of here-documents that begin after this line.
  private var documents: [String] = []

  static func commands(in line: String, of shell: IntegratedShell) -> [[Word]] {
    // A carriage return and a line feed would be one Character.
    var lexer = ShellLexer(shell, Array(line.replacing("\r\n", with: "\n"))[...])
    lexer.readCommands(until: nil)
    return lexer.commands
  }

  private init(_ shell: IntegratedShell, _ text: ArraySlice<Character>) {
    self.shell = shell
    rest = text
  }

  private mutating func next() -> Character? { rest.popFirst() }

  private mutating func skip(_ character: Character) -> Bool {
    guard rest.first == character else { return false }
    rest.removeFirst()
    return true
  }

  /// Reads commands up to a closing character or the end of the text.
  private mutating func readCommands(until end: Character?) {
    var index = begin()
    var word: Word?
    func finish(_ commands: inout [[Word]]) {
      if let whole = word { commands[index].append(whole) }
      word = nil
    }
    while let character = next() {
      if character == end {
        finish(&commands)
        return
      }
      switch character {
      case " ", "\t":
        finish(&commands)
      case "\n":
        finish(&commands)
        skipDocuments()
        index = begin()
      case ";", "|", "&":
        finish(&commands)
        index = begin()
      case "(" where word == nil && rest.first == "(" && shell != .fish:
        skipArithmetic()
      case "(":
        finish(&commands)
        // A subshell, the end of a function's name, or in fish a substitution.
        readCommands(until: ")")
        if shell == .fish { word = Word(text: "", isExpanded: true) } else { index = begin() }
      case ")":
        finish(&commands)
        index = begin()
      case "#" where word == nil:
        rest = rest.drop { $0 != "\n" }
      case "<", ">":
        // A number before it is a file descriptor.
        if let text = word?.text, text.allSatisfy(\.isNumber) { word = nil }
        finish(&commands)
        skipRedirection(character)
      case "`":
        readCommands(until: "`")
        word = word ?? Word()
        word?.isExpanded = true
      default:
        var current = word ?? Word()
        read(character, into: &current)
        word = current
      }
    }
    finish(&commands)
  }

  private mutating func begin() -> Int {
    commands.append([])
    return commands.count - 1
  }

  /// Reads the construct that a character outside quotes begins.
  private mutating func read(_ character: Character, into word: inout Word) {
    switch character {
    case "\\":
      guard let escaped = next() else { return }
      if escaped != "\n" { word.text.append(escaped) }
    case "'":
      word.isQuoted = true
      readQuoted(by: "'", backslashes: shell == .fish, into: &word)
    case "\"":
      word.isQuoted = true
      readQuoted(by: "\"", backslashes: true, into: &word)
    case "$": readExpansion(into: &word)
    default: word.text.append(character)
    }
  }

  private mutating func readExpansion(into word: inout Word) {
    if shell != .fish, skip("'") {
      word.isQuoted = true
      readQuoted(by: "'", backslashes: true, into: &word)
      return
    }
    word.isExpanded = true
    if skip("(") {
      if rest.first == "(" { skipArithmetic() } else { readCommands(until: ")") }
    } else if skip("{") {
      while let character = next(), character != "}" {}
    } else {
      word.text.append("$")
    }
  }

  /// Reads an arithmetic expression in double parentheses, where `<<` is not a here-document. The first parenthesis has been read.
  private mutating func skipArithmetic() {
    var depth = 1
    while depth > 0, let character = next() {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
    }
  }

  private mutating func readQuoted(by quote: Character, backslashes: Bool, into word: inout Word) {
    while let character = next(), character != quote {
      switch character {
      case "\\" where backslashes:
        if let escaped = next(), escaped != "\n" { word.text.append(escaped) }
      case "$" where quote == "\"": readExpansion(into: &word)
      case "`" where quote == "\"" && shell != .fish:
        word.isExpanded = true
        readCommands(until: "`")
      default: word.text.append(character)
      }
    }
  }

  private mutating func skipRedirection(_ sign: Character) {
    if skip("(") { return readCommands(until: ")") }
    if sign == "<", skip("<") {
      let isDocument = !skip("<")
      _ = skip("-")
      if let target = readTarget(), isDocument { documents.append(target) }
      return
    }
    for character: Character in [">", "&", "|", "?"] { _ = skip(character) }
    _ = readTarget()
  }

  /// Reads the target of a redirection.
  private mutating func readTarget() -> String? {
    while let character = rest.first, character == " " || character == "\t" { rest.removeFirst() }
    var word = Word()
    while let character = rest.first, !" \t\n;|&()<>".contains(character) {
      rest.removeFirst()
      read(character, into: &word)
    }
    return word == Word() ? nil : word.text
  }

  private mutating func skipDocuments() {
    for end in documents {
      while !rest.isEmpty {
        let line = rest.prefix { $0 != "\n" }
        rest = rest.dropFirst(line.count + 1)
        if String(line.drop { $0 == "\t" }) == end { break }
      }
    }
    documents = []
  }
}
