import Profiles
import Session

/// What is said of a profile beside its name, in completions: account, role, region, and what is left of its session.
struct ProfileDescription {
  private let words: [String?]

  /// - Parameter expiration: of the profile's session, in seconds since 1970; nil when there is none.
  init(_ profile: ProfileSummary, expiration: Int?, now: Int) {
    let arn = profile.roleARN ?? profile.mfaSerial
    words = [
      profile.ssoAccount ?? arn.flatMap { Identity(arn: $0)?.account },
      profile.roleARN.flatMap { Identity(arn: $0) }.map { "role \($0.user)" },
      profile.region,
      expiration.map { $0 > now ? "session: \(timeSpan($0 - now)) left" : "session expired" },
    ]
  }

  var text: String { words.compactMap(\.self).joined(separator: ", ") }
}
