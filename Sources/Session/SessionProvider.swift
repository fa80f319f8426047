package import Profiles
package import STS

#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif

/// Gets a session for a profile: the one that is kept, where it will do, else a new one, which is then kept.
package struct SessionProvider {
  private let profile: ResolvedProfile
  private let store: SessionStore
  private let dialogue: any MFADialogue
  private let notify: (SessionNotice) -> Void
  private let report: (QueryEvent) -> Void

  /// What will do.
  package enum Wish: Sendable {
    /// A new session. Its code is six digits, nil to ask for them.
    case new(code: String?)
    /// A kept one with more than this many seconds left, else a new one, whose code is asked for.
    case kept(longerThan: Int)
  }

  package struct Provided: Sendable {
    package let session: MFASession
    /// The file that it is kept in; nil when there is no place for one.
    package let path: String?
    /// Whether it was there already.
    package let wasKept: Bool
  }

  package init(
    profile: ResolvedProfile, store: SessionStore, dialogue: any MFADialogue,
    notify: @escaping (SessionNotice) -> Void, report: @escaping (QueryEvent) -> Void
  ) {
    self.profile = profile
    self.store = store
    self.dialogue = dialogue
    self.notify = notify
    self.report = report
  }

  /// - Parameter duration: of a new session, in seconds, 900 to 129,600.
  package func session(_ wish: Wish, duration: Int) throws(SessionError) -> Provided {
    if let role = profile.roleARN { notify(.roleNotAssumed(role)) }
    // Without libcurl and the network, when the device is known.
    if let serial = profile.mfaSerial?.value, let kept = kept(wish, serial) { return kept }
    if wish.code == nil && !dialogue.isPossible { throw .dialogue(.noTerminal) }
    let issuer = try SessionIssuer(profile: profile, dialogue: dialogue, notify: notify, report: report)
    let device = try issuer.device()
    if profile.mfaSerial == nil, let kept = kept(wish, device.serialNumber) { return kept }
    let session = try issuer.issue(code: wish.code, duration: duration, device: device)
    return Provided(session: session, path: keep(session), wasKept: false)
  }

  private func kept(_ wish: Wish, _ serialNumber: String) -> Provided? {
    guard case .kept(let minimum) = wish,
      let (session, path) = store.session(of: profile, serialNumber: serialNumber),
      session.secondsLeft(at: time(nil)) > minimum
    else { return nil }
    return Provided(session: session, path: path, wasKept: true)
  }

  /// Whoever has no place to keep a session still gets it.
  private func keep(_ session: MFASession) -> String? {
    do { return try store.save(session, of: profile) } catch {
      notify(.notKept(error))
      return nil
    }
  }
}

extension SessionProvider.Wish {
  fileprivate var code: String? { if case .new(let code) = self { code } else { nil } }
}
