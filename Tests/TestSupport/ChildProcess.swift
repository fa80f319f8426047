import CTestSupport

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A process in a session of its own, and so without a terminal unless it is given one.
struct ChildProcess {
  let identifier: pid_t

  /// - Parameter files: what its descriptors 0, 1 and 2 are.
  init(_ command: [String], environment: [String: String], files: [Source]) throws {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawnattr_setflags(
      &attributes, test_spawn_setsid() | Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    // The threads that tests run on have most of them blocked.
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for (target, source) in files.enumerated() {
      switch source {
      case .path(let path, let flags): posix_spawn_file_actions_addopen(&actions, Int32(target), path, flags, 0o600)
      case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target))
      }
    }
    var arguments = command.map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (arguments + variables).forEach { free($0) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, command[0], &actions, &attributes, &arguments, &variables)
    guard code == 0 else { throw SpawnError(command: command[0], reason: String(cString: strerror(code))) }
    identifier = child
  }

  enum Source {
    case path(String, Int32)
    case descriptor(Int32)
  }

  struct SpawnError: Error {
    let command: String
    let reason: String
  }

  /// Waits for the end; a signal n counts as 128 + n.
  func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) == -1 && errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F
  }
}

/// A crash of a Swift program, which nothing else would tell of a process in the background.
struct Crash: Error, CustomStringConvertible {
  let output: String
  var description: String { "a program crashed:\n\(output)" }

  /// - Throws: `Crash` if an output tells of one.
  static func check(_ output: String) throws {
    if output.contains(": Fatal error: ") { throw Crash(output: output) }
  }
}

/// What a command that has ended said.
package struct Finished: Sendable {
  package let status: Int32
  package let output: String
  package let errors: String
}

/// Runs a command to its end, without a terminal.
@discardableResult
package func run(
  _ command: [String], environment: [String: String], input: String = ""
) throws -> Finished {
  let folder = TemporaryFolder()
  let inputPath = try folder.write(input, to: "in")
  let (outputPath, errorPath) = (folder.path + "/out", folder.path + "/err")
  let child = try ChildProcess(
    command, environment: environment,
    files: [
      .path(inputPath, O_RDONLY), .path(outputPath, O_WRONLY | O_CREAT), .path(errorPath, O_WRONLY | O_CREAT),
    ])
  let result = Finished(status: child.wait(), output: folder.read("out"), errors: folder.read("err"))
  try Crash.check(result.errors)
  return result
}
