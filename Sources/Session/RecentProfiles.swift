import Profiles

/// The names of the profiles that the user has chosen, the last one first, for the order of the next choice.
///
/// The file has a line for each name.
package struct RecentProfiles {
  private let store: SessionStore
  private static let limit = 50

  private var path: String { "\(store.directory)/recent" }

  package init(in store: SessionStore) {
    self.store = store
  }

  package var names: [String] {
    String(decoding: (try? readOwnFile(path)) ?? [], as: UTF8.self).unicodeScalars.split(separator: "\n").map(
      String.init)
  }

  /// Remembers that a profile was chosen. If the file cannot be written, only the order is lost.
  package func note(_ name: String) {
    let before = names
    guard before.first != name, !name.unicodeScalars.contains("\n"), (try? store.checkPrivacy()) != nil,
      let file = try? LockedFile(path, replacingForeign: true)
    else { return }
    let names = [name] + before.filter { $0 != name }.prefix(Self.limit - 1)
    try? file.replace(with: names.flatMap { Array("\($0)\n".utf8) })
  }
}
