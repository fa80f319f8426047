package import Processes
package import Profiles
package import STS

/// Why there is no session.
package enum SessionError: Error, Sendable {
  case query(QueryError)
  case dialogue(DialogueError)
  case noMFADevice
  /// Only U2F and FIDO2 security keys, which GetSessionToken does not take.
  case onlySecurityKeys([String])
  /// There are several devices, and no terminal to choose one on.
  case severalDevices([String])
  case codeRefused(ServiceError, attempts: Int)
  /// The code was already used; seconds until an authenticator shows another.
  case codeAlreadyUsed(secondsToNext: Int)
  /// AWS refused the session that a profile holds, and that another tool wrote.
  case heldSessionRefused(ServiceError, profile: String)
  /// AWS refused a role.
  case roleRefused(ServiceError, role: String)
  /// The folder for sessions cannot be used.
  case store(FileReplacementError)
}

/// News for the user that are no failure.
package enum SessionNotice: Equatable, Sendable {
  case securityKeysSkipped([String])
  /// The session could not be cached: other shells cannot use it.
  case notCached(FileReplacementError)
  /// A file of the store that counts as absent.
  case stateFileUnusable(path: String, OwnFileError)
  /// A role that is assumed from a role lasts an hour at most; the seconds that were asked for.
  case roleDurationCapped(role: String, seconds: Int)
  /// The MFA process gave no code, so the user is asked.
  case processFailed(MFAProcessError)
  /// The MFA process gave a code that was already used; seconds until the next.
  case awaitingNextCode(seconds: Int)
}

/// Why an MFA process gave no code.
package enum MFAProcessError: Error, Equatable, Sendable {
  case cannotStart(SystemError)
  /// Signals count as 128 + n.
  case failed(status: Int32)
  /// Its output is not a code.
  case noCode
}
