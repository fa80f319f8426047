import Session
import Terminal

/// Waits without a question.
extension PersonDialogue {
  func awaitAnswer(_ step: ([Int32]) -> Bool) throws(DialogueError) {
    guard let held else {
      while !step([]) {}
      return
    }
    do { try held.wait(step) } catch { throw DialogueError(error) }
  }

  func awaitOther(isElsewhere: () -> Bool, until isOver: () -> Bool) throws(DialogueError) {
    // Without a way to ask here, the wait must end.
    let end = obstacle == nil ? Int.max : currentTime() + Self.limitWithoutTerminal
    var ticksElsewhere = 0
    while !isOver() {
      if currentTime() >= end { throw .noTerminal }
      ticksElsewhere = isElsewhere() ? ticksElsewhere + 1 : 0
      // A new holder of the lock may not have written its process group yet.
      if ticksElsewhere == 2 { try sayThatOtherAsks() }
      if let held {
        if held.isInterrupt(held.keys(within: Self.patience)) { throw .cancelled }
      } else {
        pause(milliseconds: Self.patience)
      }
    }
  }

  func notify(of program: WaitingPrograms.Entry) {
    DesktopNotification.show(
      title: "\(program.program) waits for an MFA code", text: "In a terminal: \(Program.name) answer",
      environment: environment)
  }

  private func sayThatOtherAsks() throws(DialogueError) {
    let words = "another terminal is asking for the code…"
    guard isTerminalUsable else { return StandardError.write(line: "\(Program.name): \(words)") }
    do { try begin().say(words) } catch { throw DialogueError(error) }
  }

  /// How long a process that cannot ask waits for one that does, in seconds.
  private static let limitWithoutTerminal = 60

  /// How often to check whether another process has finished, in milliseconds.
  private static let patience: Int32 = 50
}
