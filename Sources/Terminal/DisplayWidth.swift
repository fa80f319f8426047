private import CEdit
private import Platform

/// Sets the user's locale for the widths of characters: in the C locale, only ASCII characters have a width.
package func useLocaleForWidths() { setlocale(LC_CTYPE, "") }

extension String {
  /// The width in columns.
  package var displayWidth: Int {
    utf8.allSatisfy { $0 < 0x80 } ? utf8.count : unicodeScalars.reduce(0) { $0 + $1.displayWidth }
  }

  /// Shortens the text to a width, with a mark in place of what is missing.
  /// - Parameter width: in columns.
  package func shortened(to width: Int) -> String {
    guard displayWidth > width else { return self }
    var room = width - 1
    let fitting = unicodeScalars.prefix { scalar in
      room -= scalar.displayWidth
      return room >= 0
    }
    return width > 0 ? String(fitting) + "…" : ""
  }
}

extension Unicode.Scalar {
  fileprivate var displayWidth: Int {
    let width = wcwidth(wchar_t(bitPattern: value))
    // The locale does not know the character.
    return width < 0 ? 1 : Int(width)
  }
}
