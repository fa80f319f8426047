import Profiles
private import Platform

/// The right to ask a person for a code, which one process at a time has; the kernel takes it back when that process ends.
///
/// The file tells which process group its holder is of, that is, which job of which shell: others of the same job leave the
/// terminal to it in silence, and take a Ctrl-C there for one of their own.
final class PromptLock {
  private let file: Int32
  private(set) var isHeld = false
  private let before: Content

  private struct Content: Equatable {
    /// The holder's process group; negative when it has let go of the lock, and not just ended.
    var holder: Int32 = 0
    var failureCount: Int32 = 0
    /// Where the last question failed, and how.
    var failed: Int32 = 0
    var failure: Int32 = 0
  }

  /// How a question ended that got no session.
  enum Failure: Int32 {
    case cancelled, failed
  }

  /// - Returns: nil where no file can be.
  init?(_ path: String) {
    guard let file = try? openLockFile(path) else { return nil }
    self.file = file
    before = Self.content(of: file)
  }

  deinit {
    release()
    close(file)
  }

  /// Takes the lock if it is free. Where the file system has no locks, everybody may have it.
  func take() -> Bool {
    if isHeld { return true }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK && errno != EINTR else { return false }
    isHeld = true
    change { $0.holder = getpgrp() }
    return true
  }

  func release() {
    guard isHeld else { return }
    change { $0.holder = -abs($0.holder) }
    flock(file, LOCK_UN)
    isHeld = false
  }

  /// Whether its holder is of the same job.
  var isHeldByJob: Bool { abs(Self.content(of: file).holder) == getpgrp() }

  /// Whether a process of the same job asks, or was killed while it did: the terminal's modes are as that one has set them.
  var isAskedByJob: Bool { Self.content(of: file).holder == getpgrp() }

  /// How a question failed in this job since this process came; nil when none did.
  var failureOfJob: Failure? {
    let now = Self.content(of: file)
    guard now.failureCount != before.failureCount, now.failed == getpgrp() else { return nil }
    return Failure(rawValue: now.failure)
  }

  /// Lets those of the same job who wait know that there will be no session.
  func note(_ failure: Failure) {
    guard isHeld else { return }
    change {
      $0.failureCount += 1
      $0.failed = getpgrp()
      $0.failure = failure.rawValue
    }
  }

  private func change(_ change: (inout Content) -> Void) {
    var content = Self.content(of: file)
    change(&content)
    let text = "\(content.holder) \(content.failureCount) \(content.failed) \(content.failure)\n"
    // Of one length, so that no reader sees half of another.
    let padded = String(repeating: " ", count: max(0, 63 - text.utf8.count)) + text
    _ = padded.withCString { pwrite(file, $0, strlen($0), 0) }
  }

  private static func content(of file: Int32) -> Content {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = pread(file, &bytes, bytes.count, 0)
    let numbers = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
      .split { $0 == " " || $0 == "\n" }.compactMap { Int32($0) }
    guard numbers.count == 4 else { return Content() }
    return Content(holder: numbers[0], failureCount: numbers[1], failed: numbers[2], failure: numbers[3])
  }
}
