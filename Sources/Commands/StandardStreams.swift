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
}
