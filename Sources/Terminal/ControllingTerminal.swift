private import CSelect
import Platform

/// The terminal of this process's session, whatever standard input, output and error are.
package final class ControllingTerminal {
  package let descriptor: Int32

  /// - Throws: `TerminalError.none` when the process has no terminal.
  package init() throws(TerminalError) {
    descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    if descriptor == -1 { throw .none }
  }

  deinit { close(descriptor) }

  /// Whether this process is in the foreground of its terminal.
  package static var isForeground: Bool { (try? ControllingTerminal())?.isOurs ?? false }

  /// The path of the terminal device, such as `/dev/pts/3`; nil when no standard stream is a terminal.
  package static var path: String? {
    // `ttyname` of `/dev/tty` is `/dev/tty`.
    return [STDIN_FILENO, STDERR_FILENO, STDOUT_FILENO].firstResult { ttyname($0) }.map { String(cString: $0) }
  }

  /// Whether the terminal is in line mode, as shells leave it for commands; full-screen programs read single keys.
  package var readsLines: Bool {
    var attributes = termios()
    return tcgetattr(descriptor, &attributes) == 0 && attributes.c_lflag & tcflag_t(ICANON) != 0
  }

  /// Whether this process is in the foreground; a read from the background would stop it. A borrowed foreground is taken back
  /// from any process group.
  package var isOurs: Bool { tcgetpgrp(descriptor) == getpgrp() || takeForeground() }

  /// Runs a function that may change the terminal's modes, then restores them.
  package func lend<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    var attributes = termios()
    let hasAttributes = tcgetattr(descriptor, &attributes) == 0
    defer { if hasAttributes { tcsetattr(descriptor, TCSADRAIN, &attributes) } }
    return try body()
  }

  /// How many characters fit on a line.
  package var width: Int { terminalWidth(descriptor) }

  /// Waits for input, but not longer than a timeout.
  /// - Returns: whether there is input.
  func isReadable(milliseconds: Int32) -> Bool {
    aws_select_readable([descriptor], 1, milliseconds) > 0
  }

  /// Writes a line to the terminal.
  package func say(_ line: String) {
    show(printable(line) + "\n")
  }

  /// Asks for a line in the terminal's line mode; nil at the end of input.
  package func readLine(_ prompt: String) -> String? {
    show(printable(prompt))
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while line.count < 4096 {
      let count = read(descriptor, &byte, 1)
      if count == -1 && errno == EINTR { continue }
      guard count == 1 else { return nil }
      if byte == UInt8(ascii: "\n") { break }
      line.append(byte)
    }
    return String(decoding: line, as: UTF8.self)
  }

  package func show(_ text: String) {
    // If this fails, the error cannot be reported either.
    _ = writeAll(text, to: descriptor)
  }
}

package enum TerminalError: Error, Equatable, Sendable {
  case none
  /// Ctrl-C, Ctrl-D, an empty line, or SIGINT.
  case cancelled
  /// The caller no longer needs the answer.
  case abandoned
  /// An `errno`.
  case failed(Int32)
}

/// Replaces control characters, which text from files and from AWS may contain, so that the terminal does not interpret them.
package func printable(_ text: String) -> String {
  let isPlain = text.utf8.withContiguousStorageIfAvailable { $0.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }
  if isPlain == true { return text }
  return String(
    String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
}

/// The width of a terminal in columns; 80 when it is unknown.
package func terminalWidth(_ descriptor: Int32) -> Int {
  var size = winsize()
  return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
}

/// Waits for a time.
package func pause(milliseconds: Int32) { poll(nil, 0, milliseconds) }

/// Waits until one of the descriptors can be read.
package func waitForInput(_ descriptors: [Int32]) -> Bool {
  aws_select_readable(descriptors, Int32(descriptors.count), -1)
  return true
}
