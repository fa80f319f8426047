/// The times and words by which a shell reacts without asking the program, until something changes.
///
/// It is made at the start of every shell, so it comes from the environment and this program's own files; of the AWS files, it
/// reads only a part (see `mayStartSession`). The program judges a line exactly when the shell shows it.
package struct Plan: Equatable, Sendable {
  /// From then on, a line with an AWS command must be shown to the program. Seconds since 1970; nil for never.
  package let due: Int?
  /// The same for a line that names a profile: the time at which the first written profile expires.
  package let namedDue: Int?
  /// When the shell needs a new plan at the latest, in seconds since 1970.
  package let end: Int
  /// The session that the prompt's marker shows; nil for none.
  package let marked: ExportedSession?
  /// When the marker says that the session expires soon, in seconds since 1970; 0 without a session, as the next.
  package let lowTime: Int
  /// When the marker turns red.
  package let overTime: Int
  package let commandNames: [String]

  /// How long a plan may be out of date after the user has edited a file, in seconds.
  private static let lifetime = 600
  /// The remaining time at which a session expires soon, in seconds.
  package static let lowLife = 600

  /// - Parameters:
  ///   - written: the profiles that this program wrote, in the order of expiry.
  ///   - isSettled: whether it is known that there is no session to start.
  ///   - now: seconds since 1970.
  package init(
    environment: [String: String], written: [WrittenProfiles.Entry], finder: DueSessionFinder, isSettled: Bool, now: Int
  ) {
    let settings = HookSettings(environment)
    let session = ExportedSession(environment)
    marked = settings.marksPrompt ? session : nil
    lowTime = session.map { $0.expiration - Self.lowLife } ?? 0
    overTime = session.map { $0.expiration - settings.margin } ?? 0
    commandNames = settings.commandNames

    let life = settings.longestLife
    switch settings.isOn ? finder.session(ofProfile: nil) : nil {
    case .exported(let session): due = session.expiration - life
    case .written(let entry): due = entry.expiration - life
    case .first: due = isSettled ? nil : 0
    case nil: due = nil
    }
    namedDue = settings.isOn ? written.first.map { $0.expiration - life } : nil

    // At the margin, another shell may have a session to adopt.
    let margin = session.map { $0.expiration - settings.margin }.flatMap { $0 > now ? $0 : nil }
    end = min(now + Self.lifetime, margin ?? .max)
  }
}
