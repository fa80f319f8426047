package import Profiles
private import Platform

/// A folder of the store with a config file that fetches sessions (`RefreshConfiguration`), and an empty credentials file.
package struct RefreshFolder {
  package let path: String
  package let configuration: RefreshConfiguration
  private let store: SessionStore

  package var configFile: String { "\(path)/config" }
  package var credentialsFile: String { "\(path)/credentials" }

  /// A folder that shells share, and that stays, because their children may outlive them.
  package init(lastingFor configuration: RefreshConfiguration, in store: SessionStore) {
    path = "\(store.directory)/refresh/\(SessionKey.fileName(["refresh", configuration.text]))"
    self.configuration = configuration
    self.store = store
  }

  /// A folder for this process, or for the program that replaces it.
  package init(forProcessWith configuration: RefreshConfiguration, in store: SessionStore) {
    path = "\(store.directory)/refresh/\(Self.prefix)\(getpid())"
    self.configuration = configuration
    self.store = store
  }

  private static let prefix = "process."

  /// - Throws: `FileReplacementError`.
  package func write() throws(FileReplacementError) {
    try createDirectory(store.directory)
    try store.checkPrivacy()
    removeLeftovers()
    try createDirectory(path)
    try LockedFile(credentialsFile).ensure([])
    try LockedFile(configFile).ensure(Array(configuration.text.utf8))
  }

  /// Removes the folders of processes that have ended, if that was not possible at their end.
  private func removeLeftovers() {
    let parent = directory(of: path)
    for name in namesInFolder(parent) where name.hasPrefix(Self.prefix) {
      guard let process = pid_t(name.dropFirst(Self.prefix.count)), process != getpid() else { continue }
      if kill(process, 0) == -1 && errno == ESRCH { Self.remove("\(parent)/\(name)") }
    }
  }

  /// Removes one of the folders.
  package static func remove(_ path: String) {
    for name in namesInFolder(path) where name != "." && name != ".." { unlink("\(path)/\(name)") }
    rmdir(path)
    // Succeeds for the last one.
    rmdir(directory(of: path))
  }
}
