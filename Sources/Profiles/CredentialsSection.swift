package import Processes

/// A section of the credentials file that holds a session, for `-u`.
package struct CredentialsSection: Sendable {
  package let name: String
  private let files: ProfileFiles

  package enum Invalid: Error, Equatable, Sendable {
    /// A name that readers would not find.
    case name(String)
    /// The section, or the profile in the config file that it would hide, holds long-term keys, which would be lost.
    case holdsLongTermKeys(section: String, path: String)
    /// The profile of that name in the config file has a setting that every AWS tool follows before looking at keys.
    case overruled(section: String, path: String, by: String)
    case malformed(path: String, INIDocument.ParseError)
    case unreadable(path: String, SystemError)
    case notWritten(FileReplacementError)
  }

  /// A section that may be written: checked before a code is used for it.
  /// - Parameter isToBeWritten: false for a section to remove.
  /// - Throws: `Invalid`.
  package init(named name: String, in files: ProfileFiles, isToBeWritten: Bool = true) throws(Invalid) {
    guard Self.isNameSafe(name) else { throw .name(name) }
    self.name = name
    self.files = files
    try check(files.credentials.document, name, path: files.credentials.path)
    guard isToBeWritten else { return }
    try checkConfig()
    do { _ = try LockedFile(files.credentials.path) } catch { throw .notWritten(error) }
  }

  /// The keys that `write` sets.
  private static let sessionKeys: Set = [
    "aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_security_token", "expiration",
  ]

  /// Writes the keys under the lock, into the current contents of the file.
  /// - Parameters:
  ///   - expiration: RFC 3339.
  ///   - region: nil leaves one that is there.
  /// - Throws: `Invalid`; then the file is unchanged.
  package func write(
    accessKeyID: String, secretAccessKey: String, sessionToken: String, expiration: String, region: String?
  ) throws(Invalid) {
    let path = files.credentials.path
    let file = try lockedFile()
    let document = try document(of: file)
    try check(document, name, path: path)
    var pairs = [
      (key: "aws_access_key_id", value: accessKeyID), (key: "aws_secret_access_key", value: secretAccessKey),
      (key: "aws_session_token", value: sessionToken), (key: "expiration", value: expiration),
    ]
    if let region { pairs.append((key: "region", value: region)) }
    // boto reads this old name of the token first.
    let new = document.setting(pairs, removing: ["aws_security_token"], inSection: name)
    // A new section inherits what [DEFAULT] holds, and with it mistakes that had no effect so far.
    do { _ = try INIDocument(new) } catch { throw .malformed(path: path, error) }
    do { try file.replace(with: new) } catch { throw .notWritten(error) }
  }

  /// Removes the keys that `write` has set, under the lock, if the section still holds that session.
  /// - Parameter expiration: as it was written.
  /// - Returns: whether it was there.
  /// - Throws: `Invalid`; then the file is unchanged.
  package func removeSession(until expiration: String) throws(Invalid) -> Bool {
    guard files.credentials.exists else { return false }
    let file = try lockedFile()
    let document = try document(of: file)
    guard let section = document.section(named: name), case let entries = document.entries(of: section),
      entries.contains(where: { $0.key == "expiration" && $0.value == expiration }),
      !KeyTriple(document.settings(of: section)).isLongTerm
    else { return false }
    let written = Self.sessionKeys.union(["region"])
    // A region beside settings of the user's own is the user's own too.
    let keys = entries.allSatisfy { written.contains($0.key) } ? written : Self.sessionKeys
    do { try file.replace(with: document.removing(keys, fromSection: name)) } catch { throw .notWritten(error) }
    return true
  }

  private func lockedFile() throws(Invalid) -> LockedFile {
    do { return try LockedFile(files.credentials.path) } catch { throw .notWritten(error) }
  }

  private func document(of file: borrowing LockedFile) throws(Invalid) -> INIDocument {
    let path = files.credentials.path
    let bytes: [UInt8]
    do { bytes = try readFile(file.path) ?? [] } catch { throw .unreadable(path: path, error) }
    do { return try INIDocument(bytes) } catch { throw .malformed(path: path, error) }
  }

  /// The config file's profile of the name must neither be hidden by the section nor hide it.
  private func checkConfig() throws(Invalid) {
    guard let settings = files.configSettings(ofProfile: name) else { return }
    if KeyTriple(settings).isLongTerm { throw .holdsLongTermKeys(section: name, path: files.config.path) }
    if let setting = ProfileFiles.strongerThanKeys.first(where: { settings[CodePointString($0)] != nil }) {
      throw .overruled(section: name, path: files.config.path, by: setting)
    }
  }

  private func check(_ document: INIDocument, _ name: String, path: String) throws(Invalid) {
    guard let section = document.section(named: name) else { return }
    if KeyTriple(document.settings(of: section)).isLongTerm { throw .holdsLongTermKeys(section: name, path: path) }
  }

  /// Whether a header with this name is read back, by botocore and by less exact readers.
  static func isNameSafe(_ name: String) -> Bool {
    let scalars = name.unicodeScalars
    return !scalars.isEmpty && name != INIParser.defaultsSection && scalars.stripped().count == scalars.count
      && !scalars.contains {
        $0 == "]" || $0 == "[" || $0.properties.generalCategory == .control || $0 == "\u{2028}" || $0 == "\u{2029}"
      }
  }
}
