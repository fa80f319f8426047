/// The exit statuses, with the numbers of BSD's sysexits where it has one.
enum ExitStatus: Int32 {
  case failure = 1
  case usage = 64
  /// A file that cannot be read.
  case badData = 65
  /// A code is needed, and there is no terminal to ask at.
  case noTerminal = 66
  case unreachable = 69
  case cannotCreate = 73
  case cannotWrite = 74
  /// AWS is overloaded.
  case tryLater = 75
  case refused = 77
  /// Nothing to work with: no profile, no keys, no MFA device.
  case configuration = 78
  /// The command of `exec` cannot be run, or is not found, as in shells and `env` (POSIX).
  case cannotExecute = 126
  case commandNotFound = 127
  case cancelled = 130
}
