import Platform

/// The terminal while a shell's hook uses it: its signal keys are read as bytes until this value is released.
///
/// With signals from the keys, an interrupt would end the shell's own handler half way (fish), run the command anyway
/// (zsh with a trap of the user's) or hang the shell (bash 3.2). What was typed ahead is discarded: it was not meant for
/// this question.
package final class SignalFreeTerminal {
  private let terminal: ControllingTerminal
  private var attributes = termios()

  /// - Throws: `TerminalError.none` where there is no terminal or this process is in its background, and so would be stopped.
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

  /// Runs something with the terminal as it was before.
  package func lend<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    tcsetattr(terminal.descriptor, TCSADRAIN, &attributes)
    defer { hold() }
    return try body()
  }

  deinit {
    restoration = nil
    tcsetattr(terminal.descriptor, TCSADRAIN, &attributes)
  }

  /// Those that can come from outside and by default end a process.
  private static let endingSignals = [SIGHUP, SIGTERM, SIGINT, SIGQUIT]

  /// Waits for something while an eye is kept on the keys.
  /// - Parameter step: waits until one of the descriptors can be read or about a second has passed; answers whether it is over.
  /// - Throws: `TerminalError.cancelled` at the interrupt key.
  package func wait(_ step: ([Int32]) -> Bool) throws(TerminalError) {
    while !step([terminal.descriptor]) {
      if isInterrupt(keys(within: 0)) { throw .cancelled }
    }
  }

  /// Waits for keys, but not longer than a time.
  package func keys(within milliseconds: Int32) -> [UInt8] {
    guard terminal.isReadable(milliseconds: milliseconds) else { return [] }
    var keys = [UInt8](repeating: 0, count: 256)
    let count = read(terminal.descriptor, &keys, keys.count)
    if count == -1 && errno == EIO { takeForeground() }
    return Array(keys.prefix(max(0, count)))
  }

  /// Whether the interrupt key is among some keys.
  package func isInterrupt(_ keys: [UInt8]) -> Bool { keys.contains(attributes.controlCharacters[Int(VINTR)]) }
}

/// What a signal handler needs; it can reach nothing but a global. Written only while no handler is installed or can run.
nonisolated(unsafe) private var restoration: (descriptor: Int32, attributes: termios)?

/// Lets a signal end the process as by default, but with the terminal as it was.
private func restoreOn(_ signal: Int32) {
  if isIgnored(signal) { return }
  signal.replaceAction(
    sigaction { signal in
      restoreSignalFreeTerminal()
      // It is held back until this returns, and then ends the process.
      signal.replaceAction(.byDefault)
      raise(signal)
    })
}

/// Restores the terminal to its state before it was held.
func restoreSignalFreeTerminal() {
  guard var held = restoration else { return }
  // A process that it was lent to may be in front.
  bringToForeground(getpgrp(), at: held.descriptor)
  tcsetattr(held.descriptor, TCSANOW, &held.attributes)
}
