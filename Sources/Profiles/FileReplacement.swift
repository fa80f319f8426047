package import Processes
import Platform

/// Why a file could not be replaced.
package struct FileReplacementError: Error, Equatable, Sendable {
  package enum Step: Equatable, Sendable {
    case createDirectory, lock, createTemporary, write, rename
    /// It belongs to another user, and replacing it would change that.
    case notOurs
    /// It is not a regular file, but a device, a pipe or a folder.
    case notAFile
    /// A folder that other users can open.
    case notPrivate
    /// A folder that another user owns.
    case foreignFolder
  }
  package let step: Step
  package let path: String
  package let cause: SystemError
}

/// Creates a folder, and the missing ones above it, for the user alone.
package func createDirectory(_ path: String) throws(FileReplacementError) {
  var status = stat()
  if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
  let parent = directory(of: path)
  if parent != path { try createDirectory(parent) }
  if mkdir(path, 0o700) == -1 {
    if errno == EEXIST { return }
    throw FileReplacementError(step: .createDirectory, path: path, cause: SystemError())
  }
  let folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
  if folder != -1 {
    giveToOwner(of: parent, folder)
    close(folder)
  }
}

/// Refuses a folder that is there but is another user's, or can be entered by others.
/// - Throws: `FileReplacementError`.
package func checkPrivateDirectory(_ path: String) throws(FileReplacementError) {
  var status = stat()
  guard stat(path, &status) == 0 else { return }
  // Root works in the folder of the user whose HOME it has.
  guard status.st_uid == geteuid() || geteuid() == 0 else {
    throw FileReplacementError(step: .foreignFolder, path: path, cause: SystemError(EPERM))
  }
  guard status.st_mode & S_IFMT == S_IFDIR else {
    throw FileReplacementError(step: .createDirectory, path: path, cause: SystemError(ENOTDIR))
  }
  guard status.st_mode & 0o077 == 0 else {
    throw FileReplacementError(step: .notPrivate, path: path, cause: SystemError(EPERM))
  }
}

/// A file that is read, changed and replaced as one step among many processes; a kill at any instant leaves the old contents
/// or the new ones.
///
/// The lock is on a file of its own beside it, for the file itself is another one after each replacement. The kernel releases
/// it when the process ends, however it ends. The lock file stays, unless it is removed while the lock is held.
package struct LockedFile: ~Copyable {
  /// The path of the contents, at the end of all symbolic links.
  let path: String
  private let lock: FileLock

  /// Waits for the lock. A missing folder is created, for the user alone.
  /// - Parameter replacingForeign: whether to remove an existing file that other users own or can read: this program's
  ///   own files are like that. No link is followed then.
  package init(_ path: String, replacingForeign: Bool = false) throws(FileReplacementError) {
    if replacingForeign { removeUnlessPrivate(path) }
    let target = linkTarget(of: path)
    var status = stat()
    if stat(target, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw FileReplacementError(step: .notAFile, path: target, cause: SystemError(EINVAL))
      }
      guard status.st_uid == geteuid() || geteuid() == 0 else {
        throw FileReplacementError(step: .notOurs, path: target, cause: SystemError(EPERM))
      }
    }
    let folder = directory(of: target)
    try createDirectory(folder)
    guard access(folder, W_OK) == 0 else {
      throw FileReplacementError(step: .createTemporary, path: target, cause: SystemError())
    }
    lock = try FileLock(target + ".lock")
    self.path = target
  }

  /// Removes the file, and the rest of a replacement that was killed.
  package func remove() throws(FileReplacementError) {
    unlink(path + ".new")
    if unlink(path) == -1 && errno != ENOENT {
      throw FileReplacementError(step: .rename, path: path, cause: SystemError())
    }
  }

  /// Removes the file of the lock, which this still holds: for files that only this program's rare commands lock.
  package func removeLock() { unlink(path + ".lock") }

  /// Replaces the contents, if they are not these already.
  package func ensure(_ bytes: [UInt8]) throws(FileReplacementError) {
    if (try? readFile(path)) != bytes { try replace(with: bytes) }
  }

  /// Replaces the contents. Mode, owner and group stay; a new file is its owner's alone.
  /// - Parameter modificationTime: seconds since 1970; nil for now.
  package func replace(with bytes: [UInt8], modificationTime: Int? = nil) throws(FileReplacementError) {
    // One name, used only under the lock: the next write removes what a kill has left behind.
    let temporary = path + ".new"
    unlink(temporary)
    let file: Int32
    do { file = try retrying { open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) } } catch {
      throw FileReplacementError(step: .createTemporary, path: path, cause: error)
    }
    var step = FileReplacementError.Step.write
    do throws(SystemError) {
      defer { close(file) }
      if let code = writeAll(bytes, to: file) { throw SystemError(code) }
      try copyModeAndOwner(of: path, to: file)
      if let modificationTime {
        let times = [timespec](repeating: timespec(tv_sec: modificationTime, tv_nsec: 0), count: 2)
        try retrying { futimens(file, times) }
      }
      try retrying { fsync(file) }
      step = .rename
      try retrying { rename(temporary, path) }
    } catch {
      unlink(temporary)
      throw FileReplacementError(step: step, path: path, cause: error)
    }
    // The new name must survive a power cut, too; the contents do without it.
    let folder = open(directory(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder != -1 {
      fsync(folder)
      close(folder)
    }
  }
}

/// Gives a file that root creates in a user's folder to the user, who could not use it otherwise.
func giveToOwner(of folder: String, _ file: Int32) {
  var status = stat()
  // Where that is not allowed (root over NFS), the file stays root's, and only root can read it.
  if geteuid() == 0, stat(folder, &status) == 0 { _ = fchown(file, status.st_uid, status.st_gid) }
}

private func copyModeAndOwner(of path: String, to file: Int32) throws(SystemError) {
  var old = stat()
  guard stat(path, &old) == 0 else { return giveToOwner(of: directory(of: path), file) }
  if old.st_uid != geteuid() { try retrying { fchown(file, old.st_uid, gid_t.max) } }
  var mode = old.st_mode & 0o7777
  // A group that cannot be kept is not replaced by another one that could then read the keys.
  if fchown(file, uid_t.max, old.st_gid) == -1 { mode &= 0o700 }
  // A new file has this mode already.
  if mode != 0o600 { try retrying { fchmod(file, mode) } }
}

/// Whether a file is this user's. Root counts as the owner of the folder: `sudo` with the user's HOME.
func isOwner(_ owner: uid_t, ofFile path: String) -> Bool {
  if owner == geteuid() { return true }
  var folder = stat()
  return geteuid() == 0 && stat(directory(of: path), &folder) == 0 && owner == folder.st_uid
}

private func removeUnlessPrivate(_ path: String) {
  var status = stat()
  guard lstat(path, &status) == 0 else { return }
  let isPrivate = status.st_mode & (S_IFMT | 0o777) == S_IFREG | 0o600 && isOwner(status.st_uid, ofFile: path)
  if !isPrivate { unlink(path) }
}

package func directory(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// Follows symbolic links, also to a file that does not exist yet.
func linkTarget(of path: String) -> String {
  var path = path
  for _ in 0..<40 {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &buffer, buffer.count)
    guard count > 0 else { return path }
    let link = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    path = link.hasPrefix("/") ? link : directory(of: path) + "/" + link
  }
  return path
}
