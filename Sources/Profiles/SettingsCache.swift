/// The settings of a profile in both files.
final class ProfileSettings: Sendable {
  let name: String
  let config: Settings?
  let credentials: Settings?
  /// The credentials file wins; nil when neither knows the profile.
  let merged: Settings?
  /// The keys of both files.
  let keys: KeyTriple
  /// Whether an AWS tool takes the keys from the credentials file, before it looks at `credential_process`.
  let hasKeysInCredentialsFile: Bool

  init(name: String, config: Settings?, credentials: Settings?) {
    self.name = name
    self.config = config
    self.credentials = credentials
    var merged = config ?? credentials
    if config != nil, let credentials { merged?.overlay(credentials) }
    self.merged = merged
    keys = KeyTriple(merged ?? Settings())
    hasKeysInCredentialsFile = credentials?["aws_access_key_id"] != nil
  }
}

/// The settings of the profiles that were looked at last: one is asked for many times, and the source of many roles again for
/// each of them.
///
/// Unchecked, because the program has one thread, and a `Mutex` needs macOS 15.
final class SettingsCache: @unchecked Sendable {
  /// Each has one place, by its name. (A dictionary would hash the name three times, and slowly.)
  private var profiles = [ProfileSettings?](repeating: nil, count: 64)

  func profile(named name: String, make: () -> ProfileSettings) -> ProfileSettings {
    var text = name
    let place = Int(text.withUTF8(\.quickHash) % UInt64(profiles.count))
    if let known = profiles[place], CodePointString(known.name) == CodePointString(name) { return known }
    let profile = make()
    profiles[place] = profile
    return profile
  }
}
