package import Profiles

/// Finds the session that a command needs.
package struct DueSessionFinder {
  private let environment: [String: String]
  private let written: [WrittenProfiles.Entry]
  private let credentialsFile: String
  /// The written profile whose session a profile uses.
  private let writtenBehind: (String) -> String?
  private let canStart: (String) -> Bool

  /// - Parameters:
  ///   - files: the default files.
  ///   - written: the profiles that this program wrote.
  package init(environment: [String: String], files: ProfileFiles, written: [WrittenProfiles.Entry]) {
    self.init(
      environment: environment, written: written, credentialsFile: files.credentials.path,
      writtenBehind: files.writtenProfile(behind:),
      canStart: files.canStartSession)
  }

  /// Finds more than there is, without reading the files: each result needs a second look.
  package init(glancingAt environment: [String: String], written: [WrittenProfiles.Entry]) {
    self.init(
      environment: environment, written: written, credentialsFile: ProfileFiles.credentialsPath(nil, environment),
      writtenBehind: { $0 }, canStart: { ProfileFiles.mayStartSession($0, environment) })
  }

  private init(
    environment: [String: String], written: [WrittenProfiles.Entry], credentialsFile: String,
    writtenBehind: @escaping (String) -> String?, canStart: @escaping (String) -> Bool
  ) {
    self.environment = environment
    self.written = written
    self.credentialsFile = credentialsFile
    self.writtenBehind = writtenBehind
    self.canStart = canStart
  }

  /// - Parameter named: a profile on the command line.
  /// - Returns: nil for a session that this program does not renew.
  package func session(ofProfile named: String?) -> DueSession? {
    let chosen = named ?? environment.chosenProfile
    if let chosen, let name = writtenBehind(chosen),
      let entry = written.first(where: { $0.isFor(name, credentialsFile) })
    {
      return .written(entry)
    }
    if named != nil { return nil }
    let session = ExportedSession(environment)
    // Other keys in the environment are another tool's.
    if session == nil && environment[nonEmpty: "AWS_ACCESS_KEY_ID"] != nil { return nil }
    if let session, session.isUsed(in: environment) { return .exported(session) }
    let profile = chosen ?? "default"
    return canStart(profile) ? .first(profile: profile) : nil
  }
}
