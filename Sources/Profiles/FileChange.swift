import Processes
import Platform

#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// A change to a file of the user, with the data to undo it.
package struct FileChange: Codable, Equatable, Sendable {
  /// The absolute path of the file or folder.
  package let path: String
  package let content: Content
  /// The folders that it creates, the outermost first.
  let folders: [String]
  /// Whether a lock file is left beside it that was not there before.
  let leavesLock: Bool

  package enum Content: Codable, Equatable, Sendable {
    /// New contents; nil for a file that does not exist.
    case bytes(old: Data?, new: Data?)
    case mode(old: UInt32, new: UInt32)
  }

  /// A change of a file's contents.
  /// - Parameters:
  ///   - old: nil for a file that does not exist yet.
  ///   - new: nil to remove it.
  package init(_ path: String, from old: [UInt8]?, to new: [UInt8]?) {
    self.init(path, .bytes(old: old.map { Data($0) }, new: new.map { Data($0) }))
  }

  /// A change of the mode of a file or a folder.
  /// - Returns: nil if it does not exist.
  package init?(_ path: String, mode: UInt32) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(path, .mode(old: UInt32(status.st_mode & 0o7777), new: mode))
  }

  private init(_ name: String, _ content: Content) {
    let path = linkTarget(of: name)
    self.init(
      path, content, folders: Self.missingFolders(of: path), leavesLock: access(path + ".lock", F_OK) == -1)
  }

  /// The change that another program has made since this was made: of the same file, to other contents.
  package func resulting(in bytes: [UInt8]?) -> FileChange {
    guard case .bytes(let old, _) = content else { return self }
    return FileChange(path, .bytes(old: old, new: bytes.map { Data($0) }), folders: folders, leavesLock: leavesLock)
  }

  /// Whether it changes anything.
  package var isChange: Bool {
    switch content {
    case .bytes(let old, let new): old != new
    case .mode(let old, let new): old != new
    }
  }

  private init(_ path: String, _ content: Content, folders: [String], leavesLock: Bool) {
    self.path = path
    self.content = content
    self.folders = folders
    self.leavesLock = leavesLock
  }

  /// The folders above a path that do not exist, the outermost first.
  package static func missingFolders(of path: String) -> [String] {
    var missing: [String] = []
    var folder = directory(of: path)
    while folder != "/" && folder != "." && access(folder, F_OK) == -1 {
      missing.insert(folder, at: 0)
      folder = directory(of: folder)
    }
    return missing
  }

  /// Why a change was not made or undone.
  package enum Problem: Error, Equatable, Sendable {
    /// The file was changed meanwhile.
    case changedMeanwhile
    case notWritten(FileReplacementError)
  }

  /// - Throws: `Problem`.
  package func apply() throws(Problem) {
    switch content {
    case .bytes(let old, let new): try replace(with: new) { $0 == old }
    case .mode(_, let new): try setMode(new)
    }
  }

  /// Restores the old contents or mode. In a file that was edited since, only the lines of this change are restored.
  /// - Throws: `Problem`.
  package func undo() throws(Problem) {
    switch content {
    case .bytes(let old, let new):
      let current = try read()
      if current != old {
        let undone = current == new ? old : try hunk(old, new).undone(in: current)
        try replace(with: undone) { $0 == current }
      }
      // Fails for a folder with other files, which stays.
      for folder in folders.reversed() { rmdir(folder) }
    case .mode(let old, _): try setMode(old)
    }
  }

  private func read() throws(Problem) -> Data? {
    do { return try readFile(path).map { Data($0) } } catch {
      throw .notWritten(FileReplacementError(step: .write, path: path, cause: error))
    }
  }

  private func setMode(_ mode: UInt32) throws(Problem) {
    if chmod(path, mode_t(mode)) == -1 {
      throw .notWritten(FileReplacementError(step: .write, path: path, cause: SystemError()))
    }
  }

  private func replace(with new: Data?, if isExpected: (Data?) -> Bool) throws(Problem) {
    do {
      let file = try LockedFile(path)
      guard isExpected(try? readFile(path).map { Data($0) }) else { throw Problem.changedMeanwhile }
      if let new { try file.replace(with: Array(new)) } else { try file.remove() }
      if leavesLock { file.removeLock() }
    } catch let error as FileReplacementError {
      throw .notWritten(error)
    } catch { throw .changedMeanwhile }
  }

  private func hunk(_ old: Data?, _ new: Data?) throws(Problem) -> Hunk {
    guard let new else { throw .changedMeanwhile }
    return Hunk(Array(old ?? Data()), Array(new))
  }

  /// The lines that it takes out and puts in; none for a change of mode.
  package var lines: (old: [String], new: [String]) {
    guard case .bytes(let old, let new) = content else { return ([], []) }
    let hunk = Hunk(Array(old ?? Data()), Array(new ?? Data()))
    return (Self.lines(hunk.old), Self.lines(hunk.new))
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
  }
}

private let feed = UInt8(ascii: "\n")

/// The lines in which two texts differ, from the first such line to the last.
private struct Hunk {
  let old: [UInt8]
  let new: [UInt8]

  init(_ old: [UInt8], _ new: [UInt8]) {
    let (oldLines, newLines) = (Self.lines(old), Self.lines(new))
    let start = zip(oldLines, newLines).prefix { $0 == $1 }.count
    let shorter = min(oldLines.count, newLines.count) - start
    let end = zip(oldLines.reversed(), newLines.reversed()).prefix { $0 == $1 }.prefix(shorter).count
    self.old = Array(oldLines[start..<oldLines.count - end].joined())
    self.new = Array(newLines[start..<newLines.count - end].joined())
  }

  /// The lines of a text, with their line feeds.
  private static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: feed) {
      lines.append(Array(rest[...end]))
      rest = rest[(end + 1)...]
    }
    return rest.isEmpty ? lines : lines + [Array(rest)]
  }

  /// - Throws: `FileChange.Problem.changedMeanwhile` unless the new lines stand in the text exactly once.
  func undone(in text: Data?) throws(FileChange.Problem) -> Data {
    let text = Array(text ?? Data())
    guard let range = text.firstRange(of: new), text[(range.lowerBound + 1)...].firstRange(of: new) == nil, !new.isEmpty
    else { throw .changedMeanwhile }
    let rest = text[range.upperBound...]
    // The old last line had no line feed, and is not the last one any more.
    let isJoined = !rest.isEmpty && !old.isEmpty && old.last != feed && new.last == feed
    return Data(text[..<range.lowerBound] + old + (isJoined ? [feed] : []) + rest)
  }
}
