package import Profiles
package import STS

/// Why there is no session.
package enum SessionError: Error, Sendable {
  case query(QueryError)
  case dialogue(DialogueError)
  case noMFADevice
  /// Only U2F and FIDO2 security keys, which GetSessionToken does not take.
  case onlySecurityKeys([String])
  /// Several devices, and nobody to choose.
  case severalDevices([String])
  case codeRefused(ServiceError, attempts: Int)
}

/// What the person should know although nothing failed.
package enum SessionNotice: Equatable, Sendable {
  case securityKeysSkipped([String])
  /// There is no place to keep the session: other shells cannot adopt it.
  case notKept(FileReplacementError)
  /// The profile's role is not assumed: the session is its user's own.
  case roleNotAssumed(String)
}
