package import Profiles
import STS

/// The index of the profiles that `-u` has written into credentials files: what a hook must know to renew one that has
/// expired, and a shell reads to find that none has.
///
/// The file has a line for each profile, in the order of expiry, with fields separated by tabs: expiry in seconds since 1970, name,
/// credentials file, source profile, options. It holds no secret.
package struct WrittenProfiles {
  package struct Entry: Equatable, Sendable {
    /// Seconds since 1970.
    package let expiration: Int
    package let name: String
    package let credentialsFile: String
    package let sourceProfile: String
    package let options: RenewalOptions
  }

  private let store: SessionStore
  private var path: String { "\(store.directory)/profiles" }

  package init(in store: SessionStore) {
    self.store = store
  }

  /// Adds a session that was written under a name.
  package func note(
    _ session: MFASession, as name: String, in credentialsFile: String, options: RenewalOptions
  ) throws(FileReplacementError) {
    try replace(
      name, in: credentialsFile,
      with: Entry(
        expiration: session.credentials.expiration, name: name, credentialsFile: credentialsFile,
        sourceProfile: session.profile, options: options))
  }

  /// Removes a profile.
  package func forget(_ entry: Entry) throws(FileReplacementError) {
    try replace(entry.name, in: entry.credentialsFile, with: nil)
  }

  private func replace(_ name: String, in credentialsFile: String, with entry: Entry?) throws(FileReplacementError) {
    let file = try LockedFile(path, replacingForeign: true)
    let kept = all.filter { !$0.isFor(name, credentialsFile) } + (entry.map { [$0] } ?? [])
    let lines = kept.sorted { $0.expiration < $1.expiration }.compactMap(\.line)
    try file.replace(with: lines.flatMap { Array($0.utf8) })
    store.renewGeneration()
  }

  /// The entries for the reader of the files.
  package var sources: [WrittenSource] { all.map(\.source) }

  /// All entries, in the order of expiry.
  package var all: [Entry] {
    let text = String(decoding: (try? readOwnFile(path)) ?? [], as: UTF8.self)
    return text.unicodeScalars.split(separator: "\n").compactMap { Entry(line: String($0)) }
  }
}

extension WrittenProfiles.Entry {
  package var source: WrittenSource {
    WrittenSource(
      name: name, credentialsFile: credentialsFile, expiration: rfc3339(expiration), sourceProfile: sourceProfile,
      roleARN: options.roleARN, mfaSerial: options.mfaSerial)
  }

  /// Whether it is the entry of a profile in a credentials file.
  package func isFor(_ name: String, _ credentialsFile: String) -> Bool {
    CodePointString(self.name) == CodePointString(name) && self.credentialsFile == credentialsFile
  }

  fileprivate init?(line: String) {
    let fields = line.unicodeScalars.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard fields.count == 5, let expiration = seconds(fields[0]) else { return nil }
    self.init(
      expiration: expiration, name: fields[1], credentialsFile: fields[2], sourceProfile: fields[3],
      options: RenewalOptions(fields[4]))
  }

  /// The line of the file; nil for a name that a line cannot hold, which is not renewed.
  fileprivate var line: String? {
    let fields = [String(expiration), name, credentialsFile, sourceProfile]
    guard !fields.contains(where: { $0.isEmpty || $0.unicodeScalars.contains { $0 == "\t" || $0 == "\n" } }) else {
      return nil
    }
    return (fields + [options.text]).joined(separator: "\t") + "\n"
  }
}
