package import Profiles
package import STS

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A session that an MFA code has opened: the user's own, or a role's that was assumed with that.
package struct MFASession: Equatable, Sendable {
  package let credentials: SessionCredentials
  /// The user who entered the code.
  package let identity: Identity
  /// The serial number of the MFA device.
  package let serialNumber: String
  /// Nil for the user's own session.
  package let roleARN: String?
  /// The id of the long-term access key.
  package let sourceAccessKeyID: String
  /// The profile that it was made for.
  package private(set) var profile: String
  /// The region; nil if none is set.
  package private(set) var region: Sourced<String>?

  package init(
    credentials: SessionCredentials, identity: Identity, serialNumber: String, roleARN: String?,
    sourceAccessKeyID: String, profile: String, region: Sourced<String>?
  ) {
    self.credentials = credentials
    self.identity = identity
    self.serialNumber = serialNumber
    self.roleARN = roleARN
    self.sourceAccessKeyID = sourceAccessKeyID
    self.profile = profile
    self.region = region
  }

  /// The same session, for the profile that has the key, as it is cached.
  func ofSource(_ profile: ResolvedProfile) -> MFASession {
    guard case .profile(let source) = profile.source else { return self }
    var session = self
    session.profile = source
    return session
  }

  /// The same session, for another profile that shares it.
  func of(_ profile: ResolvedProfile) -> MFASession {
    var session = self
    session.profile = profile.name.value
    session.region = profile.region
    return session
  }

  /// The identity that AWS sees, such as `alice@123456789012` or `admin@210987654321`.
  package var label: String { (roleARN.flatMap { Identity(arn: $0) } ?? identity).label }

  /// The account that it gives access to.
  package var account: String? { (roleARN.flatMap { Identity(arn: $0) } ?? identity).account }

  /// RFC 3339.
  package var expiration: String { rfc3339(credentials.expiration) }

  /// The remaining time, in seconds; negative once it has expired.
  package func secondsLeft(at now: Int) -> Int { credentials.expiration - now }
}

/// - Parameter time: seconds since 1970.
package func rfc3339(_ time: Int) -> String { utcTime(time, as: "%Y-%m-%dT%H:%M:%SZ") }

/// Seconds since 1970 of a time in RFC 3339; nil for another text.
package func time(rfc3339 text: String) -> Int? {
  (try? Date(text, strategy: .iso8601)).map { Int($0.timeIntervalSince1970) }
}
