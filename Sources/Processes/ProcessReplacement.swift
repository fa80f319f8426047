private import Platform

/// A program that cannot be executed.
package struct CannotExecute: Error, Equatable, Sendable {
  package let path: String
  /// The `errno` of the failure.
  package let code: Int32

  package init(path: String, code: Int32) {
    self.path = path
    self.code = code
  }
}

/// A program and its arguments, byte for byte: they may not be text.
package struct Command {
  /// Each is null-terminated.
  private let words: [[CChar]]

  /// - Parameter words: at least one.
  package init(_ words: [String]) {
    self.words = words.map { Array($0.utf8CString) }
  }

  /// The last arguments of this process.
  package init(lastArguments count: Int) {
    let arguments = UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc))
    words = arguments.suffix(count).compactMap {
      $0.map { Array(UnsafeBufferPointer(start: $0, count: strlen($0) + 1)) }
    }
  }

  private var name: String { words.first.map { String(decoding: $0.dropLast().map(UInt8.init), as: UTF8.self) } ?? "" }

  /// Checks that the program exists and can be executed, by the rules of `execvp`.
  /// - Throws: `CannotExecute`.
  package func check() throws(CannotExecute) { _ = try find() }

  /// The path of the file that would be executed; nil when there is none.
  package var path: String? {
    (try? find()).map { String(decoding: $0.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) }
  }

  private func find() throws(CannotExecute) -> [CChar] {
    guard let program = words.first, program.count > 1 else { throw CannotExecute(path: name, code: ENOENT) }
    let slash = CChar(UInt8(ascii: "/"))
    guard !program.contains(slash) else {
      if let code = Self.problem(program) { throw CannotExecute(path: name, code: code) }
      return program
    }
    let path =
      getenv("PATH").map { Array(UnsafeBufferPointer(start: $0, count: strlen($0))) }
      ?? Array("/bin:/usr/bin".utf8.map(CChar.init))
    var worst = ENOENT
    for folder in path.split(separator: CChar(UInt8(ascii: ":")), omittingEmptySubsequences: false) {
      let path = (folder.isEmpty ? [CChar(UInt8(ascii: "."))] : Array(folder)) + [slash] + program
      guard let found = Self.problem(path) else { return path }
      if found != ENOENT && found != ENOTDIR { worst = found }
    }
    throw CannotExecute(path: name, code: worst)
  }

  /// The `errno` of executing a file; nil when it can be executed.
  private static func problem(_ path: [CChar]) -> Int32? {
    var status = stat()
    guard stat(path, &status) == 0 else { return errno }
    guard status.st_mode & S_IFMT == S_IFREG else { return EACCES }
    return access(path, X_OK) == 0 ? nil : errno
  }

  /// Replaces this process by the program: signals, job control and the exit status are then those of the program.
  ///
  /// The environment is changed in place, because other variables may not be text.
  /// - Throws: `CannotExecute`; otherwise it does not return.
  package func replaceProcess(
    setting variables: [(name: String, value: String)], unsetting names: [String]
  ) throws(CannotExecute) -> Never {
    for name in names { unsetenv(name) }
    for (name, value) in variables { setenv(name, value, 1) }
    // Ignored signals stay ignored across execve.
    signal(SIGPIPE, pipeSignalBefore)
    var argv = words.map { $0.withUnsafeBufferPointer { $0.baseAddress.flatMap { strdup($0) } } } + [nil]
    // A script without a #! line is run by the shell, as with `execvp`.
    errno = ENOENT
    if let program = argv[0] { execvp(program, &argv) }
    let code = errno
    signal(SIGPIPE, SIG_IGN)
    argv.forEach { free($0) }
    throw CannotExecute(path: name, code: code)
  }
}

/// Makes a write to a pipe without a reader fail instead of ending this process. Programs that replace it do not inherit that.
package func ignoreBrokenPipes() {
  pipeSignalBefore = signal(SIGPIPE, SIG_IGN)
}

/// Written once, before another thread starts.
nonisolated(unsafe) private var pipeSignalBefore: (@convention(c) (Int32) -> Void)? = SIG_DFL
