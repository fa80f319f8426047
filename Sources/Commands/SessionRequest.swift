import Profiles
import Session

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A request for a session: resolves the profile, then gets a session for it.
struct SessionRequest {
  let environment: [String: String]
  let profile: ResolvedProfile
  let store: SessionStore
  let options: ProfileOptions
  private let isQuiet: Bool
  private let log: Log
  private let dialogue: PersonDialogue
  /// Whether the process may wait for a session that is started elsewhere.
  private let canWait: Bool

  /// - Parameter isForShell: whether a shell evaluates the output.
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

  /// The options that the exported session was made with: if no profile is named, that session is meant.
  private static func inheritedOptions(_ options: SessionOptions, _ environment: [String: String]) -> RenewalOptions {
    let name = ProfileFiles.chosenName(options.chosen.profile, environment)
    guard name.origin == .environment("AWS_MFA_SESSION_PROFILE") else { return RenewalOptions() }
    return ExportedSession(environment)?.options ?? RenewalOptions()
  }

  /// - Parameter isQuiet: whether not to report that no code was needed.
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

  /// Gets the session for the options.
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

  /// The options that a renewal needs beyond the profile.
  func renewalOptions(for session: MFASession) -> RenewalOptions {
    let isSerialFound = profile.mfaSerial.map(\.isFromOption) ?? true
    let file = options.credentialsFile.map { _ in profile.files.credentials.path.absolutePath }
    return RenewalOptions(
      duration: options.duration, mfaSerial: isSerialFound ? session.serialNumber : nil, roleARN: options.roleARN,
      credentialsFile: file)
  }
}

extension AcquiredSession {
  /// The message that no code was needed; nil if one was.
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
  /// The path, with the working directory before a relative one.
  var absolutePath: String {
    hasPrefix("/") ? self : "\(FileManager.default.currentDirectoryPath)/\(self)"
  }
}
