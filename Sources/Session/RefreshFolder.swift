package import Profiles
private import Platform

/// A folder of the store with a config file that fetches sessions (`RefreshConfiguration`), and an empty credentials file.
package struct RefreshFolder {
  package let path: String
  package let configuration: RefreshConfiguration
  private let store: SessionStore

  package var configFile: String { "\(path)/config" }
  package var credentialsFile: String { "\(path)/credentials" }

  /// One that shells share, and that stays: their children may outlive them.
  package init(lastingFor configuration: RefreshConfiguration, in store: SessionStore) {
    path = "\(store.directory)/refresh/\(SessionKey.fileName(["refresh", configuration.text]))"
    self.configuration = configuration
    self.store = store
  }

  /// One for this process, or what it becomes.
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

  /// Removes the folders of processes that are gone, where something kept that from being done at once.
  private func removeLeftovers() {
    let parent = directory(of: path)
    for name in namesInFolder(parent) where name.hasPrefix(Self.prefix) {
      guard let process = pid_t(name.dropFirst(Self.prefix.count)), process != getpid() else { continue }
      if kill(process, 0) == -1 && errno == ESRCH { Self.remove("\(parent)/\(name)") }
    }
  }

  /// Removes a folder of this program's.
  package static func remove(_ path: String) {
    for name in namesInFolder(path) where name != "." && name != ".." { unlink("\(path)/\(name)") }
    rmdir(path)
    // Gone with the last.
    rmdir(directory(of: path))
  }
}
