package import Profiles

/// Finds the session that a command needs.
package struct DueSessionFinder {
  private let environment: [String: String]
  private let files: ProfileFiles
  private let written: WrittenProfiles

  /// - Parameter files: as they are without a choice of the user's.
  package init(environment: [String: String], files: ProfileFiles, written: WrittenProfiles) {
    self.environment = environment
    self.files = files
    self.written = written
  }

  /// - Parameter named: a profile that stands on the command line.
  /// - Returns: nil for everything that is none of this program's business.
  package func session(ofProfile named: String?) -> DueSession? {
    let chosen = named ?? environment[nonEmpty: "AWS_PROFILE"] ?? environment[nonEmpty: "AWS_DEFAULT_PROFILE"]
    if let chosen, let entry = written.entry(named: chosen, in: files.credentials.path), files.holds(entry) {
      return .written(entry)
    }
    if named != nil { return nil }
    let session = ExportedSession(environment)
    // Keys in the environment that are not from here are somebody else's business.
    if session == nil && environment[nonEmpty: "AWS_ACCESS_KEY_ID"] != nil { return nil }
    if let session, chosen == nil || chosen == session.profile { return .exported(session) }
    let profile = chosen ?? "default"
    return files.canStartSession(profile) ? .first(profile: profile) : nil
  }
}

extension ProfileFiles {
  /// Whether a section still is as this program wrote it.
  fileprivate func holds(_ entry: WrittenProfiles.Entry) -> Bool {
    sessionExpiration(ofProfile: entry.name) == rfc3339(entry.expiration)
  }
}
