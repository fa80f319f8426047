import Profiles
private import Platform

/// A small file whose content every change of this program's files renews: a shell sees with one read, and without a process,
/// that there is something new.
extension SessionStore {
  package struct Generation: Equatable, Sendable {
    /// Nil if no file can be.
    package let path: String?
    /// Digits; empty where nothing has changed yet.
    package let number: String
  }

  private var generationPath: String { "\(directory)/generation" }

  /// The generation that there is now. Its file is made when it is missing, so that a shell can watch it.
  package func generation() -> Generation {
    let file: Int32
    do throws(FileReplacementError) {
      try createDirectory(directory)
      try checkPrivacy()
      file = try openLockFile(generationPath)
    } catch { return Generation(path: nil, number: "") }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 32)
    let count = max(0, pread(file, &bytes, bytes.count, 0))
    let digits = bytes.prefix(count).prefix { (0x30...0x39).contains($0) }
    return Generation(path: generationPath, number: String(decoding: digits, as: UTF8.self))
  }

  /// Tells the shells that something has changed. Where that cannot be, they find out when their plans end.
  func renewGeneration() {
    guard (try? checkPrivacy()) != nil, let file = try? openLockFile(generationPath) else { return }
    defer { close(file) }
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    // Of one length, so that no shell reads a part of it.
    let nanoseconds = String(now.tv_nsec + 1_000_000_000).dropFirst()
    let text = "\(now.tv_sec)\(nanoseconds)\n"
    _ = text.withCString { pwrite(file, $0, strlen($0), 0) }
  }
}
