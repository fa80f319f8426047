private import Platform

/// The foreground of the terminal, taken from a pipeline that a shell is about to extend.
///
/// In bash, the first process of a pipeline makes the pipeline the foreground job, while the shell already runs the trap of the next
/// command. A hook that asks in that trap is in the background, or soon will be.
package final class BorrowedForeground {
  private let terminal: ControllingTerminal
  private var actions: [(signal: Int32, action: sigaction)] = []

  /// Nil when this process has no terminal.
  package init?() {
    guard let terminal = try? ControllingTerminal() else { return nil }
    self.terminal = terminal
    borrowedTerminal = terminal.descriptor
    lender = 0
    // While the signal is ignored, this process can set the terminal's modes from the background.
    actions = [(SIGTTIN, SIGTTIN.replaceAction(retaking)), (SIGTTOU, SIGTTOU.replaceAction(.ignoring))]
    takeForeground()
  }

  /// Whether the pipeline was in the foreground.
  package var isBorrowed: Bool { lender > 0 }

  package func giveBack() {
    borrowedTerminal = -1
    for (signal, action) in actions { signal.replaceAction(action) }
    if isBorrowed { bringToForeground(lender, at: terminal.descriptor) }
  }

  /// Ends the pipeline, as Ctrl-C does.
  package func interrupt() {
    if isBorrowed { kill(-lender, SIGINT) }
  }
}

// A signal handler can reach nothing but globals.

/// The terminal whose foreground is borrowed; -1 for none.
nonisolated(unsafe) private var borrowedTerminal: Int32 = -1
/// The process group that was in the foreground; 0 for none.
nonisolated(unsafe) private var lender: pid_t = 0

/// Takes the foreground again if another process group has taken it.
/// - Returns: whether it was taken.
@discardableResult
func takeForeground() -> Bool {
  guard borrowedTerminal != -1, case let front = tcgetpgrp(borrowedTerminal), front > 0, front != getpgrp(),
    bringToForeground(getpgrp(), at: borrowedTerminal)
  else { return false }
  lender = front
  return true
}

/// Handles a read of the terminal from the background; the read is then repeated. (In an orphaned process group, such as that of a
/// shell that a terminal emulator started, no signal is sent: the read fails with `EIO`.)
private var retaking: sigaction {
  var action = sigaction { signal in
    if takeForeground() { return }
    signal.replaceAction(.byDefault)
    raise(signal)
  }
  action.sa_flags = SA_RESTART
  return action
}
