/// A session, and how it was acquired.
package struct AcquiredSession: Sendable {
  package let session: MFASession
  /// The file that it is cached in; nil if it could not be cached.
  package let path: String?
  package let source: Source

  /// The source of the session.
  package enum Source: Sendable {
    /// It was in the cache.
    case cache
    /// A role was assumed with a session from the cache: no code was needed.
    case roleAssumption
    case mfaCode
  }
}

/// The session to acquire: new, or cached with enough time left.
package enum SessionPolicy: Equatable, Sendable {
  /// A new one. Its code is six digits; nil prompts for it.
  case new(code: String?)
  /// A cached one with at least this many seconds left; otherwise a new one, with a prompt for the code.
  case cached(atLeast: Int)

  /// Caps the required lifetime at what a new session can have; otherwise a session that another process has just created would
  /// be rejected.
  /// - Parameter duration: of a new session, in seconds.
  func capped(by duration: Int) -> SessionPolicy {
    if case .cached(let minimum) = self { .cached(atLeast: min(minimum, duration - 60)) } else { self }
  }

  /// The policy for the session that assumes a role: it only has to be valid at that moment.
  var forSource: SessionPolicy {
    if case .cached = self { .cached(atLeast: Self.sourceMinimum) } else { self }
  }

  /// In seconds.
  private static let sourceMinimum = 15
}
