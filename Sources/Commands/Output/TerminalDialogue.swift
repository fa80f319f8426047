import Processes
import Profiles
import STS
import Session
import Terminal
private import Platform

/// Asks at the terminal of this process's session.
final class TerminalDialogue: MFADialogue {
  private let log: Log
  /// What is to be said before the first question.
  private var introduction: String?
  /// Whether a shell waits that must not see signals from the keys; the terminal is then held from the first question on.
  private let isForHook: Bool
  /// Whether there is to be no question.
  let isSilent: Bool
  private var held: SignalFreeTerminal?

  init(log: Log, introduction: String? = nil, isForHook: Bool = false, isSilent: Bool = false) {
    self.log = log
    self.introduction = introduction
    self.isForHook = isForHook
    self.isSilent = isSilent || getenv(Self.askingVariable) != nil
  }

  /// From the background, nobody is asked: that would stop the job, with the right to ask in its hands.
  var isPossible: Bool { !isSilent && ControllingTerminal.isForeground }

  func chooseDevice(_ devices: [MFADevice], onSuspend: () -> Void) throws(DialogueError) -> MFADevice {
    do {
      let terminal = try begin()
      terminal.say("There are several MFA devices (mfa_serial in the profile names one for good):")
      for (number, device) in devices.enumerated() { terminal.say("  \(number + 1)  \(device.serialNumber)") }
      while true {
        let digits = try terminal.readDigits("Which one? ", count: devices.count < 10 ? 1 : 2, onSuspend: onSuspend) {
          waitForInput($0)
        }
        if let number = Int(digits), devices.indices.contains(number - 1) { return devices[number - 1] }
      }
    } catch { throw DialogueError(error) }
  }

  func askCode(
    of identity: Identity, after refusal: CodeRefusal?, onSuspend: () -> Void, wait: ([Int32]) -> Bool
  ) throws(DialogueError) -> String {
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

  func code(from command: String) throws(DialogueError) -> Result<String, MFAProcessError> {
    let terminal: ControllingTerminal?
    do { terminal = ControllingTerminal.isForeground ? try begin() : nil } catch { throw DialogueError(error) }
    let process = CapturedProcess(
      ["/bin/sh", "-c", command], variables: [(Self.askingVariable, "1")], terminal: terminal?.descriptor,
      hasOwnGroup: isForHook || terminal == nil, inheritsInput: false)
    let result: CapturedProcess.Result
    do throws(SystemError) {
      let run: () throws(SystemError) -> CapturedProcess.Result = { () throws(SystemError) in try process.run() }
      if let held {
        result = try held.lend(run)
      } else if let terminal {
        result = try terminal.lend(run)
      } else {
        result = try run()
      }
    } catch { return .failure(.cannotStart(error)) }
    if result.status == Self.interrupted { throw .cancelled }
    if result.status != 0 && !result.exceedsLimit { return .failure(.failed(status: result.status)) }
    // ykman prints the name of the account before it.
    let last = String(decoding: result.output, as: UTF8.self).split { $0.isWhitespace }.last.map(String.init)
    guard let code = last, code.isMFACode else { return .failure(.noCode) }
    return .success(code)
  }

  /// By this variable the program knows that it is run by a process that another one of it waits for: it must not ask.
  static let askingVariable = "AWS_MFA_SESSION_ASKING"

  /// The status of a program that Ctrl-C has ended.
  private static let interrupted: Int32 = 130

  func awaitAnswer(_ step: ([Int32]) -> Bool) throws(DialogueError) {
    guard let held else {
      while !step([]) {}
      return
    }
    do { try held.wait(step) } catch { throw DialogueError(error) }
  }

  func awaitOther(isElsewhere: () -> Bool, until isOver: () -> Bool) throws(DialogueError) {
    // Where nobody here can do anything about it, it must have an end.
    let end = isPossible ? Int.max : currentTime() + Self.limitWithoutTerminal
    var ticksElsewhere = 0
    while !isOver() {
      if currentTime() >= end { throw .noTerminal }
      ticksElsewhere = isElsewhere() ? ticksElsewhere + 1 : 0
      // Whoever has just got the right to ask is not yet known at the first.
      if ticksElsewhere == 2 { try sayThatOtherAsks() }
      if let held {
        if held.isInterrupt(held.keys(within: Self.patience)) { throw .cancelled }
      } else {
        pause(milliseconds: Self.patience)
      }
    }
  }

  private func sayThatOtherAsks() throws(DialogueError) {
    let words = "another terminal is asking for the code…"
    guard isPossible else { return StandardError.write(line: "\(Program.name): \(words)") }
    do { try begin().say(words) } catch { throw DialogueError(error) }
  }

  /// How long a process that cannot ask waits for one that does, in seconds.
  private static let limitWithoutTerminal = 60

  /// How often it is looked whether another process has done, in milliseconds.
  private static let patience: Int32 = 50

  private func begin() throws(TerminalError) -> ControllingTerminal {
    guard ControllingTerminal.isForeground else { throw .none }
    let terminal = try ControllingTerminal()
    if isForHook && held == nil { held = try SignalFreeTerminal() }
    if let introduction { terminal.say(introduction) }
    introduction = nil
    return terminal
  }
}

extension CodeRefusal {
  fileprivate var words: String {
    switch self {
    case .byAWS(let seconds):
      "AWS refused that code: it is wrong, or was already used. The next one comes in \(seconds) s."
    case .alreadyUsed(let seconds):
      "This code was just used; the next one comes in \(seconds) s."
    }
  }
}

extension DialogueError {
  fileprivate init(_ error: TerminalError) {
    self =
      switch error {
      case .none: .noTerminal
      case .cancelled: .cancelled
      case .abandoned: .abandoned
      case .failed(let code): .failed(code)
      }
  }
}
