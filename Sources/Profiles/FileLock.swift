import Processes
import Platform

/// A lock that one process at a time has. The kernel releases it when the process ends, however it ends.
package struct FileLock: ~Copyable {
  private let file: Int32

  /// Waits for the lock. Its file stays when it is released.
  package init(_ path: String) throws(FileReplacementError) {
    file = try Self.acquire(path) { file throws(SystemError) in try retrying { flock(file, LOCK_EX) } }
  }

  /// Waits for the lock, but not longer than a number of seconds: then its holder is stopped, or hangs.
  /// - Throws: also `FileReplacementError.Step.lock` with `EWOULDBLOCK` when the time is over.
  package init(_ path: String, atMost seconds: Int) throws(FileReplacementError) {
    let end = ContinuousClock.now + .seconds(seconds)
    file = try Self.acquire(path) { file throws(SystemError) in
      while flock(file, LOCK_EX | LOCK_NB) == -1 {
        guard errno == EINTR || errno == EWOULDBLOCK && .now < end else { throw SystemError() }
        poll(nil, 0, 20)
      }
    }
  }

  private static func acquire(
    _ path: String, _ lock: (Int32) throws(SystemError) -> Void
  ) throws(FileReplacementError) -> Int32 {
    while true {
      let file = try openLockFile(path)
      do { try lock(file) } catch {
        close(file)
        throw FileReplacementError(step: .lock, path: path, cause: error)
      }
      // The previous holder may have removed the file, as undoing a change does; the next process would lock a new one.
      if isFile(file, at: path) { return file }
      close(file)
    }
  }

  deinit { close(file) }
}

private func isFile(_ file: Int32, at path: String) -> Bool {
  var (open, named) = (stat(), stat())
  return fstat(file, &open) == 0 && lstat(path, &named) == 0 && open.st_ino == named.st_ino
    && open.st_dev == named.st_dev
}

/// Opens the file of a lock, and creates it if it is missing.
///
/// No link is followed: root, at work in a user's folder, must not be led to another file; and what it makes there is the user's.
package func openLockFile(_ path: String) throws(FileReplacementError) -> Int32 {
  let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
  while true {
    do throws(SystemError) {
      let file = try retrying { open(path, flags | O_CREAT | O_EXCL, 0o600) }
      giveToOwner(of: directory(of: path), file)
      return file
    } catch {
      guard error.code == EEXIST else { throw FileReplacementError(step: .lock, path: path, cause: error) }
    }
    do throws(SystemError) { return try retrying { open(path, flags) } } catch {
      // Its holder may have removed the file since.
      guard error.code == ENOENT else { throw FileReplacementError(step: .lock, path: path, cause: error) }
    }
  }
}
