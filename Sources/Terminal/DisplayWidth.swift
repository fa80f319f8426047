private import CEdit
private import Platform

/// Lets the widths of characters be those of the user's locale, not of the C locale, in which only ASCII has any.
package func useLocaleForWidths() { setlocale(LC_CTYPE, "") }

extension String {
  /// How many columns of a terminal it takes.
  package var displayWidth: Int {
    utf8.allSatisfy { $0 < 0x80 } ? utf8.count : unicodeScalars.reduce(0) { $0 + $1.displayWidth }
  }

  /// As much of it as fits, with a mark where something is missing.
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
    // Unknown to the locale.
    return width < 0 ? 1 : Int(width)
  }
}
