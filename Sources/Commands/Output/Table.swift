import Terminal

/// Rows in columns, each of one line, however narrow the terminal.
struct Table {
  private let rows: [[Cell]]
  private let widths: [Int]
  /// The columns that give way, the first of them first.
  private let flexible: [Int]

  /// A field, in a colour or not.
  struct Cell {
    let text: String
    var colour: TimeColour?
  }

  private static let gap = 2
  private static let minimumWidth = 8

  init(header: [String], rows: [[Cell]], flexible: [Int]) {
    useLocaleForWidths()
    let all = [header.map { Cell(text: $0) }] + rows
    self.rows = all
    self.flexible = flexible
    widths = header.indices.map { column in all.map { $0[column].text.displayWidth }.max() ?? 0 }
  }

  /// - Parameter width: of the terminal, in columns.
  func text(_ width: Int) -> String {
    var widths = widths
    for column in flexible {
      let excess = widths.reduce(0, +) + (widths.count - 1) * Self.gap - width
      let spare = max(0, widths[column] - Self.minimumWidth)
      widths[column] -= min(max(0, excess), spare)
    }
    return rows.map { row in
      var line = ""
      // The blanks before the next field, and the room that is left on the line.
      var (blanks, left) = (0, width)
      for (cell, room) in zip(row, widths) {
        guard blanks < left else { break }
        let field = cell.text.shortened(to: min(room, left - blanks))
        left -= blanks + field.displayWidth
        line += String(repeating: " ", count: blanks) + (cell.colour?.applied(to: field) ?? field)
        blanks = room - field.displayWidth + Self.gap
      }
      return line + "\n"
    }.joined()
  }
}
