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

  /// Whether this process is in the foreground of one.
  package static var isForeground: Bool { (try? ControllingTerminal())?.isOurs ?? false }

  /// Its own path, such as `/dev/pts/3`; nil when no standard stream is a terminal.
  package static var path: String? {
    // `/dev/tty` itself has no other name.
    return [STDIN_FILENO, STDERR_FILENO, STDOUT_FILENO].firstResult { ttyname($0) }.map { String(cString: $0) }
  }

  /// Whether it reads lines, as a shell leaves it to its commands; full-screen programs read keys.
  package var readsLines: Bool {
    var attributes = termios()
    return tcgetattr(descriptor, &attributes) == 0 && attributes.c_lflag & tcflag_t(ICANON) != 0
  }

  /// Whether this process is in the foreground there; asked from the background, it would be stopped. A borrowed foreground is
  /// taken from whichever process group has it.
  package var isOurs: Bool { tcgetpgrp(descriptor) == getpgrp() || takeForeground() }

  /// Runs something that may change the terminal's modes, and then brings them back.
  package func lend<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    var attributes = termios()
    let hasAttributes = tcgetattr(descriptor, &attributes) == 0
    defer { if hasAttributes { tcsetattr(descriptor, TCSADRAIN, &attributes) } }
    return try body()
  }

  /// How many characters fit on a line.
  package var width: Int { terminalWidth(descriptor) }

  /// Whether there is input by the end of a time.
  func isReadable(milliseconds: Int32) -> Bool {
    aws_select_readable([descriptor], 1, milliseconds) > 0
  }

  /// Writes a line for the person.
  package func say(_ line: String) {
    show(printable(line) + "\n")
  }

  /// Asks for a line, edited as the terminal itself does; nil at its end.
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
    // If this fails, there is no other way to say so.
    _ = writeAll(text, to: descriptor)
  }
}

package enum TerminalError: Error, Equatable, Sendable {
  case none
  /// Ctrl-C, Ctrl-D, an empty line, or an interrupt from outside.
  case cancelled
  /// The caller no longer needs the answer.
  case abandoned
  /// An `errno`.
  case failed(Int32)
}

/// A text that a terminal shows and does not obey: what comes from files and from AWS may hold control characters.
package func printable(_ text: String) -> String {
  let isPlain = text.utf8.withContiguousStorageIfAvailable { $0.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }
  if isPlain == true { return text }
  return String(
    String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
}

/// How many characters fit on a line of a terminal, by default 80.
package func terminalWidth(_ descriptor: Int32) -> Int {
  var size = winsize()
  return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
}

/// Waits for a time, with nothing else to do.
package func pause(milliseconds: Int32) { poll(nil, 0, milliseconds) }

/// Waits, with nothing else to do, until one of the descriptors can be read.
package func waitForInput(_ descriptors: [Int32]) -> Bool {
  aws_select_readable(descriptors, Int32(descriptors.count), -1)
  return true
}
