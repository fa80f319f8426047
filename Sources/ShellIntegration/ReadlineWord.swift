private import Platform

/// Words as readline inserts them: in bash, a completion must be quoted for its place.
package enum ReadlineWord {
  /// What `COMP_TYPE` says of menus, which insert each word by itself: `%` and `*`.
  package static let menuTypes: Set = ["37", "42"]

  /// The replacements for the end of a line.
  /// - Parameters:
  ///   - words: whole words, which begin with what is on the line.
  ///   - isMenu: whether each of them is inserted by itself; else only what all have in common is.
  ///   - isPath: whether the shell should expand a leading `~/`.
  package static func replacements(
    _ words: [String], at line: CompletionLine, isMenu: Bool, isPath: Bool = false
  ) -> [String] {
    let tails = words.map { String($0.dropFirst(line.head.count)) }
    // Of a list to look at, only the common part is quoted: readline would break off after a backslash.
    let common = isMenu ? nil : commonPrefix(tails)
    var replacements = tails.map { tail in
      let quotedCount = common?.count ?? tail.count
      return quoted(String(tail.prefix(quotedCount)), in: line.quote, isPath: isPath && line.head.isEmpty)
        + String(tail.dropFirst(quotedCount))
    }
    // Readline closes the quote of a single word, unless that ends as if it did.
    if replacements.count == 1, let quote = line.quote, replacements[0].last == quote { replacements[0].append(quote) }
    return replacements
  }

  private static func commonPrefix(_ words: [String]) -> String {
    guard var common = words.first else { return "" }
    for word in words { while !word.hasPrefix(common) { common.removeLast() } }
    return common
  }

  private static func quoted(_ text: String, in quote: Character?, isPath: Bool) -> String {
    let tilde = isPath && quote == nil && text.hasPrefix("~/") ? "~/" : ""
    return tilde + text.dropFirst(tilde.count).map { quoted($0, in: quote) }.concatenated()
  }

  private static func quoted(_ character: Character, in quote: Character?) -> String {
    switch quote {
    case "'": return character == "'" ? #"'\''"# : String(character)
    case .some:
      // The history is expanded within double quotes, where a backslash before ! would stay.
      if character == "!" { return #""\!""# }
      return "\\\"$`".contains(character) ? "\\\(character)" : String(character)
    case nil:
      let isSafe = character.isASCII && (character.isLetter || character.isNumber) || "_.,:=@%/+-".contains(character)
      return isSafe || !character.isASCII ? String(character) : "\\\(character)"
    }
  }
}
