package import Profiles
private import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The changes that a command has made in the user's files, so that they can be undone. Each has a file in the folder of sessions.
package struct ChangeJournal {
  private let folder: String
  private let command: String
  private let store: SessionStore

  /// - Parameter command: whose changes these are, such as `setup`.
  package init(of command: String, in store: SessionStore) {
    self.command = command
    self.store = store
    folder = store.directory + "/undo"
  }

  /// A change that was made.
  package struct Entry {
    package let change: FileChange
    fileprivate let path: String
  }

  /// The changes that can be undone, the last one first.
  package var entries: [Entry] {
    names.sorted(by: >).compactMap { name in
      let path = "\(folder)/\(name)"
      guard let bytes = try? readOwnFile(path),
        let change = try? JSONDecoder().decode(FileChange.self, from: Data(bytes))
      else { return nil }
      return Entry(change: change, path: path)
    }
  }

  private var names: [String] { namesInFolder(folder).filter { $0.hasPrefix("\(command)-") && !$0.contains(".") } }

  /// Makes a change, after saving what undoes it.
  /// - Throws: `FileChange.Problem`.
  package func make(_ change: FileChange) throws(FileChange.Problem) {
    let entry = try note(change)
    do { try change.apply() } catch {
      forget(entry)
      throw error
    }
  }

  /// Saves what undoes a change that another program has made.
  /// - Throws: `FileChange.Problem`.
  @discardableResult
  package func note(_ change: FileChange) throws(FileChange.Problem) -> Entry {
    // Encoding fails only for invalid numbers, and there are none.
    let bytes = Array((try? JSONEncoder().encode(change)) ?? Data())
    var number = (names.compactMap { Int($0.dropFirst(command.count + 1)) }.max() ?? 0) + 1
    do throws(FileReplacementError) {
      try createFolder()
      // Another process may take the same number.
      while try !write(bytes, to: path(number), isNew: true) { number += 1 }
    } catch { throw .notWritten(error) }
    return Entry(change: change, path: path(number))
  }

  private func path(_ number: Int) -> String {
    let digits = String(number)
    return "\(folder)/\(command)-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits)"
  }

  /// Undoes a change.
  /// - Throws: `FileChange.Problem`; the entry stays then.
  package func undo(_ entry: Entry) throws(FileChange.Problem) {
    try entry.change.undo()
    forget(entry)
  }

  private func forget(_ entry: Entry) {
    unlink(entry.path)
    // Fails while something is left.
    rmdir(folder)
  }

  /// - Parameter isNew: whether a file that is there stays as it is.
  /// - Returns: whether it was written.
  @discardableResult
  private func write(_ bytes: [UInt8], to path: String, isNew: Bool = false) throws(FileReplacementError) -> Bool {
    let file = try LockedFile(path, replacingForeign: true)
    defer { file.removeLock() }
    if isNew, access(path, F_OK) == 0 { return false }
    try file.replace(with: bytes)
    return true
  }

  // MARK: The folder of sessions

  private var foldersFile: String { "\(folder)/\(command).folders" }

  /// Creates the folder, and saves which of those above it were missing.
  private func createFolder() throws(FileReplacementError) {
    let missing = FileChange.missingFolders(of: folder)
    try createDirectory(folder)
    if missing.contains(store.directory) {
      try write(Array(missing.joined(separator: "\n").utf8), to: foldersFile)
    }
  }

  /// Whether the folder of sessions was made for this command, so that undoing all leaves none behind.
  package var createdStore: Bool { access(foldersFile, F_OK) == 0 }

  /// Removes the folder of sessions with all that is in it, and those above it that were made for it.
  package func removeStore() {
    let folders = ((try? readOwnFile(foldersFile)) ?? nil).map { String(decoding: $0, as: UTF8.self) } ?? ""
    try? FileManager.default.removeItem(atPath: store.directory)
    for folder in folders.split(separator: "\n").reversed() { rmdir(String(folder)) }
  }
}
