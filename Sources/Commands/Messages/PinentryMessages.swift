import Pinentry
import Processes

extension PinentryError {
  /// - Parameter program: the pinentry that was run.
  func message(_ program: String) -> Message {
    let advice = "Choose another with PINENTRY_PROGRAM, or set AWS_MFA_SESSION_ASK=terminal."
    return switch self {
    case .cannotStart(let error):
      Message("pinentry cannot be run: \(shortPath(program)): \(error.description).", advice)
    case .broken(""): Message("pinentry (\(shortPath(program))) ended or did not answer.", advice)
    case .broken(let answer): Message("pinentry (\(shortPath(program))) answered \"\(answer)\".", advice)
    case .refused(let words):
      Message("pinentry (\(shortPath(program))) could not show its dialog\(words.isEmpty ? "" : ": \(words)").", advice)
    case .cancelled, .timedOut, .abandoned: Message()
    }
  }
}
