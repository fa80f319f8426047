import Platform

/// The terminal in a mode in which signal keys are read as bytes, while a shell's hook uses it; restored when this value is released.
///
/// Otherwise an interrupt would abort the shell's own handler (fish), run the command anyway (zsh with a trap of the user's) or hang
/// the shell (bash 3.2). Input typed ahead is discarded: it was not meant as a code.
package final class SignalFreeTerminal {
  private let terminal: ControllingTerminal
  private var attributes = termios()

  /// - Throws: `TerminalError.none` when there is no terminal, or this process is in its background and would be stopped.
  package init() throws(TerminalError) {
    terminal = try ControllingTerminal()
    guard terminal.isOurs, tcgetattr(terminal.descriptor, &attributes) == 0 else { throw .none }
    restoration = (terminal.descriptor, attributes)
    for signal in Self.endingSignals { restoreOn(signal) }
    hold()
  }

  private func hold() {
    var held = attributes
    held.c_lflag &= ~tcflag_t(ISIG | ICANON | ECHO)
    tcsetattr(terminal.descriptor, TCSAFLUSH, &held)
  }

  /// Runs a function with the terminal in its original mode.
  package func lend<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    tcsetattr(terminal.descriptor, TCSADRAIN, &attributes)
    defer { hold() }
    return try body()
  }

  deinit {
    restoration = nil
    tcsetattr(terminal.descriptor, TCSADRAIN, &attributes)
  }

  /// Signals that other processes send, and that end a process by default.
  private static let endingSignals = [SIGHUP, SIGTERM, SIGINT, SIGQUIT]

  /// Waits for an event, and cancels at the interrupt key.
  /// - Parameter step: waits until one of the descriptors can be read or about a second has passed; answers whether it is over.
  /// - Throws: `TerminalError.cancelled` at the interrupt key.
  package func wait(_ step: ([Int32]) -> Bool) throws(TerminalError) {
    while !step([terminal.descriptor]) {
      if isInterrupt(keys(within: 0)) { throw .cancelled }
    }
  }

  /// Waits for keys, but not longer than a timeout.
  package func keys(within milliseconds: Int32) -> [UInt8] {
    guard terminal.isReadable(milliseconds: milliseconds) else { return [] }
    var keys = [UInt8](repeating: 0, count: 256)
    let count = read(terminal.descriptor, &keys, keys.count)
    if count == -1 && errno == EIO { takeForeground() }
    return Array(keys.prefix(max(0, count)))
  }

  /// Whether the keys contain the interrupt key.
  package func isInterrupt(_ keys: [UInt8]) -> Bool { keys.contains(attributes.controlCharacters[Int(VINTR)]) }
}

/// The state of the signal handler, which can use only globals. Written only while the handler cannot run.
nonisolated(unsafe) private var restoration: (descriptor: Int32, attributes: termios)?

/// Restores the terminal, then lets the signal end the process.
private func restoreOn(_ signal: Int32) {
  if isIgnored(signal) { return }
  signal.replaceAction(
    sigaction { signal in
      restoreSignalFreeTerminal()
      // The signal is blocked until this handler returns, and then ends the process.
      signal.replaceAction(.byDefault)
      raise(signal)
    })
}

/// Restores the terminal's original mode.
func restoreSignalFreeTerminal() {
  guard var held = restoration else { return }
  // Another process that used the terminal may be in the foreground.
  bringToForeground(getpgrp(), at: held.descriptor)
  tcsetattr(held.descriptor, TCSANOW, &held.attributes)
}
