package import Profiles
package import STS

/// Starts a new session with a profile's long-term key and an MFA code.
package struct SessionIssuer {
  private let profile: ResolvedProfile
  private let client: QueryClient
  private let store: SessionStore
  private let dialogue: any MFADialogue
  private let notify: (SessionNotice) -> Void

  /// How often a code is asked for in total.
  private static let attemptLimit = 3
  /// How long a typed code waits for the trial of the keys, in seconds: a code is valid for about a minute.
  private static let trialPatience = 10

  package init(
    profile: ResolvedProfile, client: QueryClient, store: SessionStore, dialogue: any MFADialogue,
    notify: @escaping (SessionNotice) -> Void
  ) {
    self.profile = profile
    self.client = client
    self.store = store
    self.dialogue = dialogue
    self.notify = notify
  }

  /// Makes a session with a code of six digits.
  package func issue(code: String, device: MFADevice) throws(SessionError) -> MFASession {
    if used(device).is(code, at: client.now) { throw .codeAlreadyUsed(secondsToNext: secondsToNext) }
    switch try send(code, device, of: nil) {
    case .success(let session): return session
    case .failure(.refused(let answer)) where answer.isAboutCode: throw .codeRefused(answer, attempts: 1)
    case .failure(let error): throw .query(error)
    }
  }

  /// The MFA device that is named, else the only one, else the one that the user chooses.
  /// - Parameter onSuspend: called before the process is suspended at the choice.
  package func device(onSuspend: () -> Void = {}) throws(SessionError) -> MFADevice {
    if let named = profile.mfaSerial {
      let device = MFADevice(serialNumber: named.value, userName: nil)
      if device.isSecurityKey { throw .onlySecurityKeys([named.value]) }
      return device
    }
    let devices: [MFADevice]
    do { devices = try client.mfaDevices() } catch { throw .query(error) }
    let usable = devices.filter { !$0.isSecurityKey }
    let skipped = devices.filter(\.isSecurityKey).map(\.serialNumber)
    guard let only = usable.first else { throw skipped.isEmpty ? .noMFADevice : .onlySecurityKeys(skipped) }
    if !skipped.isEmpty { notify(.securityKeysSkipped(skipped)) }
    if usable.count == 1 { return only }
    guard dialogue.isPossible else { throw .severalDevices(usable.map(\.serialNumber)) }
    do { return try dialogue.chooseDevice(usable, onSuspend: onSuspend) } catch { throw .dialogue(error) }
  }

  /// Makes a session with a code that is asked for, three times at most; the first may come from the profile's process. While
  /// the person types it, the keys are tried: a wrong one is known before a code is spent, and the connection is open when the
  /// code is there.
  /// - Parameters:
  ///   - onSuspend: called before the process is suspended at the prompt.
  ///   - isWanted: whether the code is still needed; otherwise `DialogueError.abandoned`.
  package func ask(
    device: MFADevice, onSuspend: () -> Void, while isWanted: () -> Bool
  ) throws(SessionError) -> MFASession {
    let trial = client.begin(.getCallerIdentity)
    var process = profile.mfaProcess?.value
    var sent: Set<String> = []
    var refusal: CodeRefusal?
    var last: ServiceError?
    for _ in 1...Self.attemptLimit {
      if let last, !dialogue.isPossible { throw .codeRefused(last, attempts: sent.count) }
      let code: String
      if let command = process, let given = try self.code(from: command, device, trial) {
        code = given
      } else {
        code = try ask(Identity(device: device), refusal, trial, onSuspend: onSuspend, while: isWanted)
      }
      // Only once: it would give the same code again.
      process = nil
      guard !sent.contains(code), !used(device).is(code, at: client.now) else {
        refusal = .alreadyUsed(secondsToNext: secondsToNext)
        continue
      }
      sent.insert(code)
      switch try send(code, device, of: trial) {
      case .success(let session): return session
      case .failure(.refused(let answer)) where answer.isAboutCode:
        last = answer
        refusal = .byAWS(secondsToNext: secondsToNext)
      case .failure(let error): throw .query(error)
      }
    }
    guard let last else { throw .codeAlreadyUsed(secondsToNext: secondsToNext) }
    throw .codeRefused(last, attempts: sent.count)
  }

  private func ask(
    _ identity: Identity, _ refusal: CodeRefusal?, _ trial: QueryCall<CallerIdentity>, onSuspend: () -> Void,
    while isWanted: () -> Bool
  ) throws(SessionError) -> String {
    let code: String
    do {
      code = try dialogue.askCode(of: identity, after: refusal, onSuspend: onSuspend) { descriptors in
        client.wait(for: trial, descriptors: descriptors)
        return trial.fatalError == nil && isWanted()
      }
    } catch {
      if let problem = trial.fatalError { throw .query(problem) }
      throw .dialogue(error)
    }
    try finish(trial)
    return code
  }

  /// The code of the process, or its next one if that was used; nil if it gives none.
  private func code(
    from command: String, _ device: MFADevice, _ trial: QueryCall<CallerIdentity>
  ) throws(SessionError) -> String? {
    var result: Result<String, MFAProcessError>
    do {
      result = try dialogue.code(from: command)
      if case .success(let code) = result, used(device).is(code, at: client.now) {
        let end = client.now + secondsToNext
        notify(.awaitingNextCode(seconds: secondsToNext))
        try dialogue.awaitAnswer { descriptors in
          client.wait(for: trial, descriptors: descriptors)
          return client.now >= end
        }
        result = try dialogue.code(from: command)
      }
    } catch { throw .dialogue(error) }
    try finish(trial)
    switch result {
    case .success(let code): return code
    case .failure(let problem):
      notify(.processFailed(problem))
      return nil
    }
  }

  /// Waits for the trial if the code was typed faster: it is sent on the same connection.
  private func finish(_ trial: QueryCall<CallerIdentity>) throws(SessionError) {
    client.wait(for: trial, atMost: Self.trialPatience)
    if let problem = trial.fatalError { throw .query(problem) }
  }

  /// Sends a code, and remembers it if it may have been used.
  private func send(
    _ code: String, _ device: MFADevice, of trial: QueryCall<CallerIdentity>?
  ) throws(SessionError) -> Result<MFASession, QueryError> {
    let call = client.begin(.getSessionToken(duration: profile.duration, serialNumber: device.serialNumber, code: code))
    do {
      try dialogue.awaitAnswer { descriptors in
        if call.outcome == nil { client.wait(for: call, descriptors: descriptors) }
        return call.outcome != nil
      }
    } catch {
      used(device).note(code, at: client.now)
      throw .dialogue(error)
    }
    do {
      let credentials = try client.finish(call)
      used(device).note(code, at: client.now)
      let owner = (try? trial?.outcome?.get()).flatMap { Identity(arn: $0.arn) }
      return .success(
        MFASession(
          credentials: credentials.inLocalTime(of: client), identity: owner ?? Identity(device: device),
          serialNumber: device.serialNumber,
          roleARN: nil, sourceAccessKeyID: profile.key.value.accessKeyID, profile: profile.name.value,
          region: profile.region))
    } catch {
      if !error.leavesCodeGood { used(device).note(code, at: client.now) }
      return .failure(error)
    }
  }

  private func used(_ device: MFADevice) -> UsedCode {
    UsedCode(
      in: store, serialNumber: device.serialNumber, secretAccessKey: profile.key.value.secretAccessKey)
  }

  private var secondsToNext: Int { UsedCode.period - client.now % UsedCode.period }
}

extension QueryCall<CallerIdentity> {
  /// Why asking for a code is useless; nil while it is not, or while AWS is only slow.
  fileprivate var fatalError: QueryError? {
    guard case .failure(let error) = outcome else { return nil }
    if case .unavailable = error { return nil }
    return error
  }
}

extension MFADevice {
  /// GetSessionToken takes codes, and a U2F or FIDO2 key gives none (IAM User Guide, "Configuring MFA-protected API access").
  package var isSecurityKey: Bool { serialNumber.contains(":u2f/") }
}

extension ServiceError {
  /// Whether AWS refused the MFA code: STS has no error code for that, and answers AccessDenied as for a missing permission.
  fileprivate var isAboutCode: Bool {
    code == "AccessDenied" && message.contains("invalid MFA one time pass code")
  }
}

extension QueryError {
  /// Whether a code may be sent again: it never arrived, or was refused, which does not use it.
  fileprivate var leavesCodeGood: Bool {
    switch self {
    case .refused, .unreachable, .invalidEndpoint: true
    case .answerLost, .unavailable, .unreadableAnswer: false
    }
  }
}
