package import Profiles
private import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a command has changed in the user's files, so that it can be undone: a file a change, in the folder of sessions.
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

  /// All that can be undone, the last one first.
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

  /// Makes a change; how to undo it is written down first.
  /// - Throws: `FileChange.Problem`.
  package func make(_ change: FileChange) throws(FileChange.Problem) {
    let last = names.compactMap { Int($0.dropFirst(command.count + 1)) }.max() ?? 0
    let number = String(last + 1)
    let path = "\(folder)/\(command)-\(String(repeating: "0", count: max(0, 6 - number.count)))\(number)"
    do {
      // An encoder fails for numbers that are none; there are only texts and bytes here.
      let bytes = (try? JSONEncoder().encode(change)) ?? Data()
      try createDirectory(folder)
      try LockedFile(path, replacingForeign: true).replace(with: Array(bytes))
    } catch { throw .notWritten(error) }
    do { try change.apply() } catch {
      forget(path)
      throw error
    }
  }

  /// Undoes a change.
  /// - Throws: `FileChange.Problem`; the entry stays then.
  package func undo(_ entry: Entry) throws(FileChange.Problem) {
    try entry.change.undo()
    forget(entry)
  }

  /// Leaves a change as it is, for good.
  package func forget(_ entry: Entry) { forget(entry.path) }

  private func forget(_ path: String) {
    unlink(path)
    unlink(path + ".lock")
    rmdir(folder)
  }
}
