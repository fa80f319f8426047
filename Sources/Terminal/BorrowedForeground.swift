private import Platform

/// The foreground of the terminal, taken from a pipeline that a shell is about to extend.
///
/// bash puts a pipeline in front as soon as its first process runs, and only then comes to the trap before the next command. A
/// hook that asks there is in the background.
package final class BorrowedForeground {
  private let terminal: ControllingTerminal
  /// The process group that was in front.
  private let owner: pid_t
  private var actions: [(signal: Int32, action: sigaction)] = []

  /// Nil when this process is in front already, or has no terminal.
  package init?() {
    guard let terminal = try? ControllingTerminal(), !terminal.isOurs else { return nil }
    self.terminal = terminal
    owner = tcgetpgrp(terminal.descriptor)
    guard owner > 0, bringToForeground(getpgrp(), at: terminal.descriptor) else { return nil }
    lender = (terminal.descriptor, owner)
    // Ignored, it lets this process set the terminal's modes from the background, too.
    actions = [(SIGTTIN, SIGTTIN.replaceAction(retaking)), (SIGTTOU, SIGTTOU.replaceAction(.ignoring))]
  }

  package func giveBack() {
    lender = nil
    for (signal, action) in actions { signal.replaceAction(action) }
    bringToForeground(owner, at: terminal.descriptor)
  }

  /// Ends the pipeline as Ctrl-C there does.
  package func interrupt() { kill(-owner, SIGINT) }
}

/// The group that the foreground is borrowed from; a signal handler can reach nothing but a global.
nonisolated(unsafe) private var lender: (terminal: Int32, group: pid_t)?

/// Takes the foreground again if the lender has it back: in bash, the shell and the pipeline's first process both put it in front,
/// and that process may be late.
func retakeForeground() -> Bool {
  guard let lender, tcgetpgrp(lender.terminal) == lender.group else { return false }
  return bringToForeground(getpgrp(), at: lender.terminal)
}

/// What this process does when it reads the terminal from the background: the read is made again afterwards. (In an orphaned
/// process group, as of a shell that a terminal has started, there is no signal: the read fails with `EIO`.)
private var retaking: sigaction {
  var action = sigaction { signal in
    if retakeForeground() { return }
    signal.replaceAction(.byDefault)
    raise(signal)
  }
  action.sa_flags = SA_RESTART
  return action
}
