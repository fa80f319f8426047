import STS
import Session
import Terminal

/// Asks at the terminal of this process's session.
final class TerminalDialogue: MFADialogue {
  private let log: Log
  /// What is to be said before the first question.
  private var introduction: String?
  /// Whether a shell waits that must not see signals from the keys; the terminal is then held from the first question on.
  private let isForHook: Bool
  /// Whether there is to be no question.
  private let isSilent: Bool
  private var held: HeldTerminal?

  init(log: Log, introduction: String? = nil, isForHook: Bool = false, isSilent: Bool = false) {
    self.log = log
    self.introduction = introduction
    self.isForHook = isForHook
    self.isSilent = isSilent
  }

  var isPossible: Bool { !isSilent && (isForHook ? ControllingTerminal.isForeground : ControllingTerminal.exists) }

  func chooseDevice(_ devices: [MFADevice]) throws(DialogueError) -> MFADevice {
    do {
      let terminal = try begin()
      terminal.say("There are several MFA devices (mfa_serial in the profile names one for good):")
      for (number, device) in devices.enumerated() { terminal.say("  \(number + 1)  \(device.serialNumber)") }
      while true {
        let digits = try terminal.readDigits("Which one? ", count: devices.count < 10 ? 1 : 2) { waitForInput($0) }
        if let number = Int(digits), devices.indices.contains(number - 1) { return devices[number - 1] }
      }
    } catch { throw DialogueError(error) }
  }

  func askCode(of identity: Identity, after refusal: CodeRefusal?, wait: ([Int32]) -> Bool) throws(DialogueError)
    -> String
  {
    do {
      let terminal = try begin()
      if let refusal { terminal.say(refusal.words) }
      return try log.quiet { () throws(TerminalError) in
        try terminal.readDigits("MFA code for \(identity.label): ", count: 6, wait: wait)
      }
    } catch { throw DialogueError(error) }
  }

  func awaitAnswer(_ step: ([Int32]) -> Bool) throws(DialogueError) {
    guard let held else {
      while !step([]) {}
      return
    }
    do { try held.wait(step) } catch { throw DialogueError(error) }
  }

  private func begin() throws(TerminalError) -> ControllingTerminal {
    let terminal = try ControllingTerminal()
    if isForHook && held == nil { held = try HeldTerminal() }
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
      "That code was already used, and each is good for one use: wait \(seconds) s for the next one."
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
