import Profiles
import Session
private import Platform

/// The AWS files and the folder of cached sessions: who can read them, and whether they can be parsed.
struct FileChecks {
  private let environment: [String: String]
  private let credentialsFile: String?
  private let store: SessionStore
  /// The files, or what keeps them from being read.
  let files: Result<ProfileFiles, ProfileError>

  init(environment: [String: String], credentialsFile: String?, store: SessionStore) {
    self.environment = environment
    self.credentialsFile = credentialsFile
    self.store = store
    files = Result { () throws(ProfileError) in
      try ProfileFiles(
        credentialsFile: credentialsFile, environment: environment, written: WrittenProfiles(in: store).sources)
    }
  }

  var findings: [Finding] {
    var found: [Finding] = []
    if case .failure(let error) = files {
      found.append(Finding(error.message, reason: "AWS tools cannot read any profile in it."))
    }
    let credentials = ProfileFiles.credentialsPath(credentialsFile, environment)
    if isOpenToOthers(credentials) {
      found.append(
        Finding(
          "\(shortPath(credentials)) is open to other users.", reason: "It holds long-term keys or sessions.",
          fix: "Run: chmod 600 \(credentials.quoted)"))
    }
    do { try store.checkPrivacy() } catch {
      found.append(Finding(error.message, reason: "Sessions are not cached in a folder that others can open."))
    }
    return found
  }

  private func isOpenToOthers(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & 0o077 != 0
  }
}
