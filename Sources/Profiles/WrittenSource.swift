/// A section of a credentials file into which this program has written a session, and what that was made from.
package struct WrittenSource: Sendable {
  package let name: String
  package let credentialsFile: String
  /// The expiration, as written in the section.
  package let expiration: String
  package let sourceProfile: String
  /// The role of the command line, in place of the profile's.
  package let roleARN: String?
  package let mfaSerial: String?

  package init(
    name: String, credentialsFile: String, expiration: String, sourceProfile: String, roleARN: String?,
    mfaSerial: String?
  ) {
    self.name = name
    self.credentialsFile = credentialsFile
    self.expiration = expiration
    self.sourceProfile = sourceProfile
    self.roleARN = roleARN
    self.mfaSerial = mfaSerial
  }
}
