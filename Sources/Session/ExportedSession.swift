import Profiles

/// A session that this program has exported into an environment.
package struct ExportedSession: Equatable, Sendable {
  package let profile: String
  /// Seconds since 1970.
  package let expiration: Int
  package let options: RenewalOptions

  /// Reads the session from an environment; nil if it has none.
  package init?(_ environment: [String: String]) {
    guard let profile = environment[nonEmpty: "AWS_MFA_SESSION_PROFILE"],
      let expiration = environment["AWS_MFA_SESSION_EXPIRES"].flatMap(seconds),
      environment[nonEmpty: "AWS_SESSION_TOKEN"] != nil || environment.isRefreshed
    else { return nil }
    self.profile = profile
    self.expiration = expiration
    options = RenewalOptions(environment[RenewalOptions.variable] ?? "")
  }

  /// Whether an AWS command that names no profile uses it: the environment names no other.
  package func isUsed(in environment: [String: String]) -> Bool {
    environment.chosenProfile.map { $0 == profile } ?? true
  }
}
