/// Rows in columns, each of one line, however narrow the terminal.
struct Table {
  private let rows: [[String]]
  private let widths: [Int]
  /// The column that gives way first.
  private let flexible: Int

  init(header: [String], rows: [[String]], flexible: Int) {
    let all = [header] + rows
    self.rows = all
    self.flexible = flexible
    widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
  }

  private static let gap = 2

  func text(_ width: Int) -> String {
    var widths = widths
    let others = widths.reduce(0, +) - widths[flexible] + (widths.count - 1) * Self.gap
    widths[flexible] = min(widths[flexible], max(0, width - others))
    return rows.map { row in
      var line = ""
      for (field, room) in zip(row, widths) {
        let field = field.shortened(to: room)
        line += field + String(repeating: " ", count: room - field.count + Self.gap)
      }
      let end = line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex
      return String(line[..<end]).shortened(to: width) + "\n"
    }.joined()
  }
}

extension String {
  fileprivate func shortened(to width: Int) -> String {
    count <= width ? self : width == 0 ? "" : prefix(width - 1) + "…"
  }
}
