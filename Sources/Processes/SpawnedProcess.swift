import Platform

/// A description of a child process to start.
struct SpawnedProcess {
  private let words: [String]
  var standardInput = Stream.inherited
  var standardOutput = Stream.inherited
  var standardError = Stream.inherited
  /// Variables added to the environment of this process.
  var variables: [(name: String, value: String)] = []
  /// Whether it leads a process group of its own.
  var hasOwnGroup = false

  enum Stream {
    case inherited
    case descriptor(Int32)
    case null
  }

  /// - Parameter words: a program, found in `PATH`, and its arguments.
  init(_ words: [String]) {
    self.words = words
  }

  /// - Returns: its process id.
  /// - Throws: `SystemError`.
  func start() throws(SystemError) -> pid_t {
    var settings = SpawnSettings()
    add(standardInput, as: STDIN_FILENO, O_RDONLY, to: &settings)
    add(standardError, as: STDERR_FILENO, O_WRONLY, to: &settings)
    add(standardOutput, as: STDOUT_FILENO, O_WRONLY, to: &settings)
    // This program ignores SIGPIPE; other programs should end by it.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    // In a command substitution, bash ignores these; a read from the background would then fail instead of waiting.
    for signal in hasOwnGroup ? [SIGTTIN, SIGTTOU] : [] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&settings.attributes, &signals)
    posix_spawnattr_setpgroup(&settings.attributes, 0)
    posix_spawnattr_setflags(
      &settings.attributes, Int16(POSIX_SPAWN_SETSIGDEF) | (hasOwnGroup ? Int16(POSIX_SPAWN_SETPGROUP) : 0))
    var arguments = words.map { strdup($0) } + [nil]
    let before = variables.map { name, _ in (name: name, value: getenv(name).map { String(cString: $0) }) }
    for (name, value) in variables { setenv(name, value, 1) }
    defer {
      arguments.forEach { free($0) }
      for (name, value) in before { if let value { setenv(name, value, 1) } else { unsetenv(name) } }
    }
    var child: pid_t = 0
    let code = posix_spawnp(&child, words[0], &settings.actions, &settings.attributes, &arguments, environmentEntries)
    guard code == 0 else { throw SystemError(code) }
    return child
  }

  private func add(_ stream: Stream, as descriptor: Int32, _ flags: Int32, to settings: inout SpawnSettings) {
    switch stream {
    case .inherited: break
    case .descriptor(let source):
      posix_spawn_file_actions_adddup2(&settings.actions, source, descriptor)
      // A copy of its writing end would keep the pipe open.
      if source > STDERR_FILENO, descriptor == STDOUT_FILENO {
        posix_spawn_file_actions_addclose(&settings.actions, source)
      }
    case .null: posix_spawn_file_actions_addopen(&settings.actions, descriptor, "/dev/null", flags, 0)
    }
  }
}
