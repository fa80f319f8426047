/// Puts a process group in front of a terminal. A process in the background may do this only with the signal blocked that would
/// stop it for it.
/// - Returns: whether it is in front now.
@discardableResult
package func bringToForeground(_ group: pid_t, at terminal: Int32) -> Bool {
  var blocked = sigset_t()
  var old = sigset_t()
  sigemptyset(&blocked)
  sigaddset(&blocked, SIGTTOU)
  pthread_sigmask(SIG_BLOCK, &blocked, &old)
  defer { pthread_sigmask(SIG_SETMASK, &old, nil) }
  return tcsetpgrp(terminal, group) == 0
}
