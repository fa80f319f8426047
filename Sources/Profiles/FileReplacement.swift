#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Why a file could not be replaced.
package struct FileReplacementError: Error, Equatable, Sendable {
  package enum Step: Equatable, Sendable {
    case createDirectory, lock, createTemporary, write, rename
    /// Something else than a file is there: a device, a pipe, a folder.
    case notAFile
  }
  package let step: Step
  package let path: String
  package let cause: SystemError
}

/// Replaces a file's contents in one step: a kill at any instant leaves the old ones or the new ones.
///
/// Mode and owner stay; a new file is its owner's alone. The temporary file is in the same folder.
/// - Parameter modificationTime: seconds since 1970; nil for now.
package func replaceFile(_ path: String, with bytes: [UInt8], modificationTime: Int? = nil) throws(FileReplacementError) {
  var temporary = Array("\(directory(of: path))/.\(path.split(separator: "/").last ?? "").XXXXXX".utf8CString)
  let file: Int32
  // mkstemp makes it 0600.
  do { file = try retrying { mkstemp(&temporary) } } catch {
    throw FileReplacementError(step: .createTemporary, path: path, cause: error)
  }
  var step = FileReplacementError.Step.write
  do throws(SystemError) {
    defer { close(file) }
    try writeAll(bytes, to: file)
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
  // The name, too, is to survive a power cut; the contents are safe without it.
  let folder = open(directory(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  if folder != -1 {
    fsync(folder)
    close(folder)
  }
}

/// A file that is read, changed and replaced as one step among many processes.
///
/// The lock is on a file of its own beside it, for the file itself is another one after each replacement. The kernel releases
/// it when the process ends, however it ends. The lock file stays: to remove it would be a race.
struct LockedFile: ~Copyable {
  /// Where the contents are: the end of a chain of symbolic links.
  let path: String
  private let lock: Int32

  /// Waits for the lock. A missing directory is made, for the user alone.
  init(_ path: String) throws(FileReplacementError) {
    let target = linkTarget(of: path)
    var status = stat()
    if stat(target, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw FileReplacementError(step: .notAFile, path: target, cause: SystemError(EINVAL))
    }
    let lock = try Self.lock(beside: target)
    self.path = target
    self.lock = lock
  }

  deinit { close(lock) }

  private static func lock(beside path: String) throws(FileReplacementError) -> Int32 {
    let directory = directory(of: path)
    if mkdir(directory, 0o700) == -1, errno != EEXIST {
      throw FileReplacementError(step: .createDirectory, path: directory, cause: SystemError())
    }
    let lockPath = path + ".lock"
    do throws(SystemError) {
      let file = try retrying { open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600) }
      do throws(SystemError) { try retrying { flock(file, LOCK_EX) } } catch {
        close(file)
        throw error
      }
      return file
    } catch { throw FileReplacementError(step: .lock, path: lockPath, cause: error) }
  }
}

private func writeAll(_ bytes: [UInt8], to file: Int32) throws(SystemError) {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = try retrying { rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) } }
    rest = rest.dropFirst(count)
  }
}

private func copyModeAndOwner(of path: String, to file: Int32) throws(SystemError) {
  var old = stat()
  guard stat(path, &old) == 0 else { return }
  // Only root can give a file away, and only root finds one that is another's; so a refusal loses nothing.
  if old.st_uid != geteuid() || old.st_gid != getegid() { _ = fchown(file, old.st_uid, old.st_gid) }
  try retrying { fchmod(file, old.st_mode & 0o7777) }
}

private func directory(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// Follows symbolic links, also to a file that does not exist yet.
private func linkTarget(of path: String) -> String {
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
