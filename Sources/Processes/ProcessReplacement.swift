private import Platform

/// A program that could not be run.
package struct CannotExecute: Error, Equatable, Sendable {
  package let path: String
  /// Why, as an `errno`.
  package let code: Int32

  package init(path: String, code: Int32) {
    self.path = path
    self.code = code
  }
}

/// A program and its arguments, byte for byte: they may not be text.
package struct Command {
  /// Null-terminated each.
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

  /// Looks whether it is there and can be run, where `execvp` would look for it.
  /// - Throws: `CannotExecute`.
  package func check() throws(CannotExecute) { _ = try find() }

  /// The path of the file that would be run; nil when there is none.
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

  /// Why a file cannot be run, as an `errno`; nil when it can.
  private static func problem(_ path: [CChar]) -> Int32? {
    var status = stat()
    guard stat(path, &status) == 0 else { return errno }
    guard status.st_mode & S_IFMT == S_IFREG else { return EACCES }
    return access(path, X_OK) == 0 ? nil : errno
  }

  /// Makes this process become it: signals, job control and the exit status are then that program's own.
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
    // A script without a #! line is the shell's, as everywhere.
    errno = ENOENT
    if let program = argv[0] { execvp(program, &argv) }
    let code = errno
    signal(SIGPIPE, SIG_IGN)
    argv.forEach { free($0) }
    throw CannotExecute(path: name, code: code)
  }
}

/// Makes writing to a pipe without a reader fail, instead of ending this process. Programs that it becomes do not inherit that.
package func ignoreBrokenPipes() {
  pipeSignalBefore = signal(SIGPIPE, SIG_IGN)
}

/// Written once, before there is any other thread.
nonisolated(unsafe) private var pipeSignalBefore: (@convention(c) (Int32) -> Void)? = SIG_DFL
