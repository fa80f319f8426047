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
  // A script without a #! line is the shell's, as everywhere.
  execvp(path, &argv)
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

/// Where a program is that is called by a name, as `execvp` looks for it.
/// - Throws: `CannotExecute`.
package func executablePath(of name: String, in environment: [String: String]) throws(CannotExecute) -> String {
  if name.contains("/") {
    try checkExecutable(name)
    return name
  }
  var problem = CannotExecute(path: name, code: ENOENT)
  for folder in (environment["PATH"] ?? "/bin:/usr/bin").split(separator: ":", omittingEmptySubsequences: false) {
    let path = (folder.isEmpty ? "." : String(folder)) + "/" + name
    do throws(CannotExecute) {
      try checkExecutable(path)
      return path
    } catch {
      if error.code != ENOENT && error.code != ENOTDIR { problem = CannotExecute(path: name, code: error.code) }
    }
  }
  throw problem
}
