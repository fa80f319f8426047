package import Profiles

/// A session that an AWS command of a shell needs, and that this program can renew.
package enum DueSession: Equatable, Sendable {
  /// Of a profile that `-u` has written: to be renewed in the file.
  case written(WrittenProfiles.Entry)
  /// Of the shell's environment.
  case exported(ExportedSession)
  /// None yet, of a profile that has all that it takes to make one.
  case first(profile: String)

  /// What the renewal is to be like.
  package var options: RenewalOptions {
    switch self {
    case .written(let entry): entry.options
    case .exported(let session): session.options
    case .first: RenewalOptions()
    }
  }

  /// How the profile with the key is to be resolved.
  package func profileOptions(_ environment: [String: String]) -> ProfileOptions {
    var result = ProfileOptions(
      credentialsFile: options.credentialsFile, mfaSerial: options.mfaSerial, roleARN: options.roleARN,
      duration: options.duration)
    switch self {
    case .written(let entry):
      result.profile = entry.sourceProfile
      result.credentialsFile = entry.credentialsFile
    case .exported: result.region = environment[nonEmpty: ResolvedProfile.exportedRegionVariable]
    case .first: break
    }
    return result
  }

  /// When the one before it ended or ends, in seconds since 1970; nil when there was none.
  package var expiration: Int? {
    switch self {
    case .written(let entry): entry.expiration
    case .exported(let session): session.expiration
    case .first: nil
    }
  }

  /// What is left of it, in seconds; negative once it has expired.
  package func secondsLeft(at now: Int) -> Int { expiration.map { $0 - now } ?? .min }

  /// What the user calls it.
  package var profile: String {
    switch self {
    case .written(let entry): entry.name
    case .exported(let session): session.profile
    case .first(let profile): profile
    }
  }
}
