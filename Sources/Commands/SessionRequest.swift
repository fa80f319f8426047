import FoundationEssentials
import Profiles
import Session

/// What every command does that gets a session: resolve the profile, then get one for it.
struct SessionRequest {
  let environment: [String: String]
  let profile: ResolvedProfile
  let store: SessionStore
  private let log: Log
  private let dialogue: TerminalDialogue

  /// - Throws: `Failure.profile`.
  init(_ options: SessionOptions) throws(Failure) {
    let log = Log(level: options.verbose)
    try self.init(
      options.profileOptions, environment: ProcessInfo.processInfo.environment, log: log,
      dialogue: TerminalDialogue(log: log))
  }

  /// - Throws: `Failure.profile`.
  init(_ options: ProfileOptions, environment: [String: String], log: Log, dialogue: TerminalDialogue) throws(Failure) {
    do { profile = try ResolvedProfile(options, environment: environment) } catch { throw .profile(error) }
    self.environment = environment
    store = SessionStore(environment: environment)
    self.log = log
    self.dialogue = dialogue
    log.resolved(profile)
  }

  /// - Parameter duration: of a new session, in seconds.
  /// - Throws: `Failure.session`.
  func session(_ wish: SessionProvider.Wish, duration: Int) throws(Failure) -> SessionProvider.Provided {
    let provider = SessionProvider(
      profile: profile, store: store, dialogue: dialogue, notify: log.notice, report: log.event)
    do { return try provider.session(wish, duration: duration) } catch { throw .session(error, profile: profile) }
  }
}
