#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif

/// A program that could not be run.
package struct CannotExecute: Error, Equatable, Sendable {
  package let path: String
  /// Why, as an `errno`.
  package let code: Int32
}

/// Makes this process become another program: signals, job control and the exit status are then that program's own.
///
/// The environment is changed where it stands, for what else it holds need not be text.
/// - Throws: `CannotExecute`; otherwise it does not return.
package func replaceProcess(path: String, arguments: [String], change: EnvironmentChange) throws(CannotExecute) -> Never
{
  for name in change.unset { unsetenv(name) }
  for (name, value) in change.set { setenv(name, value, 1) }
  // Ignored signals stay ignored across execve, and this program ignores one.
  signal(SIGPIPE, SIG_DFL)
  var argv = arguments.map { strdup($0) } + [nil]
  execve(path, &argv, environ)
  let code = errno
  argv.forEach { free($0) }
  throw CannotExecute(path: path, code: code)
}

/// Whether a program can be run: it is a file, and may be executed.
/// - Throws: `CannotExecute`.
package func checkExecutable(_ path: String) throws(CannotExecute) {
  var status = stat()
  guard stat(path, &status) == 0 else { throw CannotExecute(path: path, code: errno) }
  guard status.st_mode & S_IFMT == S_IFREG else { throw CannotExecute(path: path, code: EACCES) }
  guard access(path, X_OK) == 0 else { throw CannotExecute(path: path, code: errno) }
}
