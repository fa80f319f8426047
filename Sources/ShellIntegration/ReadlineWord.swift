private import Platform

/// Completions for readline: in bash, they must be quoted for the place where they are inserted.
package enum ReadlineWord {
  /// The values of `COMP_TYPE` for menus, which insert one word at a time: `%` and `*`.
  package static let menuTypes: Set = ["37", "42"]

  /// The replacements for the end of a line.
  /// - Parameters:
  ///   - words: whole words that begin with the word on the line.
  ///   - isMenu: whether words are inserted one at a time; otherwise only their common prefix is.
  ///   - isPath: whether the shell should expand a leading `~/`.
  package static func replacements(
    _ words: [String], at line: CompletionLine, isMenu: Bool, isPath: Bool = false
  ) -> [String] {
    let tails = words.map { String($0.dropFirst(line.head.count)) }
    // In a displayed list, only the common prefix is quoted: readline would truncate words at a backslash.
    let common = isMenu ? nil : commonPrefix(tails)
    var replacements = tails.map { tail in
      let quotedCount = common?.count ?? tail.count
      return quoted(String(tail.prefix(quotedCount)), in: line.quote, isPath: isPath && line.head.isEmpty)
        + String(tail.dropFirst(quotedCount))
    }
    // Readline closes the quote of a single word, unless the word ends with that quote.
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
      // History expansion works inside double quotes, where a backslash before ! would not be removed.
      if character == "!" { return #""\!""# }
      return "\\\"$`".contains(character) ? "\\\(character)" : String(character)
    case nil:
      let isSafe = character.isASCII && (character.isLetter || character.isNumber) || "_.,:=@%/+-".contains(character)
      return isSafe || !character.isASCII ? String(character) : "\\\(character)"
    }
  }
}
