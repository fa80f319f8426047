import FoundationEssentials
import Terminal

#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif

/// What was said to a person: what happened, then what to do.
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
    // Nobody can be told when this fails.
    _ = writeAll(printable(line) + "\n", to: STDERR_FILENO)
  }
}

enum StandardOutput {
  /// - Throws: `Failure.standardOutput` when not all of it can be written.
  static func write(_ text: String) throws(Failure) {
    if let code = writeAll(text, to: STDOUT_FILENO) { throw .standardOutput(errno: code) }
  }

  /// How many characters fit on a line; nil where it is no terminal.
  static var width: Int? { isatty(STDOUT_FILENO) == 1 ? terminalWidth(STDOUT_FILENO) : nil }

  /// Writes a value as JSON, its keys in alphabetical order.
  static func write(json value: some Encodable, isPretty: Bool = true) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    try write(String(decoding: encoder.encode(value), as: UTF8.self) + "\n")
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
