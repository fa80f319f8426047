/// Makes a process group the foreground group of a terminal. A process in the background can do this only while SIGTTOU is blocked.
/// - Returns: whether it succeeded.
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
