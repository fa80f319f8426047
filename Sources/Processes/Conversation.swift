private import Platform

/// A program that answers lines with lines. It ends with its owner.
package final class Conversation {
  /// From which its answers are read; to be waited for.
  package let answers: Int32
  private let requests: Int32
  private let child: pid_t
  private var hasEnded = false
  private var unread: [UInt8] = []
  private static let lineLimit = 64 * 1024

  /// - Parameter words: a program, looked for in `PATH`, and its arguments. Its standard error is discarded.
  /// - Throws: `SystemError` when it cannot be started.
  package init(_ words: [String]) throws(SystemError) {
    var (input, output): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
    try retrying { pipe(&input) }
    try retrying { pipe(&output) }
    for end in input + output { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (requests, answers) = (input[1], output[0])
    var process = SpawnedProcess(words)
    process.standardInput = .descriptor(input[0])
    process.standardOutput = .descriptor(output[1])
    process.standardError = .null
    defer {
      close(input[0])
      close(output[1])
    }
    do { child = try process.start() } catch {
      close(requests)
      close(answers)
      throw error
    }
  }

  deinit { end() }

  /// Ends the program.
  package func end() {
    guard !hasEnded else { return }
    hasEnded = true
    close(requests)
    close(answers)
    kill(child, SIGTERM)
    kill(child, SIGCONT)
    // A dialog goes at once.
    for _ in 0..<40 {
      if waitpid(child, nil, WNOHANG) != 0 { return }
      poll(nil, 0, 5)
    }
    kill(child, SIGKILL)
    waitpid(child, nil, 0)
  }

  /// Whether there is an answer to be received, or the end of all, after some milliseconds at the latest.
  package func hasAnswer(within milliseconds: Int32) -> Bool {
    var watched = pollfd(fd: answers, events: Int16(POLLIN), revents: 0)
    return poll(&watched, 1, milliseconds) > 0
  }

  /// - Returns: false when it is gone.
  package func send(_ line: String) -> Bool {
    writeAll(line + "\n", to: requests) == nil
  }

  /// The next line that has come, without its end.
  package func nextLine() -> String? {
    guard let end = unread.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    defer { unread.removeFirst(end + 1) }
    return String(decoding: unread[..<end], as: UTF8.self)
  }

  /// Reads what has come, once there is something.
  /// - Returns: false when no more will come.
  package func receive() -> Bool {
    var chunk = [UInt8](repeating: 0, count: 4096)
    let count = read(answers, &chunk, chunk.count)
    if count == -1 && errno == EINTR { return true }
    guard count > 0, unread.count < Self.lineLimit else { return false }
    unread += chunk[..<count]
    return true
  }
}
