/// A command line up to the cursor, split as its shell splits it. Nothing is expanded.
package struct CompletionLine: Equatable, Sendable {
  /// The words before the one that is being completed, without their quotes.
  package private(set) var words: [String] = []
  /// The beginning of the word that is being completed, without its quotes.
  package private(set) var current = ""
  /// The part of `current` before the text that the shell replaces.
  package private(set) var head = ""
  /// The quote that is open where the replaced text begins; nil for none.
  package private(set) var quote: Character?

  /// - Parameters:
  ///   - text: the line up to the cursor.
  ///   - replaced: the end of the text that the shell replaces; readline breaks words at more characters than the shell.
  package init(_ text: String, replacing replaced: String = "", in shell: IntegratedShell) {
    var rest = Substring(text)
    let start = text.count - replaced.count
    var position = 0
    var isWord = false
    var open: Character?
    func isEscape(_ escaped: Character?) -> Bool {
      switch (open, escaped) {
      case (nil, _): true
      case ("\"", .some(let character)): "\\\"$`\n".contains(character)
      case ("'", .some(let character)): shell == .fish && "\\'".contains(character)
      default: false
      }
    }
    while true {
      if position == start { (head, quote) = (current, open) }
      guard let character = rest.popFirst() else { break }
      position += 1
      switch character {
      case " " where open == nil, "\t" where open == nil, "\n" where open == nil:
        if isWord { words.append(current) }
        (current, isWord) = ("", false)
        continue
      case "'" where open != "\"", "\"" where open != "'":
        open = open == nil ? character : nil
      case "\\" where isEscape(rest.first):
        if let escaped = rest.popFirst() {
          current.append(escaped)
          position += 1
        }
      default: current.append(character)
      }
      isWord = true
    }
    if !isWord { current = "" }
  }
}
