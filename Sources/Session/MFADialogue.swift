package import STS

/// How the person is asked.
package protocol MFADialogue {
  /// Whether there is somebody to ask.
  var isPossible: Bool { get }

  /// Lets the person choose one of several devices.
  func chooseDevice(_ devices: [MFADevice]) throws(DialogueError) -> MFADevice

  /// Asks for a code.
  /// - Parameters:
  ///   - identity: whose code.
  ///   - refusal: why another was not taken; nil the first time.
  ///   - wait: waits, doing other work meanwhile, until one of the descriptors can be read or about a second has passed;
  ///     answers whether to go on asking.
  /// - Returns: six ASCII digits.
  func askCode(of identity: Identity, after refusal: CodeRefusal?, wait: ([Int32]) -> Bool) throws(DialogueError)
    -> String

  /// Lets the person see a code being sent, and perhaps call it off.
  /// - Parameter step: waits until one of the descriptors can be read or about a second has passed; answers whether it is over.
  func awaitAnswer(_ step: ([Int32]) -> Bool) throws(DialogueError)
}

package enum DialogueError: Error, Equatable, Sendable {
  case noTerminal
  case cancelled
  /// `wait` said to stop.
  case abandoned
  /// The terminal failed; an `errno`.
  case failed(Int32)
}

/// Why a code was not taken, and the seconds until an authenticator shows another.
package enum CodeRefusal: Equatable, Sendable {
  /// AWS refused it: it is wrong, or was used before. AWS does not say which.
  case byAWS(secondsToNext: Int)
  /// It was just sent, and each code is good for one use.
  case alreadyUsed(secondsToNext: Int)
}
