package import Profiles
import STS

/// The session that AWS commands use, and what is known of it.
package struct SessionStatus: Equatable, Sendable {
  package let profile: String
  package let source: Source
  /// Seconds since 1970; nil if nothing says.
  package let expiration: Int?
  /// The cached session; nil if another program made it, or it is no longer cached.
  package let account: String?
  package let user: String?
  /// Nil for a user's own session, or if it is not known.
  package let roleARN: String?

  /// Where the session is.
  package enum Source: String, Sendable {
    case environment
    case credentialsFile = "credentials-file"
    /// It is cached, and this shell does not use it yet.
    case cache
  }

  /// Whether it is valid at a time.
  package func isValid(at now: Int) -> Bool { expiration.map { $0 > now } ?? false }

  private init(_ profile: String, _ source: Source, expiration: Int?, _ session: MFASession?) {
    self.profile = profile
    self.source = source
    self.expiration = expiration
    account = session?.account
    user = session?.identity.user
    roleARN = session?.roleARN
  }

  /// The environment's session.
  /// - Returns: nil if it has none.
  package init?(environment: [String: String], sessions: ProfileSessions) {
    if environment.isRefreshed, let exported = ExportedSession(environment) {
      let session = sessions.session(atPath: environment["AWS_MFA_SESSION_FILE"] ?? "")
      self.init(
        exported.profile, .environment, expiration: session?.credentials.expiration ?? exported.expiration, session)
      return
    }
    guard environment[nonEmpty: "AWS_SESSION_TOKEN"] != nil, let key = environment[nonEmpty: "AWS_ACCESS_KEY_ID"] else {
      return nil
    }
    let session = sessions.session(withKey: key)
    if let exported = ExportedSession(environment) {
      self.init(exported.profile, .environment, expiration: exported.expiration, session)
    } else {
      let expiration = environment["AWS_CREDENTIAL_EXPIRATION"].flatMap { time(rfc3339: $0) }
      self.init(session?.profile ?? "", .environment, expiration: expiration, session)
    }
  }

  /// The session that a profile holds or would get.
  /// - Returns: nil if there is none.
  package init?(of profile: ProfileSummary, sessions: ProfileSessions) {
    guard let expiration = sessions.expiration(of: profile) else { return nil }
    let isHeld = profile.sessionExpiration != nil
    let session = isHeld ? sessions.held(by: profile) : sessions.cached(for: profile)
    self.init(profile.name, isHeld ? .credentialsFile : .cache, expiration: expiration, session)
  }
}
