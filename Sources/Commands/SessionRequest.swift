import Profiles
import Session

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What every command does that gets a session: resolve the profile, then get one for it.
struct SessionRequest {
  let environment: [String: String]
  let profile: ResolvedProfile
  let store: SessionStore
  let options: ProfileOptions
  private let isQuiet: Bool
  private let log: Log
  private let dialogue: PersonDialogue
  /// Whether the process may wait for a session that somebody starts elsewhere.
  private let canWait: Bool

  /// - Parameter isForShell: whether a shell evaluates what comes out.
  /// - Throws: `Failure.profile`.
  init(_ options: SessionOptions, isForShell: Bool = false) throws(Failure) {
    let log = Log(level: options.chosen.verbose)
    var environment = processEnvironment()
    if let file = options.chosen.configFile {
      environment["AWS_CONFIG_FILE"] = file
      environment[[String: String].refreshVariable] = nil
    }
    let inherited = Self.inheritedOptions(options, environment)
    var profileOptions = options.profileOptions
    profileOptions.mfaSerial = profileOptions.mfaSerial ?? inherited.mfaSerial
    profileOptions.roleARN = profileOptions.roleARN ?? inherited.roleARN
    profileOptions.credentialsFile = profileOptions.credentialsFile ?? inherited.credentialsFile
    profileOptions.duration = profileOptions.duration ?? inherited.duration
    var setting = PersonDialogue.Setting()
    setting.isForShell = isForShell
    try self.init(profileOptions, environment: environment, log: log, setting: setting, isQuiet: options.quiet)
  }

  /// What the exported session was made with: where nobody names a profile, it is the session that is meant.
  private static func inheritedOptions(_ options: SessionOptions, _ environment: [String: String]) -> RenewalOptions {
    let name = ProfileFiles.chosenName(options.chosen.profile, environment)
    guard name.origin == .environment("AWS_MFA_SESSION_PROFILE") else { return RenewalOptions() }
    return ExportedSession(environment)?.options ?? RenewalOptions()
  }

  /// - Parameter isQuiet: whether nobody wants to know that no code was needed.
  /// - Throws: `Failure.profile`.
  init(
    _ options: ProfileOptions, environment: [String: String], log: Log, setting: PersonDialogue.Setting,
    isQuiet: Bool = false
  ) throws(Failure) {
    store = SessionStore(environment: environment, notify: log.notice)
    do {
      profile = try ResolvedProfile(
        options, environment: environment, written: WrittenProfiles(in: store).sources)
    } catch { throw .profile(error) }
    self.options = options
    self.environment = environment
    self.isQuiet = isQuiet
    self.log = log
    canWait = !setting.isForHook
    var setting = setting
    setting.method = profile.promptMethod
    setting.profile = profile.name.value
    dialogue = PersonDialogue(setting, log: log, environment: environment)
    log.resolved(profile)
  }

  /// The session that the options ask for.
  func session(_ options: SessionOptions) throws -> AcquiredSession {
    let code = try options.givenCode()
    return try session(options.force || code != nil ? .new(code: code) : .cached(atLeast: try reusableLife()))
  }

  /// - Throws: `Failure.session`.
  func session(_ policy: SessionPolicy) throws(Failure) -> AcquiredSession {
    let provider = SessionProvider(
      profile: profile, store: store, dialogue: dialogue, canWait: canWait, notify: log.notice,
      report: log.event)
    let acquired: AcquiredSession
    do { acquired = try provider.session(policy) } catch {
      throw .session(error, profile: profile)
    }
    if !isQuiet, let words = acquired.words { StandardError.write(line: "\(Program.name): \(words)") }
    return acquired
  }

  /// What a cached session must have left to be used, in seconds.
  /// - Throws: `Failure.profile`.
  func reusableLife() throws(Failure) -> Int {
    do { return try OwnSetting.reusableLife.value(in: environment) ?? 300 } catch { throw .profile(error) }
  }

  /// What a renewal of a session has to know that its profile does not say.
  func renewalOptions(for session: MFASession) -> RenewalOptions {
    let isSerialFound = profile.mfaSerial.map(\.isFromOption) ?? true
    let file = options.credentialsFile.map { _ in profile.files.credentials.path.absolutePath }
    return RenewalOptions(
      duration: options.duration, mfaSerial: isSerialFound ? session.serialNumber : nil, roleARN: options.roleARN,
      credentialsFile: file)
  }
}

extension AcquiredSession {
  /// That no code was needed, where none was.
  fileprivate var words: String? {
    let whose = "the \(session.profile) session of \(session.label)"
    let left = timeSpan(session.secondsLeft(at: currentTime()))
    return switch source {
    case .cache: "\(whose) is valid for \(left); no code needed."
    case .roleAssumption: "\(whose) is new and valid for \(left); no code needed."
    case .mfaCode: nil
    }
  }
}

extension String {
  /// With the working directory before a relative path.
  var absolutePath: String {
    hasPrefix("/") ? self : "\(FileManager.default.currentDirectoryPath)/\(self)"
  }
}
