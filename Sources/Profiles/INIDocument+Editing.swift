extension INIDocument {
  /// The file with some keys of one section set, and others removed; every byte outside that section stays, and inside it
  /// every comment and every other key.
  ///
  /// A value that is there is replaced where it stands; new keys follow the section's last one; a new section goes to the
  /// end of the file.
  /// - Parameter pairs: keys in lower case, and values of one line that neither begin nor end with a space.
  package func setting(
    _ pairs: [(key: String, value: String)], removing stale: Set<String> = [], inSection name: String
  )
    -> [UInt8]
  {
    let lines = Line.all(in: bytes)
    guard let section = section(named: name) else { return appending(pairs, inNewSection: name, after: lines) }
    let entries = entries(of: section)
    var replaced: [Int: [UInt8]] = [:]
    for entry in entries {
      let value = pairs.first { $0.key == entry.key }?.value
      guard value != nil || stale.contains(entry.key) else { continue }
      for line in entry.lines { replaced[line] = [] }
      if let value {
        let line = lines[entry.lines[0]]
        replaced[entry.lines[0]] =
          Array(bytes[line.content.lowerBound..<entry.valueStart]) + value.utf8
          + bytes[line.content.upperBound..<line.end]
      }
    }
    let new = pairs.filter { pair in !entries.contains { $0.key == pair.key } }
    let last = entries.last?.lines.last ?? section.line
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + 2048)
    for (index, line) in lines.enumerated() {
      if let other = replaced[index] { result += other } else { result += bytes[line.content.lowerBound..<line.end] }
      guard index == last else { continue }
      let indentation = indentationForNewKeys(in: section, entries, lines)
      for pair in new {
        insert(indentation + "\(pair.key) = \(pair.value)".utf8, asLineAfter: line, lineBreak(lines.first), in: &result)
      }
    }
    return result
  }

  /// The file without some keys of one section, and without its header where nothing is left below that; every other byte
  /// stays, but for the blank line that set a new section off from the one before it.
  package func removing(_ keys: Set<String>, fromSection name: String) -> [UInt8] {
    guard let section = section(named: name) else { return bytes }
    let lines = Line.all(in: bytes)
    let header = section.line
    var removed = Set(entries(of: section).filter { keys.contains($0.key) }.flatMap(\.lines))
    let end = headers.first { $0 > header } ?? lines.count
    let isEmpty = (header + 1..<end).allSatisfy { removed.contains($0) || bytes[lines[$0].content].isEmpty }
    if isEmpty {
      removed.insert(header)
      let isLast = (header..<end).allSatisfy(removed.contains) && end == lines.count
      let before = header - 1
      if isLast && before > 0 && bytes[lines[before].content].isEmpty { removed.insert(before) }
    }
    return lines.indices.filter { !removed.contains($0) }.flatMap {
      bytes[lines[$0].content.lowerBound..<lines[$0].end]
    }
  }

  /// Keeps a missing final line break missing.
  private func insert(_ text: [UInt8], asLineAfter line: Line, _ lineBreak: [UInt8], in result: inout [UInt8]) {
    let ending = bytes[line.content.upperBound..<line.end]
    if ending.isEmpty { result += lineBreak + text } else { result += text + ending }
  }

  private func appending(
    _ pairs: [(key: String, value: String)], inNewSection name: String, after lines: [Line]
  ) -> [UInt8] {
    var result = bytes
    let lineBreak = lineBreak(lines.first)
    if let last = lines.last {
      if last.end == last.content.upperBound { result += lineBreak }
      if !bytes[last.content].isEmpty { result += lineBreak }
    }
    for text in ["[\(name)]"] + pairs.map({ "\($0.key) = \($0.value)" }) { result += Array(text.utf8) + lineBreak }
    return result
  }

  /// The line break that the file uses first.
  private func lineBreak(_ first: Line?) -> [UInt8] {
    guard let line = first, line.end > line.content.upperBound else { return [0x0A] }
    return Array(bytes[line.content.upperBound..<line.end])
  }

  /// A line indented deeper than the key above it continues that key's value. So a new key takes the indentation of the
  /// key before it or, where there is none, of the header that follows it.
  private func indentationForNewKeys(in section: Section, _ entries: [Entry], _ lines: [Line]) -> [UInt8] {
    let model = entries.last?.lines[0] ?? headers.first { $0 > section.line }
    guard let model, let text = String(validating: bytes[lines[model].content], as: UTF8.self) else { return [] }
    return Array(String(text.unicodeScalars.prefix(while: PythonRules.isSpace)).utf8)
  }
}
