import Platform

/// A child process whose standard output is read. It uses the user's terminal.
package struct CapturedProcess {
  private let words: [String]
  private let variables: [(name: String, value: String)]
  private let terminal: Int32?
  private let hasOwnGroup: Bool
  private let inheritsInput: Bool
  private let input: [UInt8]?

  /// The output and the exit status.
  package struct Result: Equatable, Sendable {
    package let output: [UInt8]
    /// The exit status, or 128 + n after signal n.
    package let status: Int32
    /// The output exceeded the limit, and the program was killed.
    package var exceedsLimit: Bool { output.count >= CapturedProcess.outputLimit }
  }

  private static let outputLimit = 64 * 1024

  /// - Parameters:
  ///   - words: a program, found in `PATH`, and its arguments.
  ///   - variables: added to the environment of this process.
  ///   - terminal: its standard input and, if standard error is not a terminal, its standard error; nil to inherit those of this
  ///     process.
  ///   - hasOwnGroup: whether it is a job of its own, so that signal keys and stops affect only it.
  ///   - inheritsInput: whether it may read the standard input of this process if it has no terminal.
  ///   - input: its standard input, in place of those above.
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
    // Nothing could continue the child or this process after a stop; and with SIGCHLD ignored, the child's end would not be seen.
    let stopping = inheritsInput ? nil : SIGTSTP.replaceAction(.ignoring)
    let ending = SIGCHLD.replaceAction(.byDefault)
    defer {
      // This process may be replaced by a command, which inherits ignored signals.
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
      // The child may already have read the terminal, and been stopped for it.
      kill(-child, SIGCONT)
    }
    defer {
      if let terminal, hasOwnGroup, tcgetpgrp(terminal) == child { bringToForeground(getpgrp(), at: terminal) }
    }
    var output: [UInt8] = []
    var status: Int32 = 0
    var hasEnded = false
    // A daemon that the child started may keep standard output open; do not wait for it.
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
        // The stop key stops the whole job, which is continued as a whole. After any other stop, nothing would continue the child.
        if hasOwnGroup || (status >> 8) & 0xFF != SIGTSTP {
          kill(hasOwnGroup ? -child : child, SIGTERM)
          kill(hasOwnGroup ? -child : child, SIGCONT)
        }
      }
    }
    if !hasEnded {
      // SIGKILL, because the child may ignore other signals and continue to print.
      kill(hasOwnGroup ? -child : child, SIGKILL)
      try retrying { waitpid(child, &status, 0) }
    }
    return Result(output: output, status: status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F)
  }

  private func isReadable(_ file: Int32, milliseconds: Int32) throws(SystemError) -> Bool {
    var watched = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
    return try retrying { poll(&watched, 1, milliseconds) } > 0
  }

  /// - Returns: false at the end of the output.
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
    // A file without a name rather than a pipe, so that this process does not wait for a slow reader.
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
