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
}
