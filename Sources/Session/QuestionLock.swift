import Profiles

#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif

/// The right to ask a person for a code, which one process at a time has; the kernel takes it back when that process ends.
///
/// The file tells which process group its holder is of, that is, which job of which shell: others of the same job leave the
/// terminal to it in silence, and take a Ctrl-C there for one of their own.
final class QuestionLock {
  private let file: Int32
  private(set) var isHeld = false
  private let before: Content

  private struct Content: Equatable {
    var holder: Int32 = 0
    var cancelCount = 0
    var canceller: Int32 = 0
  }

  /// - Returns: nil where no file can be.
  init?(_ path: String) {
    file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file != -1 else { return nil }
    before = Self.content(of: file)
  }

  deinit { close(file) }

  /// Takes the lock if it is free.
  func take() -> Bool {
    if !isHeld && flock(file, LOCK_EX | LOCK_NB) == 0 {
      isHeld = true
      change { $0.holder = getpgrp() }
    }
    return isHeld
  }

  /// Whether its holder is of the same job.
  var isHeldHere: Bool { Self.content(of: file).holder == getpgrp() }

  /// Whether the question was called off in this job since this process came.
  var wasCancelledHere: Bool {
    let now = Self.content(of: file)
    return now.cancelCount != before.cancelCount && now.canceller == getpgrp()
  }

  /// Lets those of the same job who wait know that the person does not want to be asked.
  func noteCancel() {
    guard isHeld else { return }
    change {
      $0.cancelCount += 1
      $0.canceller = getpgrp()
    }
  }

  private func change(_ change: (inout Content) -> Void) {
    var content = Self.content(of: file)
    change(&content)
    let text = "\(content.holder) \(content.cancelCount) \(content.canceller)\n"
    // Of one length, so that no reader sees half of another.
    let padded = String(repeating: " ", count: max(0, 47 - text.utf8.count)) + text
    _ = padded.withCString { pwrite(file, $0, strlen($0), 0) }
  }

  private static func content(of file: Int32) -> Content {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = pread(file, &bytes, bytes.count, 0)
    let numbers = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
      .split { $0 == " " || $0 == "\n" }.compactMap { Int32($0) }
    guard numbers.count == 3 else { return Content() }
    return Content(holder: numbers[0], cancelCount: Int(numbers[1]), canceller: numbers[2])
  }
}
