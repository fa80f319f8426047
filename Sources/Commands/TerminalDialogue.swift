import STS
import Session
import Terminal

/// Asks at the terminal of this process's session.
struct TerminalDialogue: MFADialogue {
  let log: Log

  var isPossible: Bool { ControllingTerminal.exists }

  func chooseDevice(_ devices: [MFADevice]) throws(DialogueError) -> MFADevice {
    do {
      let terminal = try ControllingTerminal()
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
      let terminal = try ControllingTerminal()
      if let refusal { terminal.say(refusal.words) }
      return try log.quiet { () throws(TerminalError) in
        try terminal.readDigits("MFA code for \(identity.label): ", count: 6, wait: wait)
      }
    } catch { throw DialogueError(error) }
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
