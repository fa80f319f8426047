private import Platform

/// The foreground of the terminal, taken from a pipeline that a shell is about to extend.
///
/// In bash, the first process of a pipeline puts it in front, and the shell comes to the trap before the next command meanwhile: a
/// hook that asks there is in the background already, or will be at any moment.
package final class BorrowedForeground {
  private let terminal: ControllingTerminal
  private var actions: [(signal: Int32, action: sigaction)] = []

  /// Nil when this process has no terminal.
  package init?() {
    guard let terminal = try? ControllingTerminal() else { return nil }
    self.terminal = terminal
    borrowedTerminal = terminal.descriptor
    lender = 0
    // Ignored, it lets this process set the terminal's modes from the background, too.
    actions = [(SIGTTIN, SIGTTIN.replaceAction(retaking)), (SIGTTOU, SIGTTOU.replaceAction(.ignoring))]
    takeForeground()
  }

  /// Whether the pipeline was in front.
  package var isBorrowed: Bool { lender > 0 }

  package func giveBack() {
    borrowedTerminal = -1
    for (signal, action) in actions { signal.replaceAction(action) }
    if isBorrowed { bringToForeground(lender, at: terminal.descriptor) }
  }

  /// Ends the pipeline as Ctrl-C there does.
  package func interrupt() {
    if isBorrowed { kill(-lender, SIGINT) }
  }
}

// A signal handler can reach nothing but globals.

/// The terminal whose foreground is borrowed; -1 for none.
nonisolated(unsafe) private var borrowedTerminal: Int32 = -1
/// The process group that was in front; 0 for none.
nonisolated(unsafe) private var lender: pid_t = 0

/// Takes the borrowed foreground if another process group has it, whenever that came.
/// - Returns: whether it was taken.
@discardableResult
func takeForeground() -> Bool {
  guard borrowedTerminal != -1, case let front = tcgetpgrp(borrowedTerminal), front > 0, front != getpgrp(),
    bringToForeground(getpgrp(), at: borrowedTerminal)
  else { return false }
  lender = front
  return true
}

/// What this process does when it reads the terminal from the background: the read is made again afterwards. (In an orphaned
/// process group, as of a shell that a terminal has started, there is no signal: the read fails with `EIO`.)
private var retaking: sigaction {
  var action = sigaction { signal in
    if takeForeground() { return }
    signal.replaceAction(.byDefault)
    raise(signal)
  }
  action.sa_flags = SA_RESTART
  return action
}
