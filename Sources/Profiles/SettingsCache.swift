import Synchronization

/// The settings of the profiles that were looked at last: one is asked for many times, and the source of many roles again for
/// each of them.
final class SettingsCache: Sendable {
  struct Profile: Sendable {
    let config: Settings?
    let credentials: Settings?
    /// The credentials file wins.
    let merged: Settings?

    init(config: Settings?, credentials: Settings?) {
      self.config = config
      self.credentials = credentials
      var merged = config ?? credentials
      if config != nil, let credentials { merged?.overlay(credentials) }
      self.merged = merged
    }
  }

  private let profiles = Mutex<[ExactText: Profile]>([:])

  /// However many profiles there are, memory holds the settings of few.
  private static let limit = 64

  func profile(named name: String, make: () -> Profile) -> Profile {
    profiles.withLock { profiles in
      let key = ExactText(name)
      if let known = profiles[key] { return known }
      let profile = make()
      if profiles.count >= Self.limit { profiles.removeAll(keepingCapacity: true) }
      profiles[key] = profile
      return profile
    }
  }
}
