import Session
import ShellIntegration
import Terminal

/// Says at a shell's prompt which programs wait for a code. The hook calls it while the folder of their notes is there.
struct WaitingCommand {
  /// - Parameter arguments: a shell and the protocol.
  init?(_ arguments: ArraySlice<String>) {
    guard arguments.count >= 2, ShellProtocol.number(arguments[arguments.startIndex + 1]) != nil else { return nil }
  }

  func run() throws(Failure) {
    let waiting = WaitingPrograms(in: SessionStore(environment: processEnvironment())).all
    guard !waiting.isEmpty else { return }
    try StandardOutput.write(printable(waiting.announcement(at: currentTime())) + "\n")
  }
}
