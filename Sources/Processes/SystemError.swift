import Platform

/// A system call that failed.
package struct SystemError: Error, Equatable, Sendable {
  /// The `errno` of the call.
  package let code: Int32

  package init(_ code: Int32 = errno) {
    self.code = code
  }

  /// The system's description, such as `Permission denied`.
  package var description: String { String(cString: strerror(code)) }
}

/// Repeats a system call while signals interrupt it.
/// - Throws: `SystemError` when the call returns -1.
@discardableResult
package func retrying<Result: SignedInteger>(_ call: () -> Result) throws(SystemError) -> Result {
  while true {
    let result = call()
    if result != -1 { return result }
    let code = errno
    if code != EINTR { throw SystemError(code) }
  }
}
