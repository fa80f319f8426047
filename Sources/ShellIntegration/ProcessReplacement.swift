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
/// - Throws: `CannotExecute`; otherwise it does not return.
package func replaceProcess(path: String, arguments: [String], environment: [String: String]) throws(CannotExecute)
  -> Never
{
  var argv = arguments.map { strdup($0) } + [nil]
  var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
  execve(path, &argv, &envp)
  let code = errno
  for pointer in argv + envp { free(pointer) }
  throw CannotExecute(path: path, code: code)
}
