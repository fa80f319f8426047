import Processes
import Profiles
import Session
import ShellIntegration

// What can be wrong with a session.

extension SessionError {
  func message(_ profile: ResolvedProfile) -> Message {
    switch self {
    case .query(let error): error.message(profile)
    case .dialogue(.noTerminal):
      Message(
        "An MFA code is needed, and there is no terminal to ask for it, or this is in its background.",
        "Run \(Program.name) exec \(profile.name.isImplicit ? "" : "-p \(profile.name.value.quoted) ")-- true in a terminal first, or pass --code (-c) CODE."
      )
    case .dialogue(let error): error.message
    case .noMFADevice:
      Message(
        "The user of profile \"\(profile.name.value)\" has no MFA device.",
        "Register an authenticator app in the IAM console, under Security credentials.")
    case .onlySecurityKeys(let keys):
      Message(
        "The user's only MFA devices are security keys or passkeys, which AWS does not take for API sessions: \(keys.joined(separator: ", ")).",
        "Sign in with: aws login --profile \(profile.name.value.quoted) (AWS CLI 2.32 and later). Or register an authenticator app too: AWS allows several devices."
      )
    case .severalDevices(let devices):
      Message(
        "The user has several MFA devices, and there is no terminal to choose at: \(devices.joined(separator: ", ")).",
        "Name one with --arn, or as mfa_serial in the profile.")
    case .codeRefused(let error, let attempts):
      Message(
        "AWS refused the code\(attempts > 1 ? " \(attempts) times" : ""): it is wrong, or was already used (\(error.words)).",
        "Try the next one. If it goes on: is the clock of your authenticator right, and is this the right device?")
    case .codeAlreadyUsed(let seconds):
      Message("This code was just used, and each is good for one use.", "The next one comes in \(seconds) s.")
    case .heldSessionRefused(let error, let name):
      Message(
        "AWS refused the session that profile \"\(name)\" holds, which another tool wrote: \(error.words).",
        "Renew it with that tool, such as: aws configure mfa-login --profile \(name.quoted)")
    case .roleRefused(let error, let role): error.message(role: role)
    case .store(let error): error.message
    }
  }
}

extension MFAProcessError {
  var message: Message {
    switch self {
    case .cannotStart(let error): Message("The mfa_process cannot be run: \(error.description).")
    case .failed(let status): Message("The mfa_process ended with status \(status).")
    case .noCode: Message("The mfa_process printed no code of six digits.")
    }
  }
}

extension DialogueError {
  var message: Message {
    switch self {
    case .noTerminal:
      Message("An MFA code is needed, and there is no terminal to ask for it, or this is in its background.")
    case .cancelled: Message("Cancelled.")
    case .otherFailed: Message("Another process has asked for the code, in vain.", "Run the command again.")
    case .abandoned: Message("The question for the code was given up.")
    case .failed(let code): Message("The terminal failed: \(systemWords(code)).")
    }
  }
}

extension String {
  /// As it is to be typed.
  var quoted: String {
    allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-@".contains($0)) } ? self : Quoting.posix(self)
  }
}
