package import Profiles
package import STS

/// Makes a new session out of a profile's long-term key and an MFA code.
package struct SessionIssuer {
  private let profile: ResolvedProfile
  private let client: QueryClient
  private let dialogue: any MFADialogue
  private let notify: (SessionNotice) -> Void

  /// How often a code is asked for, all in all.
  private static let attemptLimit = 3
  private static let pageLimit = 10
  /// How long the keys' trial may keep a code waiting, which is good for about a minute; in seconds.
  private static let trialPatience = 10
  /// How long an authenticator shows a code, in seconds (RFC 6238).
  private static let codePeriod = 30

  /// - Throws: `SessionError.query` for an endpoint that will not do.
  package init(
    profile: ResolvedProfile, dialogue: any MFADialogue, notify: @escaping (SessionNotice) -> Void,
    report: @escaping (QueryEvent) -> Void
  ) throws(SessionError) {
    self.profile = profile
    self.dialogue = dialogue
    self.notify = notify
    do {
      client = try QueryClient(profile, report: report)
    } catch { throw .query(error) }
  }

  /// Makes a session.
  /// - Parameters:
  ///   - code: six digits; nil to ask for them.
  ///   - duration: in seconds, 900 to 129,600.
  package func issue(code: String?, duration: Int, device: MFADevice) throws(SessionError) -> MFASession {
    guard let code else { return try ask(device, duration) }
    do {
      let credentials = try client.call(
        .getSessionToken(duration: duration, serialNumber: device.serialNumber, code: code))
      return session(credentials, device, duration)
    } catch {
      if case .refused(let refusal) = error, refusal.isAboutCode { throw .codeRefused(refusal, attempts: 1) }
      throw .query(error)
    }
  }

  private func session(
    _ credentials: SessionCredentials, _ device: MFADevice, _ duration: Int, of owner: Identity? = nil
  ) -> MFASession {
    MFASession(
      credentials: credentials, profile: profile.name.value, region: profile.region,
      identity: owner ?? Identity(device: device), serialNumber: device.serialNumber, duration: duration)
  }

  /// The device that is named, else the one there is, else the one that is chosen.
  package func device() throws(SessionError) -> MFADevice {
    if let named = profile.mfaSerial { return MFADevice(serialNumber: named.value, userName: nil) }
    let devices = try devices()
    let usable = devices.filter { !$0.isSecurityKey }
    let skipped = devices.filter(\.isSecurityKey).map(\.serialNumber)
    guard let only = usable.first else { throw skipped.isEmpty ? .noMFADevice : .onlySecurityKeys(skipped) }
    if !skipped.isEmpty { notify(.securityKeysSkipped(skipped)) }
    if usable.count == 1 { return only }
    guard dialogue.isPossible else { throw .severalDevices(usable.map(\.serialNumber)) }
    do { return try dialogue.chooseDevice(usable) } catch { throw .dialogue(error) }
  }

  private func devices() throws(SessionError) -> [MFADevice] {
    var devices: [MFADevice] = []
    var marker: String?
    // A user has eight devices at most; a server that never ends its list is not AWS.
    for _ in 0..<Self.pageLimit {
      do {
        let page = try client.call(.listMFADevices(after: marker))
        devices += page.devices
        marker = page.nextMarker
      } catch { throw .query(error) }
      if marker == nil { break }
    }
    return devices
  }

  /// Asks for a code, three times at most. While the person types the first, the keys are tried: a wrong one is known before
  /// a code is spent, and the connection is open when the code is there.
  private func ask(_ device: MFADevice, _ duration: Int) throws(SessionError) -> MFASession {
    let trial = client.begin(.getCallerIdentity)
    var sent: Set<String> = []
    var refusal: CodeRefusal?
    var last: ServiceError?
    for _ in 1...Self.attemptLimit {
      let code = try ask(Identity(device: device), refusal, trial)
      guard sent.insert(code).inserted else {
        refusal = .alreadyUsed(secondsToNext: secondsToNext)
        continue
      }
      let call = client.begin(.getSessionToken(duration: duration, serialNumber: device.serialNumber, code: code))
      do {
        try dialogue.awaitAnswer { descriptors in
          if call.outcome == nil { client.wait(for: call, descriptors: descriptors) }
          return call.outcome != nil
        }
      } catch { throw .dialogue(error) }
      do {
        let credentials = try client.finish(call)
        return session(credentials, device, duration, of: (try? trial.outcome?.get()).flatMap { Identity(arn: $0.arn) })
      } catch {
        guard case .refused(let answer) = error, answer.isAboutCode else { throw .query(error) }
        last = answer
        refusal = .byAWS(secondsToNext: secondsToNext)
      }
    }
    // The first code is always sent, so there is an answer to tell.
    guard let last else { throw .dialogue(.cancelled) }
    throw .codeRefused(last, attempts: sent.count)
  }

  private func ask(
    _ identity: Identity, _ refusal: CodeRefusal?, _ trial: QueryCall<CallerIdentity>
  ) throws(SessionError) -> String {
    let code: String
    do {
      code = try dialogue.askCode(of: identity, after: refusal) { descriptors in
        client.wait(for: trial, descriptors: descriptors)
        return trial.fatalError == nil
      }
    } catch {
      if let problem = trial.fatalError { throw .query(problem) }
      throw .dialogue(error)
    }
    // Whoever types faster than the network answers waits for it: the code goes out on the same connection.
    client.wait(for: trial, atMost: Self.trialPatience)
    if let problem = trial.fatalError { throw .query(problem) }
    return code
  }

  private var secondsToNext: Int { Self.codePeriod - client.now % Self.codePeriod }
}

extension QueryCall<CallerIdentity> {
  /// Why no code need be asked for; nil while all is well, or while nothing but patience is missing.
  fileprivate var fatalError: QueryError? {
    guard case .failure(let error) = outcome else { return nil }
    if case .unavailable = error { return nil }
    return error
  }
}

extension MFADevice {
  /// GetSessionToken takes codes, and a U2F or FIDO2 key gives none (IAM User Guide, "Configuring MFA-protected API access").
  fileprivate var isSecurityKey: Bool { serialNumber.contains(":u2f/") }
}

extension ServiceError {
  /// STS has no code of its own for a wrong MFA code: it says AccessDenied, as for a missing permission.
  fileprivate var isAboutCode: Bool {
    code == "AccessDenied" && message.contains("invalid MFA one time pass code")
  }
}

extension QueryClient {
  /// A client for the long-term key of a profile.
  fileprivate convenience init(_ profile: ResolvedProfile, report: @escaping (QueryEvent) -> Void) throws(QueryError) {
    let sts: Endpoint
    let iam: Endpoint
    do {
      sts = try Endpoint(
        .sts, region: profile.signingRegion, options: .init(profile.endpoints, profile.endpoints.stsURL))
      iam = try Endpoint(
        .iam, region: profile.signingRegion, options: .init(profile.endpoints, profile.endpoints.iamURL))
    } catch { throw .invalidEndpoint(error) }
    try self.init(
      keys: SigningKeys(
        accessKeyID: profile.key.value.accessKeyID, secretAccessKey: profile.key.value.secretAccessKey),
      sts: sts, iam: iam,
      transport: TransportSettings(
        caBundle: profile.network.caBundle, proxy: profile.network.proxy, noProxy: profile.network.noProxy),
      report: report)
  }
}

extension Endpoint.Options {
  fileprivate init(_ settings: EndpointSettings, _ url: Sourced<String>?) {
    self.init(
      useFIPS: settings.useFIPS, useDualStack: settings.useDualStack, useLegacySTS: settings.useLegacySTS,
      url: url?.value)
  }
}
