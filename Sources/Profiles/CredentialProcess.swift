import FoundationEssentials

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Why a `credential_process` gave no keys.
package enum CredentialProcessError: Error, Equatable, Sendable {
  /// The setting cannot be split into words: a quote is left open.
  case unbalancedQuotes
  case cannotStart(command: String, SystemError)
  /// It ended with a status other than 0; signals count as 128 + n.
  case failed(command: String, status: Int32)
  /// What it printed is not the JSON of version 1.
  case malformedOutput(command: String)
  case tooMuchOutput(command: String)
}

/// An external program that prints credentials (AWS SDKs and Tools Reference Guide, "Process credential provider").
struct CredentialProcess {
  let words: [String]

  /// - Parameter command: the setting, split into words as botocore does, without a shell.
  init(_ command: String) throws(CredentialProcessError) {
    guard let words = PythonText.words(of: command), !words.isEmpty else { throw .unbalancedQuotes }
    self.words = words
  }

  private struct Output: Decodable {
    let version: Int
    let accessKeyId: String
    let secretAccessKey: String
    let sessionToken: String?

    enum CodingKeys: String, CodingKey {
      case version = "Version"
      case accessKeyId = "AccessKeyId"
      case secretAccessKey = "SecretAccessKey"
      case sessionToken = "SessionToken"
    }
  }

  /// Runs it; its standard input, standard error and terminal are the user's.
  func run() throws(CredentialProcessError) -> KeyTriple {
    let output: [UInt8]
    let status: Int32
    do { (output, status) = try capture() } catch { throw .cannotStart(command: words[0], error) }
    guard output.count < Self.outputLimit else { throw .tooMuchOutput(command: words[0]) }
    guard status == 0 else { throw .failed(command: words[0], status: status) }
    guard let credentials = try? JSONDecoder().decode(Output.self, from: Data(output)), credentials.version == 1
    else { throw .malformedOutput(command: words[0]) }
    return KeyTriple(
      accessKeyID: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey,
      sessionToken: credentials.sessionToken)
  }

  private static let outputLimit = 64 * 1024

  private func capture() throws(SystemError) -> (output: [UInt8], status: Int32) {
    var ends: [Int32] = [-1, -1]
    try retrying { pipe(&ends) }
    let (reading, writing) = (ends[0], ends[1])
    defer { close(reading) }
    _ = fcntl(reading, F_SETFD, FD_CLOEXEC)
    let child: pid_t
    do {
      defer { close(writing) }
      child = try spawn(standardOutput: writing)
    }
    var output: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while output.count < Self.outputLimit, case let count = try retrying({ read(reading, &chunk, chunk.count) }),
      count > 0
    {
      output += chunk[..<count]
    }
    // Whatever it makes of other signals, it is not waited for while it goes on printing.
    if output.count >= Self.outputLimit { kill(child, SIGKILL) }
    var status: Int32 = 0
    try retrying { waitpid(child, &status, 0) }
    return (output, status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F)
  }

  private func spawn(standardOutput: Int32) throws(SystemError) -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, standardOutput, STDOUT_FILENO)
    if standardOutput != STDOUT_FILENO { posix_spawn_file_actions_addclose(&actions, standardOutput) }
    var arguments = words.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    #if canImport(Darwin)
      var attributes: posix_spawnattr_t?
    #else
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // This program ignores it; others end by it.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var child: pid_t = 0
    let code = posix_spawnp(&child, words[0], &actions, &attributes, &arguments, environ)
    guard code == 0 else { throw SystemError(code) }
    return child
  }
}
