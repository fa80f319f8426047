import Pinentry
import Processes
import Profiles
import STS
import Session
import Terminal
private import Platform

/// Asks the user for a code: at the terminal of this process, else with pinentry.
final class PersonDialogue: MFADialogue {
  private let log: Log
  let setting: Setting
  let environment: [String: String]
  /// The message before the first question.
  private var introduction: String?
  private(set) var held: SignalFreeTerminal?
  var isTerminalOfJob = false
  /// The program that waits for the session. Found on demand, because most sessions come from the cache.
  private(set) lazy var caller: CallingProgram? =
    setting.isForHook && ControllingTerminal.isForeground ? nil : CallingProgram()
  /// Whether pinentry has not failed yet.
  private var isPinentryUsable = true

  /// The circumstances of a question.
  struct Setting {
    /// How to ask; nil for any possible way.
    var method: PromptMethod?
    var profile = ""
    /// The message before the first question.
    var introduction: String?
    /// Whether a shell's hook waits, which must not get signals from the keys; the terminal is then held from the first question on.
    var isForHook = false
    /// Whether a shell evaluates the output. Then the terminal is free for a question, whatever its modes are.
    var isForShell = false
    /// Whether to ask nothing.
    var isSilent = false
  }

  init(_ setting: Setting, log: Log, environment: [String: String]) {
    self.log = log
    self.setting = setting
    self.environment = environment
    introduction = setting.introduction
  }

  var isSilent: Bool { setting.isSilent || environment[Self.askingVariable] != nil }

  // MARK: Where to ask

  private enum Way {
    case terminal
    case pinentry(PinentryProgram)
  }

  private var way: Way? {
    switch setting.method {
    case PromptMethod.none?: nil
    case .terminal?: terminalWay
    case .pinentry?: pinentry.map(Way.pinentry) ?? terminalWay
    case nil: terminalWay ?? (environment.hasDisplay ? pinentry.map(Way.pinentry) : nil)
    }
  }

  private var terminalWay: Way? { isTerminalUsable ? .terminal : nil }

  var obstacle: DialogueError? {
    if isSilent { return .noTerminal }
    if way != nil { return nil }
    return setting.method != PromptMethod.none && ControllingTerminal.isForeground ? .terminalInUse : .noTerminal
  }

  /// A background job must not ask: it would be stopped while it holds the lock. And if the terminal does not
  /// read lines, a full-screen program uses it: the question would draw over it and take its keys.
  var isTerminalUsable: Bool {
    guard let terminal = try? ControllingTerminal(), terminal.isOurs else { return false }
    return setting.isForHook || setting.isForShell || isTerminalOfJob || held != nil || terminal.readsLines
  }

  private var pinentry: PinentryProgram? {
    guard isPinentryUsable else { return nil }
    let folder = environment[nonEmpty: "GNUPGHOME"] ?? "~/.gnupg"
    let path = expandingPath(folder, environment: environment) + "/gpg-agent.conf"
    return PinentryProgram(environment: environment, agentConfiguration: readableFile(path))
  }

  // MARK: Questions

  func chooseDevice(_ devices: [MFADevice], onSuspend: () -> Void) throws(DialogueError) -> MFADevice {
    let list = Self.list(of: devices)
    let heading = "Choose an MFA device (set mfa_serial in the profile to skip this):"
    if let program = usablePinentry() {
      let text = ([heading] + list).joined(separator: "\n")
      var error: String?
      while let answer = try ask(program, text, prompt: "Number:", error: error, wait: { waitForInput($0) }) {
        if let number = Int(answer), devices.indices.contains(number - 1) { return devices[number - 1] }
        error = "It is one of the numbers 1 to \(devices.count)."
      }
    }
    do {
      let terminal = try begin()
      terminal.say(heading)
      return try Self.device(of: devices, at: terminal, onSuspend: onSuspend)
    } catch { throw DialogueError(error) }
  }

  private static func list(of devices: [MFADevice]) -> [String] {
    devices.enumerated().map { "  \($0 + 1)  \($1.serialNumber)" }
  }

  /// Lets the person choose a device from a numbered list.
  static func device(
    of devices: [MFADevice], at terminal: ControllingTerminal, onSuspend: () -> Void = {}
  ) throws(TerminalError) -> MFADevice {
    for line in list(of: devices) { terminal.say(line) }
    while true {
      let digits = try terminal.readDigits("Which one? ", count: devices.count < 10 ? 1 : 2, onSuspend: onSuspend) {
        waitForInput($0)
      }
      if let number = Int(digits), devices.indices.contains(number - 1) { return devices[number - 1] }
    }
  }

  func askCode(
    of identity: Identity, after refusal: CodeRefusal?, onSuspend: () -> Void, wait: ([Int32]) -> Bool
  ) throws(DialogueError) -> String {
    if let program = usablePinentry() {
      var error = refusal?.words
      let text = "MFA code of \(identity.label), for the session of profile \(setting.profile):"
      while let answer = try ask(program, text, prompt: "MFA code:", error: error, wait: wait) {
        if answer.isMFACode { return answer }
        error = "A code is six digits."
      }
    }
    do {
      let terminal = try begin()
      if let refusal { terminal.say(refusal.words) }
      let next = refusal.map { currentTime() + $0.secondsToNext }
      return try log.quiet { () throws(TerminalError) in
        try terminal.readDigits(
          Self.countdown(to: next) + "MFA code for \(identity.label): ", count: 6,
          onSuspend: onSuspend, wait: wait)
      }
    } catch { throw DialogueError(error) }
  }

  private static func countdown(to time: Int?) -> String {
    guard let time, case let left = time - currentTime(), left > 0 else { return "" }
    return "(next in \(left) s) "
  }

  /// The pinentry to ask with, if any; `held` keeps the signal keys from the shell of a hook meanwhile.
  private func usablePinentry() -> PinentryProgram? {
    guard !isSilent, case .pinentry(let program) = way else { return nil }
    if setting.isForHook && held == nil { held = try? SignalFreeTerminal() }
    return program
  }

  /// Asks with pinentry.
  /// - Returns: the typed text, without spaces; nil if pinentry fails, which is reported.
  private func ask(
    _ program: PinentryProgram, _ text: String, prompt: String, error: String?, wait: ([Int32]) -> Bool
  ) throws(DialogueError) -> String? {
    let lines = [caller.map { "\($0.name) (process \($0.process)) is waiting." }, introduction, text]
    let question = PinentryQuestion(
      title: "AWS MFA code", description: lines.compactMap(\.self).joined(separator: "\n"), prompt: prompt,
      error: error,
      timeLimit: program.timeLimit ?? Self.dialogLimit)
    let hasWindow = environment.hasDisplay && !program.isForTerminal
    var isInterrupted = false
    do {
      let answer = try log.quiet { () throws(PinentryError) in
        try lendingTerminal { () throws(PinentryError) in
          try question.ask(program, terminal: environment[nonEmpty: "GPG_TTY"] ?? ControllingTerminal.path) {
            descriptors in
            // Without a window, the dialog reads the keys.
            if hasWindow, let held, held.isInterrupt(held.keys(within: 0)) { isInterrupted = true }
            return !isInterrupted && wait(descriptors)
          }
        }
      }.filter { !$0.isWhitespace }
      if answer.isEmpty { throw DialogueError.cancelled }
      return answer
    } catch let error as PinentryError {
      switch error {
      case .cancelled: throw .cancelled
      case .abandoned: throw isInterrupted ? .cancelled : .abandoned
      case .timedOut: throw .notAnswered(after: question.timeLimit)
      case .refused, .broken, .cannotStart:
        StandardError.write(error.message(program.name))
        isPinentryUsable = false
        return nil
      }
    } catch { throw .cancelled }
  }

  /// Runs something, and restores the terminal's modes. In the background, restoring them would stop this process.
  private func lendingTerminal<Result>(_ body: () throws(PinentryError) -> Result) throws(PinentryError) -> Result {
    guard let terminal = try? ControllingTerminal(), terminal.isOurs else { return try body() }
    return try terminal.lend(body)
  }

  /// How long a dialog waits, in seconds.
  private static let dialogLimit = 120

  // MARK: At the terminal

  func begin() throws(TerminalError) -> ControllingTerminal {
    guard isTerminalUsable else { throw .none }
    let terminal = try ControllingTerminal()
    if setting.isForHook && held == nil { held = try SignalFreeTerminal() }
    if let introduction { terminal.say(introduction) }
    introduction = nil
    return terminal
  }
}

extension CodeRefusal {
  fileprivate var words: String {
    switch self {
    case .byAWS(let seconds):
      "AWS refused the code: it is wrong or was already used. The next one comes in \(seconds) s."
    case .alreadyUsed(let seconds):
      "This code was already used. The next one comes in \(seconds) s."
    }
  }
}

extension DialogueError {
  init(_ error: TerminalError) {
    self =
      switch error {
      case .none: .noTerminal
      case .cancelled: .cancelled
      case .abandoned: .abandoned
      case .failed(let code): .failed(code)
      }
  }
}
