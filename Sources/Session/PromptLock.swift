import Profiles
private import Platform

/// The right to ask the user for a code, which one process at a time has; the kernel releases it when that process ends.
///
/// The file names the holder's process group, that is, the job of a shell: other processes of that job leave the
/// terminal to it silently, and treat a Ctrl-C there as their own.
final class PromptLock {
  private let file: Int32
  private(set) var isHeld = false
  private let before: Content

  private struct Content: Equatable {
    /// The holder's process group; negative if it has released the lock rather than ended.
    var holder: Int32 = 0
    var failureCount: Int32 = 0
    /// The last failed question.
    var failed: Int32 = 0
    var failure: Int32 = 0
  }

  /// How a question failed.
  enum Failure: Int32 {
    case cancelled, failed
  }

  /// - Returns: nil if the file cannot be opened.
  init?(_ path: String) {
    guard let file = try? openLockFile(path) else { return nil }
    self.file = file
    before = Self.content(of: file)
  }

  deinit {
    release()
    close(file)
  }

  /// Takes the lock if it is free. On a file system without locks, every process gets it.
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

  /// Whether its holder is a process of the same job.
  var isHeldByJob: Bool { abs(Self.content(of: file).holder) == getpgrp() }

  /// Whether a process of the same job asks, or was killed while it did, and so left its modes on the terminal.
  var isAskedByJob: Bool { Self.content(of: file).holder == getpgrp() }

  /// The failure of a question in this job since this process started; nil if there was none.
  var failureOfJob: Failure? {
    let now = Self.content(of: file)
    guard now.failureCount != before.failureCount, now.failed == getpgrp() else { return nil }
    return Failure(rawValue: now.failure)
  }

  /// Tells the waiting processes of the same job that there will be no session.
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
    // All of one length, so that no reader sees a mixture of two.
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
