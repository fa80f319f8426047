package import Profiles

/// A session that an AWS command of a shell needs, and that this program can renew.
package enum DueSession: Equatable, Sendable {
  /// Of a profile that `-u` has written: to be renewed in the file.
  case written(WrittenProfiles.Entry)
  /// Of the shell's environment.
  case exported(profile: String, expiration: Int, kept: KeptSession?)
  /// None yet, of a profile that has all that it takes to make one.
  case first(profile: String)

  /// How the profile with the key is to be resolved.
  package func options(_ environment: [String: String], _ files: ProfileFiles) -> ProfileOptions {
    switch self {
    case .written(let entry):
      ProfileOptions(
        profile: entry.sourceProfile, credentialsFile: entry.credentialsFile, region: nil,
        mfaSerial: entry.serialNumber)
    case .exported(let profile, _, let kept):
      ProfileOptions(
        profile: nil, credentialsFile: files.settings(ofProfile: profile) == nil ? kept?.credentialsFile : nil,
        region: environment[nonEmpty: ResolvedProfile.regionMark], mfaSerial: kept?.serialNumber)
    case .first: ProfileOptions(profile: nil, credentialsFile: nil, region: nil, mfaSerial: nil)
    }
  }

  /// What the new session is made for, in seconds; nil where nothing says.
  package var duration: Int? {
    switch self {
    case .written(let entry): entry.duration
    case .exported(_, _, let kept): kept?.duration
    case .first: nil
    }
  }

  /// When the one before it ended or ends, in seconds since 1970; nil when there was none.
  package var expiration: Int? {
    switch self {
    case .written(let entry): entry.expiration
    case .exported(_, let expiration, _): expiration
    case .first: nil
    }
  }

  /// What is left of it, in seconds; negative once it has expired.
  package func secondsLeft(at now: Int) -> Int { expiration.map { $0 - now } ?? .min }

  /// What the user calls it.
  package var profile: String {
    switch self {
    case .written(let entry): entry.name
    case .exported(let profile, _, _), .first(let profile): profile
    }
  }
}

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
    if let session, chosen == nil || chosen == session.profile {
      let kept = environment[nonEmpty: "AWS_MFA_SESSION_FILE"].flatMap(KeptSession.init)
      return .exported(profile: session.profile, expiration: session.expiration, kept: kept)
    }
    let profile = chosen ?? "default"
    return files.canStartSession(profile) ? .first(profile: profile) : nil
  }
}

/// A session that this program has exported into an environment.
package struct ExportedSession: Equatable, Sendable {
  package let profile: String
  /// Seconds since 1970.
  package let expiration: Int

  /// Nil when the environment holds none.
  package init?(_ environment: [String: String]) {
    guard let profile = environment[nonEmpty: "AWS_MFA_SESSION_PROFILE"],
      let expiration = environment["AWS_MFA_SESSION_EXPIRES"].flatMap({ Int($0) }),
      environment[nonEmpty: "AWS_SESSION_TOKEN"] != nil
    else { return nil }
    self.profile = profile
    self.expiration = expiration
  }
}

extension ProfileFiles {
  /// Whether a section still is as this program wrote it.
  fileprivate func holds(_ entry: WrittenProfiles.Entry) -> Bool {
    sessionExpiration(ofProfile: entry.name) == rfc3339(entry.expiration)
  }
}
