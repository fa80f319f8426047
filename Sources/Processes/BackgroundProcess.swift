private import Platform

/// A process that continues after this one has been replaced by another program; its standard input ends when that program ends.
package enum BackgroundProcess {
  /// Starts it. Its standard input ends when this process, the program that replaces it, and all children that inherit its files have ended.
  /// - Throws: `SystemError`.
  package static func start(_ words: [String]) throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    try retrying { pipe(&ends) }
    _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
    _ = fcntl(ends[1], F_SETFD, FD_CLOEXEC)
    // A number that scripts do not use.
    let kept = fcntl(ends[1], F_DUPFD_CLOEXEC, 50)
    close(ends[1])
    defer { close(ends[0]) }
    let child = try process(words, standardInput: .descriptor(ends[0])).start()
    waitpid(child, nil, 0)
    _ = fcntl(kept, F_SETFD, 0)
  }

  /// Starts it with the standard input of this process, and does not wait for its end.
  /// - Throws: `SystemError`.
  package static func startAgain(_ words: [String]) throws(SystemError) {
    _ = try process(words, standardInput: .inherited).start()
  }

  private static func process(_ words: [String], standardInput: SpawnedProcess.Stream) -> SpawnedProcess {
    var process = SpawnedProcess(words)
    process.standardInput = standardInput
    process.standardOutput = .null
    process.standardError = .null
    return process
  }
}
