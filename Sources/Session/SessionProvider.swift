import Processes
package import Profiles
package import STS
private import Platform

/// Acquires a session for a profile.
///
/// A cached session that lasts long enough is used. For a profile with roles, the session before the last role is acquired in
/// the same way, down to the user's own, and the role is assumed with it. For the user's own session, one process of all that
/// want it prompts for a code; the others use what that one caches.
package final class SessionProvider {
  private let profile: ResolvedProfile
  private let store: SessionStore
  private let dialogue: any MFADialogue
  /// How long to wait for a session that cannot be asked for here, in seconds.
  private let waitLimit: Int
  private let notify: (SessionNotice) -> Void
  private let report: (QueryEvent) -> Void

  /// - Parameter canWait: whether the process may wait for a session that is started elsewhere.
  package init(
    profile: ResolvedProfile, store: SessionStore, dialogue: any MFADialogue, canWait: Bool,
    notify: @escaping (SessionNotice) -> Void, report: @escaping (QueryEvent) -> Void
  ) {
    self.profile = profile
    self.store = store
    self.dialogue = dialogue
    waitLimit = canWait ? profile.waitLimit : 0
    self.notify = notify
    self.report = report
  }

  package func session(_ policy: SessionPolicy) throws(SessionError) -> AcquiredSession {
    do { try store.checkPrivacy() } catch { throw .store(error) }
    let lifetime = profile.roles.last.map { role in
      min(role.duration ?? 3600, profile.roles.count > 1 ? chainedLimit : .max)
    }
    return try session(policy.capped(by: lifetime ?? profile.duration), afterRoles: profile.roles.count)
  }

  /// The session after the first roles of the profile; the user's own after none.
  private func session(
    _ policy: SessionPolicy, afterRoles count: Int
  ) throws(SessionError) -> AcquiredSession {
    if let cached = cached(policy, roles: count) { return cached }
    guard count > 0 else {
      guard let token = profile.key.value.sessionToken else { return try userSession(policy) }
      return try heldSession(token: token)
    }
    let source = try session(policy.forSource, afterRoles: count - 1)
    do { return try roleSession(policy, count, with: source) } catch {
      guard source.source == .cache, let path = source.path, error.isAboutCredentials else { throw error }
      // AWS rejects the cached session. Of many processes that find out, one prompts.
      try? store.remove(CachedSession(session: source.session, path: path))
      return try roleSession(policy, count, with: try session(policy.forSource, afterRoles: count - 1))
    }
  }

  /// The session that the profile at the end of the chain holds: another tool wrote it, and only that tool can renew it.
  private func heldSession(token: String) throws(SessionError) -> AcquiredSession {
    let key = profile.key.value
    let client = try client
    let identity: Identity?
    do { identity = Identity(arn: try client.call(.getCallerIdentity).arn) } catch {
      guard case .refused(let answer) = error, case .profile(let name) = profile.source else { throw .query(error) }
      throw .heldSessionRefused(answer, profile: name)
    }
    // Its expiry is unknown, so it serves for one call.
    let credentials = SessionCredentials(
      accessKeyID: key.accessKeyID, secretAccessKey: key.secretAccessKey, sessionToken: token, expiration: time(nil))
    return AcquiredSession(
      session: MFASession(
        credentials: credentials, identity: identity ?? Identity(user: key.accessKeyID, account: nil),
        serialNumber: profile.mfaSerial?.value ?? "none", roleARN: nil, sourceAccessKeyID: key.accessKeyID,
        profile: profile.name.value, region: profile.region),
      path: nil, source: .cache)
  }

  // MARK: The user's own session

  private func userSession(_ policy: SessionPolicy) throws(SessionError) -> AcquiredSession {
    if case .new(let code?) = policy {
      let issuer = try issuer()
      return cache(try issuer.issue(code: code, device: try issuer.device()), roles: 0, .mfaCode)
    }
    while true {
      do { return try promptedSession(policy) } catch {
        // Another process acquired the session, or took the lock while this one was suspended.
        if case .dialogue(.abandoned) = error {
          if let cached = cached(policy, roles: 0) { return cached }
        } else if case .dialogue(let problem) = error, problem.isUnreachablePerson {
          return try awaitedSession(policy, unless: problem)
        } else {
          throw error
        }
      }
    }
  }

  /// Waits for a session that is started elsewhere, and lets all shells know that this program waits.
  /// - Parameter problem: why the code cannot be asked for here; thrown if there is no wait.
  private func awaitedSession(
    _ policy: SessionPolicy, unless problem: DialogueError
  ) throws(SessionError) -> AcquiredSession {
    guard case .cached(let minimum) = policy, waitLimit > 0, !dialogue.isSilent else { throw .dialogue(problem) }
    let end = time(nil) + waitLimit
    let entry = waitingEntry(minimum: minimum)
    let announcement = entry.flatMap { WaitingPrograms(in: store).announce($0) }
    if let entry, announcement?.isFirst == true { dialogue.notify(of: entry) }
    return try withExtendedLifetime(announcement) { () throws(SessionError) in
      while true {
        if let cached = cached(policy, roles: 0) { return cached }
        guard time(nil) < end else { throw .dialogue(.notAnswered(after: waitLimit)) }
        poll(nil, 0, Self.waitingInterval)
      }
    }
  }

  /// How often a waiting process looks, in milliseconds.
  private static let waitingInterval: Int32 = 150

  /// Nil for a key that only the environment of this process has: no other process can start the session with it.
  private func waitingEntry(minimum: Int) -> WaitingPrograms.Entry? {
    guard case .profile(let source) = profile.source else { return nil }
    let caller = dialogue.caller
    return WaitingPrograms.Entry(
      program: caller?.name ?? "aws-mfa-session", process: caller?.process ?? getpid(), since: time(nil),
      profile: profile.name.value,
      session: .init(
        accessKeyID: profile.key.value.accessKeyID, profile: source, credentialsFile: profile.files.credentials.path,
        configFile: profile.files.config.path, region: profile.region?.value, mfaSerial: profile.mfaSerial?.value,
        duration: profile.duration, minimum: minimum))
  }

  /// Prompts under the lock, or uses the session of the process that holds it.
  private func promptedSession(_ policy: SessionPolicy) throws(SessionError) -> AcquiredSession {
    if dialogue.isSilent { throw .dialogue(.noTerminal) }
    let lock = store.promptLock(for: profile)
    return try withExtendedLifetime(lock) { () throws(SessionError) in
      if let lock, !take(lock) {
        do throws(DialogueError) {
          try dialogue.awaitOther(isElsewhere: { !lock.isHeldByJob }) {
            cached(policy, roles: 0) != nil || take(lock) || lock.failureOfJob != nil
          }
        } catch { throw .dialogue(error) }
      }
      if let cached = cached(policy, roles: 0) { return cached }
      if let failure = lock?.failureOfJob { throw .dialogue(failure == .cancelled ? .cancelled : .otherFailed) }
      if profile.mfaProcess == nil, let obstacle = dialogue.obstacle { throw .dialogue(obstacle) }
      do throws(SessionError) { return try prompt(policy, lock) } catch {
        if let failure = error.forJob { lock?.note(failure) }
        throw error
      }
    }
  }

  private func take(_ lock: PromptLock) -> Bool {
    if lock.isAskedByJob { dialogue.isTerminalOfJob = true }
    return lock.take()
  }

  private func prompt(
    _ policy: SessionPolicy, _ lock: PromptLock?
  ) throws(SessionError) -> AcquiredSession {
    let issuer = try issuer()
    let release = { () -> Void in lock?.release() }
    let device = try issuer.device(onSuspend: release)
    if let cached = cached(policy, roles: 0, serialNumber: device.serialNumber) { return cached }
    let session = try issuer.ask(device: device, onSuspend: release) {
      self.cached(policy, roles: 0, serialNumber: device.serialNumber) == nil && lock?.take() != false
    }
    return cache(session, roles: 0, .mfaCode)
  }

  // MARK: Roles

  /// The session of one of the profile's roles, counted from 1, assumed with the session before it.
  private func roleSession(
    _ policy: SessionPolicy, _ count: Int, with source: AcquiredSession
  ) throws(SessionError) -> AcquiredSession {
    let key = SessionKey(profile, serialNumber: source.session.serialNumber).assuming(count)
    // Of many processes that need it at once, one makes the call.
    return try store.whileRenewing(key) { () throws(SessionError) in
      if let cached = cached(policy, key) { return cached }
      let session = try assume(profile.roles[count - 1], isChained: count > 1, with: source.session)
      return cache(session, roles: count, source.source == .mfaCode ? .mfaCode : .roleAssumption)
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

  // MARK: The cache

  /// The cached session after the first roles of the profile, without the network: of the device that is named or, where none
  /// is, of any that the key has been used with.
  private func cached(_ policy: SessionPolicy, roles count: Int, serialNumber: String? = nil) -> AcquiredSession? {
    guard case .cached = policy else { return nil }
    let serials =
      if let serial = serialNumber ?? profile.mfaSerial?.value { [serial] } else { cachedSerialNumbers() }
    return serials.firstResult { cached(policy, SessionKey(profile, serialNumber: $0).assuming(count)) }
  }

  private func cachedSerialNumbers() -> [String] {
    let own = store.sessions.map(\.session).filter { $0.sourceAccessKeyID == profile.key.value.accessKeyID }
    return Set(own.map(\.serialNumber)).sorted()
  }

  private func cached(_ policy: SessionPolicy, _ key: SessionKey) -> AcquiredSession? {
    guard case .cached(let minimum) = policy, let cached = store.session(for: key),
      cached.session.secondsLeft(at: time(nil)) >= minimum
    else { return nil }
    return AcquiredSession(session: cached.session.of(profile), path: cached.path, source: .cache)
  }

  /// Returns the session even when it cannot be cached.
  private func cache(
    _ session: MFASession, roles count: Int, _ source: AcquiredSession.Source
  ) -> AcquiredSession {
    let key = SessionKey(profile, serialNumber: session.serialNumber).assuming(count)
    var path: String?
    do { path = try store.save(session.ofSource(profile), for: key) } catch { notify(.notCached(error)) }
    return AcquiredSession(session: session, path: path, source: source)
  }

  // MARK: The network

  private var openedClient: QueryClient?

  /// Opened on first use: most sessions come from the cache.
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

/// How long the session of a role that was assumed from a role can last, in seconds (IAM User Guide, "Role chaining").
private let chainedLimit = 3600

extension SessionError {
  /// The reason of a failed prompt for other processes of the same job; nil if they may prompt themselves.
  fileprivate var forJob: PromptLock.Failure? {
    switch self {
    case .dialogue(.cancelled): .cancelled
    case .dialogue(let error) where error == .abandoned || error.isUnreachablePerson: nil
    default: .failed
    }
  }

  /// Whether AWS rejects the credentials themselves.
  fileprivate var isAboutCredentials: Bool {
    guard case .roleRefused(let error, _) = self else { return false }
    return ["ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException"]
      .contains(error.code)
  }
}
