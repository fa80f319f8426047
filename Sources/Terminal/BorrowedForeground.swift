private import Platform

/// The foreground of the terminal, taken from a pipeline that a shell is about to extend.
///
/// bash puts a pipeline in front as soon as its first process runs, and only then comes to the trap before the next command. A
/// hook that asks there is in the background.
package final class BorrowedForeground {
  private let terminal: ControllingTerminal
  /// The process group that was in front.
  private let owner: pid_t

  /// Nil when this process is in front already, or has no terminal.
  package init?() {
    guard let terminal = try? ControllingTerminal(), !terminal.isOurs else { return nil }
    self.terminal = terminal
    owner = tcgetpgrp(terminal.descriptor)
    guard owner > 0, bringToForeground(getpgrp(), at: terminal.descriptor) else { return nil }
  }

  package func giveBack() { bringToForeground(owner, at: terminal.descriptor) }

  /// Ends the pipeline as Ctrl-C there does.
  package func interrupt() { kill(-owner, SIGINT) }
}
