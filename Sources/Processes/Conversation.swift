private import Platform

/// A child process that answers requests line by line. It ends when this value is released.
package final class Conversation {
  /// The descriptor that its answers are read from, for `poll`.
  package let answers: Int32
  private let requests: Int32
  private let child: pid_t
  private var hasEnded = false
  private var unread: [UInt8] = []
  private static let lineLimit = 64 * 1024

  /// - Parameter words: a program, found in `PATH`, and its arguments. Its standard error is discarded.
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
    // So that its dialog closes at once.
    for _ in 0..<40 {
      if waitpid(child, nil, WNOHANG) != 0 { return }
      poll(nil, 0, 5)
    }
    kill(child, SIGKILL)
    waitpid(child, nil, 0)
  }

  /// Waits for an answer or the end of the output, but not longer than some milliseconds.
  /// - Returns: whether there is either.
  package func hasAnswer(within milliseconds: Int32) -> Bool {
    var watched = pollfd(fd: answers, events: Int16(POLLIN), revents: 0)
    return poll(&watched, 1, milliseconds) > 0
  }

  /// - Returns: false when the program has ended.
  package func send(_ line: String) -> Bool {
    writeAll(line + "\n", to: requests) == nil
  }

  /// The next line that was received, without its line break.
  package func nextLine() -> String? {
    guard let end = unread.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    defer { unread.removeFirst(end + 1) }
    return String(decoding: unread[..<end], as: UTF8.self)
  }

  /// Reads available output, and waits for it if there is none.
  /// - Returns: false at the end of the output.
  package func receive() -> Bool {
    var chunk = [UInt8](repeating: 0, count: 4096)
    let count = read(answers, &chunk, chunk.count)
    if count == -1 && errno == EINTR { return true }
    guard count > 0, unread.count < Self.lineLimit else { return false }
    unread += chunk[..<count]
    return true
  }
}
