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
  /// Several devices, and nobody to choose.
  case severalDevices([String])
  case codeRefused(ServiceError, attempts: Int)
  /// The code has done its service; seconds until an authenticator shows another.
  case codeAlreadyUsed(secondsToNext: Int)
  /// AWS does not take the session that a profile holds, and that another tool wrote.
  case heldSessionRefused(ServiceError, profile: String)
  /// AWS said no to a role.
  case roleRefused(ServiceError, role: String)
  /// The folder for sessions will not do.
  case store(FileReplacementError)
}

/// What the person should know although nothing failed.
package enum SessionNotice: Equatable, Sendable {
  case securityKeysSkipped([String])
  /// There is no place to keep the session: other shells cannot adopt it.
  case notCached(FileReplacementError)
  /// A file of the store that counts as absent.
  case stateFileUnusable(path: String, OwnFileError)
  /// AWS lets a role that is assumed from a role last an hour at most; seconds that were asked for.
  case roleDurationCapped(role: String, seconds: Int)
  /// The MFA process gave no code; the person is asked.
  case processFailed(MFAProcessError)
  /// The MFA process gave a code that has done its service; seconds until the next.
  case awaitingNextCode(seconds: Int)
}

/// Why an MFA process gave no code.
package enum MFAProcessError: Error, Equatable, Sendable {
  case cannotStart(SystemError)
  /// Signals count as 128 + n.
  case failed(status: Int32)
  /// What it printed is no code.
  case noCode
}
