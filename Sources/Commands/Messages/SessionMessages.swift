import Processes
import Profiles
import Session
import ShellIntegration

// The messages for problems with sessions.

extension SessionError {
  func message(_ profile: ResolvedProfile) -> Message {
    switch self {
    case .query(let error): error.message(profile)
    case .dialogue(.noTerminal), .dialogue(.terminalInUse), .dialogue(.notAnswered):
      Message(
        dialogueProblem,
        "Run this in a terminal first: \(Program.name) exec \(profile.name.isImplicit ? "" : "\(profile.name.value.quoted) ")-- true. Or pass --code (-c), or set AWS_MFA_SESSION_WAIT to the seconds to wait for it."
      )
    case .dialogue(let error): error.message
    case .noMFADevice:
      Message(
        "The user of profile \"\(profile.name.value)\" has no MFA device.",
        "Register an authenticator app in the IAM console, under Security credentials.")
    case .onlySecurityKeys(let keys):
      Message(
        "The MFA device is a security key or passkey, which AWS does not take for API sessions: \(keys.joined(separator: ", ")).",
        "Sign in with: aws login --profile \(profile.name.value.quoted) (AWS CLI 2.32 and later). Or register an authenticator app too: AWS allows several devices."
      )
    case .severalDevices(let devices):
      Message(
        "The user has several MFA devices, and there is no terminal to choose one on: \(devices.joined(separator: ", ")).",
        "Name one with --arn, or as mfa_serial in the profile.")
    case .codeRefused(let error, let attempts):
      Message(
        "AWS refused the code\(attempts > 1 ? " \(attempts) times" : ""): it is wrong or was already used (\(error.words)).",
        "Try the next one. If that fails too, check the clock of your authenticator, and that it is the right device.")
    case .codeAlreadyUsed(let seconds):
      Message("This code was already used. Each code works once.", "Use the next one, in \(seconds) s.")
    case .heldSessionRefused(let error, let name):
      Message(
        "AWS refused the session that profile \"\(name)\" holds, which another tool wrote: \(error.words).",
        "Renew it with that tool, such as: aws configure mfa-login --profile \(name.quoted)")
    case .roleRefused(let error, let role): error.message(role: role)
    case .store(let error): error.message
    }
  }
}

extension SessionError {
  private var dialogueProblem: String {
    if case .dialogue(let error) = self { error.message.lines.first ?? "" } else { "" }
  }
}

extension MFAProcessError {
  var message: Message {
    switch self {
    case .cannotStart(let error): Message("Cannot run the mfa_process: \(error.description).")
    case .failed(let status): Message("The mfa_process exited with status \(status).")
    case .noCode: Message("The mfa_process did not print a code of six digits.")
    }
  }
}

extension DialogueError {
  var message: Message {
    switch self {
    case .noTerminal:
      Message("MFA code required, but there is no terminal to ask on, or this runs in its background.")
    case .terminalInUse:
      Message("MFA code required, but a full-screen program has the terminal.")
    case .notAnswered(let seconds):
      Message("MFA code required, but none was entered within \(timeSpan(seconds)).")
    case .cancelled: Message("Cancelled.")
    case .otherFailed: Message("Another process asked for the code and failed.", "Run the command again.")
    case .abandoned: Message("The prompt for the code was abandoned.")
    case .failed(let code): Message("The terminal failed: \(systemWords(code)).")
    }
  }
}

extension String {
  /// Quoted for the shell if needed.
  var quoted: String {
    allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-@/+:,=".contains($0)) } ? self : Quoting.posix(self)
  }
}
