import FoundationEssentials
package import Profiles
package import STS

/// A session, with what a shell and its user want to know of it.
package struct MFASession: Sendable {
  package let credentials: SessionCredentials
  /// The profile whose keys it was made with.
  package let profile: String
  /// The region that is known; nil when nothing names one.
  package let region: Sourced<String>?
  package let identity: Identity
  /// Of the MFA device.
  package let serialNumber: String
  /// What it was made for, in seconds.
  package let duration: Int

  package init(
    credentials: SessionCredentials, profile: String, region: Sourced<String>?, identity: Identity,
    serialNumber: String, duration: Int
  ) {
    self.credentials = credentials
    self.profile = profile
    self.region = region
    self.identity = identity
    self.serialNumber = serialNumber
    self.duration = duration
  }

  /// RFC 3339.
  package var expiration: String { rfc3339(credentials.expiration) }

  /// What is left of it, in seconds; negative once it has expired.
  package func secondsLeft(at now: Int) -> Int { credentials.expiration - now }
}

/// - Parameter time: seconds since 1970.
func rfc3339(_ time: Int) -> String {
  Date(timeIntervalSince1970: TimeInterval(time)).formatted(.iso8601)
}
