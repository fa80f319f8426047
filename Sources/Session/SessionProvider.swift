package import Profiles
package import STS

#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif

/// Gets a session for a profile: one that is kept, where it will do, else a new one, which is then kept. Of all processes that
/// want the same one at once, one asks, and the others go on with its session.
package final class SessionProvider {
  private let profile: ResolvedProfile
  private let store: SessionStore
  private let dialogue: any MFADialogue
  private let notify: (SessionNotice) -> Void
  private let report: (QueryEvent) -> Void

  /// What will do.
  package enum Wish: Equatable, Sendable {
    /// A new session. Its code is six digits, nil to ask for them.
    case new(code: String?)
    /// A kept one with at least this many seconds left, else a new one, whose code is asked for.
    case kept(atLeast: Int)
  }

  /// A session, and how it was come by.
  package struct Provided: Sendable {
    package let session: MFASession
    /// The file that it is kept in; nil when there is no place for one.
    package let path: String?
    package let way: Way
  }

  /// How a session was come by.
  package enum Way: Sendable {
    /// It was there already.
    case kept
    /// It is a role's, assumed with a session that was there already: no code was needed.
    case assumed
    /// A code was needed.
    case new
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

  /// - Parameter duration: of a new MFA session, in seconds, 900 to 129,600. A role's is what its profile says.
  package func session(_ wish: Wish, duration: Int) throws(SessionError) -> Provided {
    do { try store.checkPrivacy() } catch { throw .store(error) }
    guard let role = profile.roles.last else {
      return try userSession(wish.satisfiable(by: duration), duration: duration)
    }
    let limit = profile.roles.count > 1 ? chainedLimit : .max
    let wish = wish.satisfiable(by: min(role.duration ?? 3600, limit))
    if let kept = kept(wish, roles: profile.roles.count) { return kept }
    let source = try userSession(wish.forRole, duration: duration)
    do { return try roleSession(wish, with: source) } catch {
      guard source.way == .kept, let path = source.path, error.isAboutCredentials else { throw error }
      // AWS does not know the kept session any more. Of many that find that out, one asks.
      try? store.remove(SessionStore.Kept(session: source.session, path: path))
      return try roleSession(wish, with: try userSession(wish.forRole, duration: duration))
    }
  }

  // MARK: The user's own session

  private func userSession(_ wish: Wish, duration: Int) throws(SessionError) -> Provided {
    if let kept = kept(wish, roles: 0) { return kept }
    if case .new(let code?) = wish {
      let issuer = try issuer()
      return keep(try issuer.issue(code: code, duration: duration, device: try issuer.device()), roles: 0)
    }
    while true {
      do { return try askedSession(wish, duration: duration) } catch {
        guard case .dialogue(.abandoned) = error else { throw error }
        // Another process has got the session, or the right to ask while this one was stopped.
        if let kept = kept(wish, roles: 0) { return kept }
      }
    }
  }

  /// Takes the right to ask, or the session of whoever had it.
  private func askedSession(_ wish: Wish, duration: Int) throws(SessionError) -> Provided {
    if dialogue.isSilent { throw .dialogue(.noTerminal) }
    let lock = store.questionLock(for: profile)
    return try withExtendedLifetime(lock) { () throws(SessionError) in
      if let lock, !lock.take() {
        do throws(DialogueError) {
          try dialogue.awaitOther(isElsewhere: { !lock.isHeldHere }) {
            kept(wish, roles: 0) != nil || lock.take() || lock.failureHere != nil
          }
        } catch { throw .dialogue(error) }
      }
      if let kept = kept(wish, roles: 0) { return kept }
      if let failure = lock?.failureHere { throw .dialogue(failure == .cancelled ? .cancelled : .inVain) }
      if !dialogue.isPossible && profile.mfaProcess == nil { throw .dialogue(.noTerminal) }
      do throws(SessionError) { return try ask(wish, duration: duration, lock) } catch {
        if let failure = error.ofQuestion { lock?.note(failure) }
        throw error
      }
    }
  }

  private func ask(_ wish: Wish, duration: Int, _ lock: QuestionLock?) throws(SessionError) -> Provided {
    let issuer = try issuer()
    let release = { () -> Void in lock?.release() }
    let device = try issuer.device(whenStopped: release)
    if let kept = kept(wish, roles: 0, serialNumber: device.serialNumber) { return kept }
    let session = try issuer.ask(duration: duration, device: device, whenStopped: release) {
      self.kept(wish, roles: 0, serialNumber: device.serialNumber) == nil && lock?.take() != false
    }
    return keep(session, roles: 0)
  }

  // MARK: Roles

  private func roleSession(_ wish: Wish, with source: Provided) throws(SessionError) -> Provided {
    let key = SessionKey(profile, serialNumber: source.session.serialNumber)
    let session = try assume(key, wish, with: source.session)
    guard session.way == .new, source.way == .kept else { return session }
    return Provided(session: session.session, path: session.path, way: .assumed)
  }

  /// Assumes the last role of a key with the one before it, each of which may be kept already.
  private func assume(_ key: SessionKey, _ wish: Wish, with user: MFASession) throws(SessionError) -> Provided {
    guard let role = key.roles.last else { return Provided(session: user, path: nil, way: .kept) }
    if let kept = kept(wish, key) { return kept }
    let before = key.assuming(key.roles.count - 1)
    let source = try assume(before, wish.forRole, with: user)
    do { return try renew(key, wish, role, with: source.session) } catch {
      guard key.roles.count > 1, source.way == .kept, let path = source.path, error.isAboutCredentials else {
        throw error
      }
      // AWS does not know the session of the role before it any more.
      try? store.remove(SessionStore.Kept(session: source.session, path: path))
      let newSource = try assume(before, wish.forRole, with: user)
      return try renew(key, wish, role, with: newSource.session)
    }
  }

  private func renew(
    _ key: SessionKey, _ wish: Wish, _ role: Role, with source: MFASession
  ) throws(SessionError) -> Provided {
    // Of many that want it at once, one makes the call.
    try store.whileRenewing(key) { () throws(SessionError) in
      if let kept = kept(wish, key) { return kept }
      return keep(try assume(role, isChained: key.roles.count > 1, with: source), key)
    }
  }

  private func assume(_ role: Role, isChained: Bool, with source: MFASession) throws(SessionError) -> MFASession {
    var duration = role.duration
    if let wanted = duration, isChained, wanted > chainedLimit {
      duration = chainedLimit
      notify(.roleDurationCapped(role: role.arn.value, seconds: wanted))
    }
    let client = QueryClient(try client, keys: SigningKeys(source.credentials))
    let credentials: SessionCredentials
    do {
      credentials = try client.call(
        .assumeRole(AssumeRoleRequest(role, duration: duration, user: source.identity.user)))
    } catch {
      guard case .refused(let refusal) = error else { throw .query(error) }
      throw .roleRefused(refusal, role: role.arn.value)
    }
    return MFASession(
      credentials: credentials.inLocalTime(of: client), identity: source.identity, serialNumber: source.serialNumber,
      roleARN: role.arn.value,
      sourceAccessKeyID: source.sourceAccessKeyID, profile: profile.name.value, region: profile.region)
  }

  // MARK: What is kept

  /// The session that is kept for the profile, without the network: by the device that is named or, where none is, by any with
  /// which the key has made one.
  private func kept(_ wish: Wish, roles count: Int, serialNumber: String? = nil) -> Provided? {
    guard case .kept = wish else { return nil }
    let serials =
      if let serial = serialNumber ?? profile.mfaSerial?.value { [serial] } else { keptSerialNumbers() }
    for serial in serials {
      if let kept = kept(wish, SessionKey(profile, serialNumber: serial).assuming(count)) { return kept }
    }
    return nil
  }

  private func keptSerialNumbers() -> [String] {
    let own = store.sessions.map(\.session).filter { $0.sourceAccessKeyID == profile.key.value.accessKeyID }
    return Set(own.map(\.serialNumber)).sorted()
  }

  private func kept(_ wish: Wish, _ key: SessionKey) -> Provided? {
    guard case .kept(let minimum) = wish, let kept = store.session(for: key),
      kept.session.secondsLeft(at: time(nil)) >= minimum
    else { return nil }
    return Provided(session: kept.session.of(profile), path: kept.path, way: .kept)
  }

  private func keep(_ session: MFASession, roles count: Int) -> Provided {
    keep(session, SessionKey(profile, serialNumber: session.serialNumber).assuming(count))
  }

  /// Whoever has no place to keep a session still gets it.
  private func keep(_ session: MFASession, _ key: SessionKey) -> Provided {
    var path: String?
    do { path = try store.save(session.ofSource(profile), for: key) } catch { notify(.notKept(error)) }
    return Provided(session: session, path: path, way: .new)
  }

  // MARK: The network

  private var openedClient: QueryClient?

  /// Opened when it is needed: most sessions are there already.
  private var client: QueryClient {
    get throws(SessionError) {
      if let openedClient { return openedClient }
      do {
        let client = try QueryClient(profile, report: report)
        openedClient = client
        return client
      } catch { throw .query(error) }
    }
  }

  private func issuer() throws(SessionError) -> SessionIssuer {
    SessionIssuer(profile: profile, client: try client, store: store, dialogue: dialogue, notify: notify)
  }
}

/// How long a role that was assumed from a role can last, in seconds (IAM User Guide, "Role chaining").
private let chainedLimit = 3600

/// What a session must have left to assume a role with it, in seconds.
private let minimumForRole = 15

extension SessionProvider.Wish {
  /// What a new session of a duration can fulfil; else nobody could go on with the one that another process has just made.
  fileprivate func satisfiable(by duration: Int) -> SessionProvider.Wish {
    if case .kept(let minimum) = self { .kept(atLeast: min(minimum, duration - 60)) } else { self }
  }

  /// What the session must be like with which a role is assumed: it need only last until then.
  fileprivate var forRole: SessionProvider.Wish {
    if case .kept = self { .kept(atLeast: minimumForRole) } else { self }
  }
}

extension SessionError {
  /// What others of the same job should know of a question; nil where they may ask for themselves.
  fileprivate var ofQuestion: QuestionLock.Failure? {
    switch self {
    case .dialogue(.cancelled): .cancelled
    case .dialogue(.abandoned), .dialogue(.noTerminal): nil
    default: .failed
    }
  }

  /// Whether AWS does not take the credentials themselves.
  fileprivate var isAboutCredentials: Bool {
    guard case .roleRefused(let error, _) = self else { return false }
    return ["ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException"]
      .contains(error.code)
  }
}
