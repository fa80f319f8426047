import Profiles
import STS
import Session

/// A section of the credentials file that a session is written into, and noted in the index by which a hook renews it.
struct WrittenSection {
  private let section: CredentialsSection
  /// Of the credentials file.
  let path: String
  private let request: SessionRequest

  var name: String { section.name }

  /// - Throws: `Failure.section` when it is bound to fail.
  init(named name: String, in request: SessionRequest) throws(Failure) {
    let files = request.profile.files
    do { section = try CredentialsSection(named: name, in: files) } catch { throw .section(error) }
    path = files.credentials.path
    self.request = request
  }

  /// - Throws: `Failure.section`.
  func write(_ session: MFASession) throws(Failure) {
    let credentials = session.credentials
    do {
      try section.write(
        accessKeyID: credentials.accessKeyID, secretAccessKey: credentials.secretAccessKey,
        sessionToken: credentials.sessionToken, expiration: session.expiration, region: session.region?.value)
    } catch { throw .section(error) }
    // Without a place for it, the section is good all the same; but no hook knows it.
    do {
      try WrittenProfiles(in: request.store)
        .note(session, as: section.name, in: path, options: request.renewalOptions(for: session))
    } catch { StandardError.write(error.message) }
  }
}
