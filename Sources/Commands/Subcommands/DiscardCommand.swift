import Processes
import Session
private import Platform

/// Removes the config file of `exec --refresh` when the command and all its children have ended, however they did.
///
/// Runs as a process in a session of its own, because the command has replaced this program.
struct DiscardCommand {
  private let folder: String
  private let process: Int32
  private let isDetached: Bool

  /// - Parameter arguments: the folder, the command's process id, and `detached` the second time.
  init?(_ arguments: ArraySlice<String>) {
    let arguments = Array(arguments)
    guard arguments.count >= 2, let process = Int32(arguments[1]) else { return nil }
    folder = arguments[0]
    self.process = process
    isDetached = arguments.count > 2
  }

  /// Starts it for this process, and the program that replaces it.
  ///
  /// It learns of the end from a pipe, whose other end the command and its children inherit; one that closes it (sudo) is waited for
  /// by its process id.
  static func start(for folder: RefreshFolder) throws(Failure) {
    do {
      try BackgroundProcess.start([Program.path, "discard", folder.path, String(getpid())])
    } catch { throw .command(CannotExecute(path: Program.path, code: error.code)) }
  }

  func run() throws(Failure) {
    guard isDetached else {
      // Started twice, so that the command does not get an unknown child.
      setsid()
      do { try BackgroundProcess.startAgain([Program.path, "discard", folder, String(process), "detached"]) } catch {
        throw .command(CannotExecute(path: Program.path, code: error.code))
      }
      return
    }
    var byte: UInt8 = 0
    while read(STDIN_FILENO, &byte, 1) != 0 {}
    // sudo runs as another user.
    while kill(process, 0) == 0 || errno == EPERM { sleep(1) }
    RefreshFolder.remove(folder)
  }
}
