package import Profiles

/// A session that an AWS command of a shell needs, and that this program can renew.
package enum DueSession: Equatable, Sendable {
  /// The session of a profile that `-u` has written, to renew in the file.
  case written(WrittenProfiles.Entry)
  /// The session of the shell's environment.
  case exported(ExportedSession)
  /// The first session of a profile that has an MFA device and a key.
  case first(profile: String)

  /// The options of the renewal.
  package var options: RenewalOptions {
    switch self {
    case .written(let entry): entry.options
    case .exported(let session): session.options
    case .first: RenewalOptions()
    }
  }

  /// The options that resolve the profile with the key.
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

  /// The expiry of the session before it, in seconds since 1970; nil if there was none.
  package var expiration: Int? {
    switch self {
    case .written(let entry): entry.expiration
    case .exported(let session): session.expiration
    case .first: nil
    }
  }

  /// The remaining time, in seconds; negative once it has expired.
  package func secondsLeft(at now: Int) -> Int { expiration.map { $0 - now } ?? .min }

  /// The name for the user.
  package var profile: String {
    switch self {
    case .written(let entry): entry.name
    case .exported(let session): session.profile
    case .first(let profile): profile
    }
  }
}
