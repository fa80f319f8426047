private import Platform
import Profiles
import Session

/// The description of a profile in completions: account, role, region, and the remaining time of its session.
struct ProfileDescription {
  private let words: [String?]

  init(_ profile: ProfileSummary, sessions: ProfileSessions, now: Int) {
    words = [
      sessions.account(of: profile),
      profile.roleARN.flatMap { Identity(arn: $0) }.map { "role \($0.user)" },
      profile.region,
      sessions.expiration(of: profile).map { $0 > now ? "session: \(timeSpan($0 - now)) left" : "session expired" },
    ]
  }

  var text: String { words.compactMap(\.self).concatenated(", ") }
}
