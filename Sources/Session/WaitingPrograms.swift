import Profiles
private import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The programs that wait for a session which only a person can start, and cannot ask one: a note each, in a folder of the store
/// that exists only while a program waits. A shell sees that without a process.
///
/// A note is locked while its program waits; an unlocked note is of a program that has ended, however it did.
package struct WaitingPrograms {
  /// One waiting program.
  package struct Entry: Codable, Equatable, Sendable {
    package let program: String
    package let process: Int32
    /// Seconds since 1970.
    package let since: Int
    /// The profile that it was given.
    package let profile: String
    package let session: Wanted

    /// The session that it waits for. One session serves all programs that want the same.
    package struct Wanted: Codable, Equatable, Sendable {
      package var accessKeyID: String
      /// The profile that has the key.
      package var profile: String
      package var credentialsFile: String
      package var configFile: String
      package var region: String?
      package var mfaSerial: String?
      /// In seconds.
      package var duration: Int
      /// What it must have left, in seconds.
      package var minimum: Int
    }
  }

  private let store: SessionStore

  package init(in store: SessionStore) {
    self.store = store
  }

  /// The folder of the notes.
  package var path: String { "\(store.directory)/waiting" }

  /// Those that wait, the one that has waited longest first. The notes of those that are gone are removed.
  package var all: [Entry] {
    guard (try? store.checkPrivacy()) != nil else { return [] }
    let names = namesInFolder(path).filter { $0 != "." && $0 != ".." }
    let entries = names.compactMap { name -> Entry? in
      let path = "\(path)/\(name)"
      guard isWaiting(path), !name.hasPrefix(".") else { return nil }
      return ((try? readOwnFile(path)) ?? nil).flatMap { try? JSONDecoder().decode(Entry.self, from: Data($0)) }
    }
    if entries.isEmpty { rmdir(path) }
    return entries.sorted { ($0.since, $0.process) < ($1.since, $1.process) }
  }

  /// Whether the program of a note still waits; removes the note when not.
  private func isWaiting(_ path: String) -> Bool {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file != -1 else {
      // A link, or something else that is no note.
      if errno != ENOENT { unlink(path) }
      return false
    }
    defer { close(file) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else { return errno == EWOULDBLOCK }
    unlink(path)
    return false
  }

  /// Announces a program for as long as the announcement lives.
  /// - Returns: nil if no note can be.
  func announce(_ entry: Entry) -> Announcement? { Announcement(entry, in: path, of: store) }

  /// A note that is removed when its owner is.
  final class Announcement {
    /// Whether no other program waited before.
    let isFirst: Bool
    private let file: Int32
    private let path: String
    private let folder: String

    fileprivate init?(_ entry: Entry, in folder: String, of store: SessionStore) {
      guard let note = try? JSONEncoder().encode(entry), (try? createDirectory(store.directory)) != nil,
        (try? store.checkPrivacy()) != nil
      else { return nil }
      self.folder = folder
      path = "\(folder)/\(getpid())"
      // Written and locked under a hidden name, which readers skip, before it gets its own. The folder goes whenever it is
      // empty, and what is not locked in it.
      let temporary = "\(folder)/.\(getpid())"
      var isFirst = false
      for _ in 0..<100 {
        if mkdir(folder, 0o700) == 0 { isFirst = true }
        let file = open(temporary, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_TRUNC, 0o600)
        guard file != -1 else { continue }
        let count = note.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        if flock(file, LOCK_EX | LOCK_NB) == 0, count == note.count, rename(temporary, path) == 0 {
          self.file = file
          self.isFirst = isFirst
          return
        }
        close(file)
        unlink(temporary)
      }
      rmdir(folder)
      return nil
    }

    deinit {
      unlink(path)
      close(file)
      rmdir(folder)
    }
  }
}
