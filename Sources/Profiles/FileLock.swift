#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A lock that one process at a time has. The kernel releases it when the process ends, however it ends.
package struct FileLock: ~Copyable {
  private let file: Int32

  /// Waits for the lock. Its file stays when it is released: to remove it would be a race.
  package init(_ path: String) throws(FileReplacementError) {
    do throws(SystemError) {
      let file = try Self.open(path)
      do throws(SystemError) { try retrying { flock(file, LOCK_EX) } } catch {
        close(file)
        throw error
      }
      self.file = file
    } catch { throw FileReplacementError(step: .lock, path: path, cause: error) }
  }

  deinit { close(file) }

  /// No link is followed: root, at work in a user's folder, must not be led to another file.
  private static func open(_ path: String) throws(SystemError) -> Int32 {
    let flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW
    do throws(SystemError) {
      let file = try retrying { openFile(path, flags | O_CREAT | O_EXCL, 0o600) }
      giveToOwner(of: directory(of: path), file)
      return file
    } catch {
      guard error.code == EEXIST else { throw error }
      return try retrying { openFile(path, flags, 0) }
    }
  }
}

private func openFile(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
