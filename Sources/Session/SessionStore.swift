package import Profiles
import STS
private import Platform

/// A session and the file that it is cached in.
package struct CachedSession: Sendable {
  package let session: MFASession
  package let path: String
}

/// The files that cache sessions for the shells and the other processes of this user.
///
/// Each session has a file (`StateFile`), whose modification time is the expiry.
package struct SessionStore {
  /// `$XDG_STATE_HOME/aws-mfa-session`, by default `~/.local/state/aws-mfa-session` (XDG Base Directory Specification, which
  /// also says to ignore a relative path).
  package let directory: String
  private let notify: (SessionNotice) -> Void

  /// - Parameter notify: gets a notice of each unusable file.
  package init(environment: [String: String], notify: @escaping (SessionNotice) -> Void = { _ in }) {
    let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    directory = (state ?? expandingPath("~/.local/state", environment: environment)) + "/aws-mfa-session"
    self.notify = notify
  }

  private init(directory: String, notify: @escaping (SessionNotice) -> Void) {
    self.directory = directory
    self.notify = notify
  }

  /// The session files that cannot be read, and why.
  package var unusableFiles: [(path: String, problem: OwnFileError)] {
    var found: [(path: String, problem: OwnFileError)] = []
    let store = SessionStore(directory: directory) { notice in
      if case .stateFileUnusable(let path, let problem) = notice { found.append((path, problem)) }
    }
    _ = store.sessions
    return found
  }

  /// Refuses a folder that is there and that others can enter or own.
  /// - Throws: `FileReplacementError`.
  package func checkPrivacy() throws(FileReplacementError) { try checkPrivateDirectory(directory) }

  // MARK: Sessions

  /// The live session that is cached for a key.
  package func session(for key: SessionKey) -> CachedSession? { live(path(key)) }

  /// All live sessions, in the order of expiry.
  package var sessions: [CachedSession] {
    fileNames.filter(\.isSessionName).compactMap { live("\(directory)/\($0)") }
      .sorted { $0.session.credentials.expiration < $1.session.credentials.expiration }
  }

  private func live(_ path: String) -> CachedSession? {
    guard let session = read(path) else { return nil }
    if session.secondsLeft(at: time(nil)) > 0 { return CachedSession(session: session, path: path) }
    // If that fails, the session has still expired.
    try? remove(path) { $0.map { $0.secondsLeft(at: time(nil)) <= 0 } ?? false }
    return nil
  }

  private func read(_ path: String) -> MFASession? {
    let bytes: [UInt8]?
    do { bytes = try readOwnFile(path) } catch {
      notify(.stateFileUnusable(path: path, error))
      return nil
    }
    guard let bytes else { return nil }
    guard let session = StateFile.session(bytes) else {
      notify(.stateFileUnusable(path: path, .malformed))
      return nil
    }
    return session
  }

  /// Caches a session in place of an earlier one.
  /// - Returns: the path of its file.
  package func save(_ session: MFASession, for key: SessionKey) throws(FileReplacementError) -> String {
    // In this order: another process may have created it first.
    try createDirectory(directory)
    try checkPrivacy()
    let path = path(key)
    try LockedFile(path, replacingForeign: true)
      .replace(with: StateFile.bytes(session), modificationTime: session.credentials.expiration)
    renewGeneration()
    return path
  }

  /// Removes a session, unless another one was cached in its place meanwhile.
  package func remove(_ cached: CachedSession) throws(FileReplacementError) {
    try remove(cached.path) { $0?.credentials == cached.session.credentials }
    renewGeneration()
  }

  /// The session that is cached in place of an exported one, and expires later.
  /// - Parameter path: the file of the exported one, from the environment.
  package func successor(of session: ExportedSession, at path: String) -> CachedSession? {
    let name = path.hasPrefix("\(directory)/") ? String(path.dropFirst(directory.count + 1)) : ""
    guard name.isSessionName, (try? checkPrivacy()) != nil, let cached = live(path),
      cached.session.credentials.expiration > session.expiration
    else { return nil }
    return cached
  }

  /// Removes a file under its lock, because it may have been replaced meanwhile.
  private func remove(_ path: String, where isMeant: (MFASession?) -> Bool) throws(FileReplacementError) {
    let file = try LockedFile(path, replacingForeign: true)
    if isMeant(read(path)) { try file.remove() }
  }

  // MARK: Beside the sessions

  /// The lock under which the holder of a key is asked for a code.
  func promptLock(for profile: ResolvedProfile) -> PromptLock? {
    guard (try? createDirectory(directory)) != nil, (try? checkPrivacy()) != nil else { return nil }
    let partition = Partition.containing(region: profile.signingRegion).id
    let name = SessionKey.fileName(["question", partition, profile.key.value.accessKeyID])
    return PromptLock("\(directory)/\(name).question")
  }

  /// Runs something while no other process renews the session of a key; without a lock if none is free in time.
  func whileRenewing<Result, Failure: Error>(
    _ key: SessionKey, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let lock = try? FileLock("\(path(key)).renewal", atMost: 20)
    return try withExtendedLifetime(lock) { () throws(Failure) in try body() }
  }

  /// The path of the file that remembers the last code of a device.
  func usedCodePath(serialNumber: String) -> String {
    "\(directory)/\(SessionKey.fileName(["code", serialNumber])).code"
  }

  /// Removes all cached sessions. The index of written profiles stays, and the locks that other processes may be waiting for.
  /// - Throws: `FileReplacementError`.
  package func removeAll() throws(FileReplacementError) {
    for name in fileNames {
      let name = name.hasSuffix(".new") ? String(name.dropLast(4)) : name
      if name.isSessionName || name.hasSuffix(".code") { try remove("\(directory)/\(name)") { _ in true } }
    }
    renewGeneration()
  }

  private func path(_ key: SessionKey) -> String { "\(directory)/\(key.fileName)" }

  private var fileNames: [String] { (try? checkPrivacy()) == nil ? [] : namesInFolder(directory) }
}

extension String {
  /// Whether it looks like `SessionKey.fileName`.
  fileprivate var isSessionName: Bool { utf8.count == 32 && allSatisfy(\.isHexDigit) }
}
