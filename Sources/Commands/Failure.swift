import Profiles
import STS
import Session
import ShellIntegration

/// Everything that can end the program, with what is needed to tell of it.
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

  var exitCode: ExitStatus {
    switch self {
    case .profile(let error): error.exitCode
    case .session(let error, _): error.exitCode
    case .section(let error): error.exitCode
    case .standardOutput: .cannotWrite
    case .shell, .unrepresentable: .failure
    case .unknownShell, .needsIntegration: .usage
    }
  }
}

extension ProfileError {
  fileprivate var exitCode: ExitStatus {
    switch self {
    case .unreadable, .malformed: .badData
    case .invalidRegion(_, origin: .option): .usage
    default: .configuration
    }
  }
}

extension SessionError {
  fileprivate var exitCode: ExitStatus {
    switch self {
    case .query(.unreachable), .query(.answerLost), .query(.unreadableAnswer): .unreachable
    case .query(.refused), .codeRefused: .refused
    case .query(.unavailable): .tryLater
    case .query(.invalidEndpoint), .noMFADevice, .onlySecurityKeys, .severalDevices: .configuration
    case .dialogue(.noTerminal): .noTerminal
    case .dialogue(.cancelled): .cancelled
    case .dialogue(.abandoned), .dialogue(.failed): .failure
    }
  }
}

extension CredentialsSection.Invalid {
  fileprivate var exitCode: ExitStatus {
    switch self {
    case .name: .usage
    case .malformed, .unreadable: .badData
    case .holdsLongTermKeys, .overruled: .cannotCreate
    case .notWritten(let error):
      switch error.step {
      case .createDirectory, .lock, .createTemporary, .notAFile, .notOurs: .cannotCreate
      case .write, .rename: .cannotWrite
      }
    }
  }
}
