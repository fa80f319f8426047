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
