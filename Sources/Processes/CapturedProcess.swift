import Platform

/// Another program, of which this one reads the standard output. Its terminal is the user's.
package struct CapturedProcess {
  private let words: [String]
  private let variables: [(name: String, value: String)]
  private let terminal: Int32?
  private let hasOwnGroup: Bool
  private let inheritsInput: Bool
  private let input: [UInt8]?

  /// What it printed, and how it ended.
  package struct Result: Equatable, Sendable {
    package let output: [UInt8]
    /// Signals count as 128 + n.
    package let status: Int32
    /// More was printed than anybody wants; the program was ended for it.
    package var exceedsLimit: Bool { output.count >= CapturedProcess.outputLimit }
  }

  private static let outputLimit = 64 * 1024

  /// - Parameters:
  ///   - words: a program, looked for in `PATH`, and its arguments.
  ///   - variables: in its environment beside those of this process.
  ///   - terminal: the terminal that is its standard input and, where a caller has taken that away, its standard error; nil
  ///     for those of this process.
  ///   - hasOwnGroup: whether it is a job of its own, so that the signals of the terminal's keys, and being stopped, are for it alone.
  ///   - inheritsInput: whether it may read the standard input of this process if it has no terminal.
  ///   - input: its standard input, instead of all that.
  package init(
    _ words: [String], variables: [(name: String, value: String)] = [], terminal: Int32? = nil,
    hasOwnGroup: Bool = false,
    inheritsInput: Bool = true, input: [UInt8]? = nil
  ) {
    self.words = words
    self.variables = variables
    self.terminal = terminal
    self.hasOwnGroup = hasOwnGroup
    self.inheritsInput = inheritsInput
    self.input = input
  }

  /// Runs it to its end.
  /// - Throws: `SystemError` when it cannot be started.
  package func run() throws(SystemError) -> Result {
    var ends: [Int32] = [-1, -1]
    try retrying { pipe(&ends) }
    let (reading, writing) = (ends[0], ends[1])
    defer { close(reading) }
    _ = fcntl(reading, F_SETFD, FD_CLOEXEC)
    // Nothing could continue it, or this process; and if children were ignored, its end would not be seen.
    let stopping = inheritsInput ? nil : SIGTSTP.replaceAction(.ignoring)
    let ending = SIGCHLD.replaceAction(.byDefault)
    defer {
      // This process may become a command, which inherits what is ignored.
      if let stopping { SIGTSTP.replaceAction(stopping) }
      SIGCHLD.replaceAction(ending)
    }
    let child: pid_t
    do {
      defer { close(writing) }
      child = try start(standardOutput: writing)
    }
    if let terminal, hasOwnGroup {
      bringToForeground(child, at: terminal)
      // It may have asked for input already, and was stopped for that.
      kill(-child, SIGCONT)
    }
    defer {
      if let terminal, hasOwnGroup, tcgetpgrp(terminal) == child { bringToForeground(getpgrp(), at: terminal) }
    }
    var output: [UInt8] = []
    var status: Int32 = 0
    var hasEnded = false
    // A daemon that it leaves behind may keep its standard output open; that is not waited for.
    var isOpen = true
    while !hasEnded || isOpen {
      let isReady = isOpen ? try isReadable(reading, milliseconds: hasEnded ? 0 : 50) : false
      if isReady {
        isOpen = try read(reading, into: &output)
        guard output.count < Self.outputLimit else { break }
      } else if hasEnded {
        break
      } else {
        if !isOpen { poll(nil, 0, 50) }
        hasEnded = try retrying { waitpid(child, &status, WNOHANG | WUNTRACED) } == child
        guard hasEnded, status & 0xFF == 0x7F else { continue }
        hasEnded = false
        // By the key for it, the whole job has stopped, and goes on as a whole. Otherwise nothing could continue it.
        if hasOwnGroup || (status >> 8) & 0xFF != SIGTSTP {
          kill(hasOwnGroup ? -child : child, SIGTERM)
          kill(hasOwnGroup ? -child : child, SIGCONT)
        }
      }
    }
    if !hasEnded {
      // Whatever it makes of other signals, it is not waited for while it goes on printing.
      kill(hasOwnGroup ? -child : child, SIGKILL)
      try retrying { waitpid(child, &status, 0) }
    }
    return Result(output: output, status: status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F)
  }

  private func isReadable(_ file: Int32, milliseconds: Int32) throws(SystemError) -> Bool {
    var watched = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
    return try retrying { poll(&watched, 1, milliseconds) } > 0
  }

  /// False at the end.
  private func read(_ file: Int32, into output: inout [UInt8]) throws(SystemError) -> Bool {
    var chunk = [UInt8](repeating: 0, count: 4096)
    let count = try retrying { readBytes(file, &chunk, chunk.count) }
    output += chunk[..<count]
    return count > 0
  }

  private func start(standardOutput: Int32) throws(SystemError) -> pid_t {
    var child = SpawnedProcess(words)
    child.standardOutput = .descriptor(standardOutput)
    child.variables = variables
    child.hasOwnGroup = hasOwnGroup
    // A file without a name, so that the process may read as slowly as it likes.
    let inputFile = input == nil ? nil : tmpfile()
    defer { if let inputFile { fclose(inputFile) } }
    if let input, let inputFile {
      fwrite(input, 1, input.count, inputFile)
      rewind(inputFile)
      child.standardInput = .descriptor(fileno(inputFile))
    } else if let terminal {
      child.standardInput = .descriptor(terminal)
    } else if !inheritsInput {
      child.standardInput = .null
    }
    if let terminal, isatty(STDERR_FILENO) == 0 { child.standardError = .descriptor(terminal) }
    return try child.start()
  }
}

/// `read`, where a method has that name.
private func readBytes(_ file: Int32, _ bytes: inout [UInt8], _ count: Int) -> Int { read(file, &bytes, count) }
