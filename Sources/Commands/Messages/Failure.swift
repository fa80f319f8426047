import Processes
import Profiles
import STS
import Session
import ShellIntegration
private import Platform

/// A failure that ends the program, with the data for its message.
enum Failure: Error {
  case profile(ProfileError)
  case session(SessionError, profile: ResolvedProfile)
  case section(CredentialsSection.Invalid)
  case standardOutput(errno: Int32)
  case shell(CannotExecute)
  case unknownShell(String)
  /// A command whose output only the shell integration can use was called without it, from this shell as far as is known.
  case needsIntegration(command: String, IntegratedShell?)
  case unrepresentable(ExportFormat.Unrepresentable)
  /// The command that should get the session cannot be run.
  case command(CannotExecute)
  case noSession(profile: String)
  /// The program was called without arguments, from this shell as far as is known.
  case welcome(IntegratedShell?)
  /// `init` does not know in which shell it is.
  case unknownIntegration
  /// The folder for sessions cannot be used.
  case store(FileReplacementError)
  /// A profile that fetches the session must find the key where this process found it: not in its environment.
  case refreshNeedsProfile
  /// There is no terminal to ask on.
  case noTerminal
  /// The user cancelled a choice.
  case cancelled
  /// `use -` without a profile before.
  case noProfileBefore

  var exitCode: ExitStatus {
    switch self {
    case .profile(let error): error.exitCode
    case .session(let error, _): error.exitCode
    case .section(let error): error.exitCode
    case .standardOutput: .cannotWrite
    case .shell, .unrepresentable: .failure
    case .unknownShell, .needsIntegration: .usage
    case .command(let error): error.code == ENOENT ? .commandNotFound : .cannotExecute
    case .noSession, .noProfileBefore: .failure
    case .welcome, .unknownIntegration: .usage
    case .noTerminal: .noTerminal
    case .cancelled: .cancelled
    case .refreshNeedsProfile: .configuration
    case .store(let error): error.exitCode
    }
  }
}

extension ProfileError {
  fileprivate var exitCode: ExitStatus {
    switch self {
    case .unreadable, .malformed: .badData
    case .invalidRegion(_, origin: .option), .invalidSetting(_, _, _, origin: .option): .usage
    default: .configuration
    }
  }
}

extension SessionError {
  fileprivate var exitCode: ExitStatus {
    switch self {
    case .query(.unreachable), .query(.answerLost), .query(.unreadableAnswer): .unreachable
    case .query(.refused), .codeRefused, .codeAlreadyUsed, .roleRefused, .heldSessionRefused: .refused
    case .query(.unavailable): .tryLater
    case .query(.invalidEndpoint), .noMFADevice, .onlySecurityKeys, .severalDevices: .configuration
    case .dialogue(.noTerminal), .dialogue(.terminalInUse), .dialogue(.notAnswered): .noTerminal
    case .dialogue(.cancelled): .cancelled
    case .dialogue(.abandoned), .dialogue(.otherFailed), .dialogue(.failed): .failure
    case .store(let error): error.exitCode
    }
  }
}

extension CredentialsSection.Invalid {
  fileprivate var exitCode: ExitStatus {
    switch self {
    case .name: .usage
    case .malformed, .unreadable: .badData
    case .holdsLongTermKeys, .overruled: .cannotCreate
    case .notWritten(let error): error.exitCode
    }
  }
}

extension FileReplacementError {
  fileprivate var exitCode: ExitStatus {
    switch step {
    case .createDirectory, .lock, .createTemporary, .notAFile, .notOurs, .notPrivate, .foreignFolder:
      .cannotCreate
    case .write, .rename: .cannotWrite
    }
  }
}
