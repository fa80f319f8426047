import CTestSupport
import Foundation

/// A command at a terminal: types, and waits for what is to appear.
package final class PseudoTerminal {
  private let controller: Int32
  /// Held so that the terminal lives while the command has it open nowhere.
  private var replica: Int32
  private let child: ChildProcess
  private var unread = ""
  private var status: Int32?
  /// Everything that has appeared.
  package private(set) var transcript = ""

  /// How long the expected may take before a test fails, in seconds; a test that passes waits for bytes alone.
  private static let patience = 30.0

  package struct Missing: Error, CustomStringConvertible {
    let expected: String
    let transcript: String
    package var description: String { "«\(expected)» did not appear; the terminal showed:\n\(transcript)" }
  }

  /// Starts a command in a session of its own with this terminal.
  /// - Parameters:
  ///   - input, output, errors: paths to use instead of the terminal.
  package init(
    _ command: [String], environment: [String: String], input: String? = nil, output: String? = nil,
    errors: String? = nil
  ) throws {
    var path = [CChar](repeating: 0, count: 128)
    controller = test_open_terminal(&path, path.count)
    let replicaPath = String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    replica = open(replicaPath, O_RDWR | O_NOCTTY | O_CLOEXEC)
    initialSettings = Self.settings(of: replica)
    // The first terminal that the leader of a session opens becomes its controlling terminal. So it is opened first, on
    // descriptor 0, and what stands in for it afterwards.
    var files: [ChildProcess.Source] = [.path(replicaPath, O_RDWR)]
    files.append(output.map { .path($0, O_WRONLY | O_CREAT) } ?? .descriptor(0))
    files.append(errors.map { .path($0, O_WRONLY | O_CREAT) } ?? .descriptor(0))
    var command = command
    if let input { command = ["/bin/sh", "-c", "exec \"$@\" < '\(input)'", "sh"] + command }
    child = try ChildProcess(
      command, environment: ["TERM": "xterm"].merging(environment) { $1 }, files: files)
  }

  deinit {
    if status == nil {
      kill(-child.identifier, SIGKILL)
      kill(child.identifier, SIGKILL)
      _ = child.wait()
    }
    close(controller)
    if replica != -1 { close(replica) }
  }

  package var identifier: Int32 { child.identifier }

  /// Types text.
  package func type(_ text: String) { type(Array(text.utf8)) }

  package func type(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(controller, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  package func resize(rows: UInt16, columns: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
  }

  package static let controlC: [UInt8] = [3]
  package static let controlZ: [UInt8] = [26]

  /// Waits until a text appears, after what was expected before.
  /// - Returns: what came up to and with it.
  @discardableResult
  package func expect(_ text: String) throws -> String {
    let deadline = Date(timeIntervalSinceNow: Self.patience)
    while true {
      if let range = unread.range(of: text) {
        let seen = String(unread[..<range.upperBound])
        unread = String(unread[range.upperBound...])
        try Crash.check(transcript)
        return seen
      }
      guard receive(until: deadline) else { throw Missing(expected: text, transcript: transcript) }
    }
  }

  /// Waits until one of several texts appears, after what was expected before.
  /// - Returns: that text; nil when the command has ended without.
  package func next(of texts: [String]) throws -> String? {
    release()
    let deadline = Date(timeIntervalSinceNow: Self.patience)
    while true {
      let found = texts.compactMap { text in unread.range(of: text).map { (text, $0.upperBound) } }
      if let (text, end) = found.min(by: { $0.1 < $1.1 }) {
        unread = String(unread[end...])
        return text
      }
      guard receive(until: deadline) else {
        guard Date() < deadline else {
          throw Missing(expected: texts.joined(separator: "» or «"), transcript: transcript)
        }
        return nil
      }
    }
  }

  /// Only the command has the terminal from now on, so that its end can be seen.
  private func release() {
    if replica != -1 { close(replica) }
    replica = -1
  }

  /// Waits for the command's end and answers its status; what it still says is in the transcript.
  package func finish() throws -> Int32 {
    release()
    let deadline = Date(timeIntervalSinceNow: Self.patience)
    while receive(until: deadline) {}
    guard Date() < deadline else { throw Missing(expected: "the end", transcript: transcript) }
    let result = child.wait()
    status = result
    try Crash.check(transcript)
    return result
  }

  /// False at the end of the output, or of the time.
  private func receive(until deadline: Date) -> Bool {
    var descriptor = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, Int32(max(0, deadline.timeIntervalSinceNow * 1000))) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 4096)
    // Linux answers EIO when the last process has closed the terminal.
    let count = read(controller, &buffer, buffer.count)
    guard count > 0 else { return false }
    let text = String(decoding: buffer[..<count], as: UTF8.self)
    unread += text
    transcript += text
    for (question, answer) in Self.answers where text.contains(question) { type(answer) }
    return true
  }

  /// What a terminal says to a program that asks what it is, and where the cursor: fish waits for that.
  private static let answers = ["\u{1B}[c": "\u{1B}[?62c", "\u{1B}[0c": "\u{1B}[?62c", "\u{1B}[6n": "\u{1B}[1;1R"]

  /// Waits until the terminal reads lines: what is typed before that, to a shell's own editor, is not the next program's.
  package func awaitLineMode() {
    var attributes = termios()
    repeat { tcgetattr(replica, &attributes) } while attributes.c_lflag & tcflag_t(ICANON) == 0
  }

  /// The terminal's settings before the command was started, which may change them at once.
  package let initialSettings: [UInt8]

  /// The terminal's settings, all of them.
  package var settings: [UInt8] { Self.settings(of: replica) }

  private static func settings(of terminal: Int32) -> [UInt8] {
    var attributes = termios()
    tcgetattr(terminal, &attributes)
    return withUnsafeBytes(of: attributes) { Array($0) }
  }
}
