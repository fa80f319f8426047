import Terminal

/// Rows in columns, each of one line, however narrow the terminal.
struct Table {
  private let rows: [[String]]
  private let widths: [Int]
  /// The columns that give way, the first of them first.
  private let flexible: [Int]

  private static let gap = 2
  private static let minimumWidth = 8

  init(header: [String], rows: [[String]], flexible: [Int]) {
    useLocaleForWidths()
    let all = [header] + rows
    self.rows = all
    self.flexible = flexible
    widths = header.indices.map { column in all.map { $0[column].displayWidth }.max() ?? 0 }
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
      for (field, room) in zip(row, widths) {
        let field = field.shortened(to: room)
        line += field + String(repeating: " ", count: room - field.displayWidth + Self.gap)
      }
      let end = line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex
      return String(line[..<end]).shortened(to: width) + "\n"
    }.joined()
  }
}
