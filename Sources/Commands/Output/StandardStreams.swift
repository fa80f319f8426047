import Terminal
private import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A message for the user: what happened, then what to do.
struct Message {
  let lines: [String]

  init(_ lines: String...) {
    self.lines = lines.filter { !$0.isEmpty }
  }
}

enum StandardError {
  static func write(_ message: Message) {
    guard let first = message.lines.first else { return }
    write(line: "\(Program.name): \(first)")
    for line in message.lines.dropFirst() { write(line: line) }
  }

  static func write(line: String) {
    // If this fails, there is no other way to say so.
    _ = writeAll(printable(line) + "\n", to: STDERR_FILENO)
  }
}

enum StandardOutput {
  /// - Throws: `Failure.standardOutput` if not all of it can be written.
  static func write(_ text: String) throws(Failure) { try write(bytes: Array(text.utf8)) }

  private static func write(bytes: [UInt8]) throws(Failure) {
    if let code = writeAll(bytes, to: STDOUT_FILENO) { throw .standardOutput(errno: code) }
  }

  /// Writes lines as they are made, many at a time.
  /// - Throws: `Failure.standardOutput`.
  static func write(lines: some Sequence<String>) throws(Failure) {
    try write(rows: lines.lazy.map(CollectionOfOne.init))
  }

  /// Writes rows of one field or more as lines, with tabs between the fields. In bytes, because a text grows slowly.
  /// - Throws: `Failure.standardOutput`.
  static func write(rows: some Sequence<some Collection<String>>) throws(Failure) {
    var bytes: [UInt8] = []
    for row in rows {
      for field in row {
        bytes += field.utf8
        bytes.append(UInt8(ascii: "\t"))
      }
      bytes[bytes.count - 1] = UInt8(ascii: "\n")
      if bytes.count > 1 << 16 {
        try write(bytes: bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    try write(bytes: bytes)
  }

  /// How many characters fit on a line; nil if it is no terminal.
  static var width: Int? { isatty(STDOUT_FILENO) == 1 ? terminalWidth(STDOUT_FILENO) : nil }

  /// Writes a value as JSON, its keys in alphabetical order.
  static func write(json value: some Encodable, isPretty: Bool = true) throws {
    try write(Self.json(value, isPretty: isPretty) + "\n")
  }

  /// Writes values as a JSON array, one after the other.
  static func write(jsonArray values: some Sequence<some Encodable>) throws {
    var isFirst = true
    for value in values {
      let object = try json(value, isPretty: true).split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
      try write((isFirst ? "[\n" : ",\n") + object)
      isFirst = false
    }
    try write(isFirst ? "[]\n" : "\n]\n")
  }

  private static func json(_ value: some Encodable, isPretty: Bool) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}

enum StandardInput {
  /// The first line, without its spaces. It is read byte by byte, for the rest may be for another program.
  static func readLine() -> String {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while line.count < 256, read(STDIN_FILENO, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
    return String(decoding: line, as: UTF8.self).filter { !$0.isWhitespace }
  }
}
