package import Processes
import Profiles
package import STS

/// How the person is asked.
package protocol MFADialogue: AnyObject {
  /// Why the code cannot be asked for; nil if it can.
  var obstacle: DialogueError? { get }

  /// The program that gets the session; nil for a shell's hook, and if the system does not tell.
  var caller: CallingProgram? { get }

  /// Whether a process of this job has changed the terminal's modes for its question. Otherwise, a terminal that does not read lines
  /// belongs to a full-screen program.
  var isTerminalOfJob: Bool { get set }

  /// Whether to fail without asking and without waiting.
  var isSilent: Bool { get }

  /// Lets the person choose one of several devices.
  /// - Parameter onSuspend: called before the process is stopped at the terminal.
  func chooseDevice(_ devices: [MFADevice], onSuspend: () -> Void) throws(DialogueError) -> MFADevice

  /// Asks for a code.
  /// - Parameters:
  ///   - identity: whose code.
  ///   - refusal: why another was not taken; nil the first time.
  ///   - onSuspend: called before the process is stopped at the terminal.
  ///   - wait: waits, doing other work meanwhile, until one of the descriptors can be read or about a second has passed;
  ///     answers whether to go on asking.
  /// - Returns: six ASCII digits.
  func askCode(
    of identity: Identity, after refusal: CodeRefusal?, onSuspend: () -> Void, wait: ([Int32]) -> Bool
  ) throws(DialogueError) -> String

  /// Gets a code from a command of the user's, which has the terminal meanwhile, if there is one to ask at.
  /// - Parameter command: for the shell.
  /// - Returns: six ASCII digits.
  func code(from command: String) throws(DialogueError) -> Result<String, MFAProcessError>

  /// Lets the person see something being waited for, and perhaps call it off.
  /// - Parameter step: waits until one of the descriptors can be read or about a second has passed; answers whether it is over.
  func awaitAnswer(_ step: ([Int32]) -> Bool) throws(DialogueError)

  /// Shows, outside of the shells, that a program waits for a session.
  func notify(of program: WaitingPrograms.Entry)

  /// Waits while another process asks for the code, and lets the person know.
  /// - Parameters:
  ///   - isElsewhere: whether it does so in another job, mostly at another terminal.
  ///   - isOver: whether there is nothing left to wait for.
  func awaitOther(isElsewhere: () -> Bool, until isOver: () -> Bool) throws(DialogueError)
}

extension MFADialogue {
  var isPossible: Bool { obstacle == nil }
}

/// Why there is no answer.
package enum DialogueError: Error, Equatable, Sendable {
  case noTerminal
  /// A full-screen program has the terminal.
  case terminalInUse
  /// The session was not started in the time that this process waits, in seconds.
  case notAnswered(after: Int)
  case cancelled
  /// `wait` said to stop.
  case abandoned
  /// Another process of the same job has asked, and got no session.
  case otherFailed
  /// The terminal failed; an `errno`.
  case failed(Int32)
}

extension DialogueError {
  /// Whether the code cannot be asked for here, but perhaps elsewhere.
  var isUnreachablePerson: Bool {
    switch self {
    case .noTerminal, .terminalInUse, .notAnswered: true
    default: false
    }
  }
}

/// Why a code was not taken, and the seconds until an authenticator shows another.
package enum CodeRefusal: Equatable, Sendable {
  /// AWS refused it: it is wrong, or was used before. AWS does not say which.
  case byAWS(secondsToNext: Int)
  /// It was already used, and each code works once.
  case alreadyUsed(secondsToNext: Int)

  /// Until an authenticator shows another.
  package var secondsToNext: Int {
    switch self {
    case .byAWS(let seconds), .alreadyUsed(let seconds): seconds
    }
  }
}
