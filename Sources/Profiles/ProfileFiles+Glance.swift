#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif

extension ProfileFiles {
  /// The path of the credentials file.
  /// - Parameter option: the user's own word.
  package static func credentialsPath(_ option: String?, _ environment: [String: String]) -> String {
    expandingPath(
      option ?? environment[nonEmpty: "AWS_SHARED_CREDENTIALS_FILE"] ?? "~/.aws/credentials", environment: environment)
  }

  /// The path of the config file.
  package static func configPath(_ environment: [String: String]) -> String {
    expandingPath(environment[nonEmpty: "AWS_CONFIG_FILE"] ?? "~/.aws/config", environment: environment)
  }

  /// Whether a profile may have what it takes to start a session (see `canStartSession`), told by a glance at the bytes of both
  /// files: a section with that name in its header has one of the keys that are needed. What cannot be told counts as true.
  ///
  /// Shells start with this, so it must cost little however long the files are.
  package static func mayStartSession(_ profile: String, _ environment: [String: String]) -> Bool {
    // A header may hold such a name in other words: quoted, or with backslashes.
    let isPlain = profile.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x27 && $0 != 0x5C }
    guard isPlain else { return true }
    return [configPath(environment), credentialsPath(nil, environment)].contains { path in
      do {
        guard let bytes = try readFile(path) else { return false }
        return bytes.withUnsafeBytes { hasStartingSection(named: profile, in: $0) }
      } catch { return true }
    }
  }

  private static let startingKeys = ["mfa_serial", "role_arn", "source_profile", "credential_process"]

  private static func hasStartingSection(named profile: String, in file: UnsafeRawBufferPointer) -> Bool {
    let name = Array(profile.utf8)
    // Where the section begins that is being looked at.
    var section: Int?
    var position = 0
    while let bracket = file[position...].index(of: "[") {
      position = bracket + 1
      guard file.isLineStart(bracket) else { continue }
      if let section, says(startingKeys, file[section..<bracket]) { return true }
      let end = file[position...].index(of: "\n") ?? file.count
      let header = file[position..<end]
      // What [DEFAULT] says holds for every section.
      let mayBeIt =
        header.holds(word: name) || header.holds(word: Array(INIParser.defaultsSection.utf8))
        || header.contains { $0 == 0x22 || $0 == 0x27 || $0 == 0x5C }
      section = mayBeIt ? end : nil
    }
    return section.map { says(startingKeys, file[$0...]) } ?? false
  }

  /// Whether one of the keys is in a text; they are the same in capitals.
  private static func says(_ keys: [String], _ text: Slice<UnsafeRawBufferPointer>) -> Bool {
    let text = String(decoding: text, as: UTF8.self).lowercased()
    return keys.contains(where: text.contains)
  }
}

extension UInt8 {
  /// Whether it goes on with a word.
  fileprivate var isPlain: Bool { !isSpace && self != UInt8(ascii: "]") }
}

extension UnsafeRawBufferPointer {
  /// Whether nothing but spaces and tabs comes before a byte on its line.
  fileprivate func isLineStart(_ index: Int) -> Bool {
    let last = self[..<index].last { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
    return last.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } ?? true
  }
}

extension Slice<UnsafeRawBufferPointer> {
  /// Whether a word is in it by itself.
  fileprivate func holds(word: [UInt8]) -> Bool {
    guard let first = word.first, count >= word.count else { return false }
    return (startIndex...endIndex - word.count).contains { start in
      let end = start + word.count
      return self[start] == first && self[start..<end].elementsEqual(word)
        && (start == startIndex || self[start - 1].isSpace) && (end == endIndex || !self[end].isPlain)
    }
  }

  /// The place of a byte. `memchr` looks at many at a time.
  fileprivate func index(of byte: Unicode.Scalar) -> Int? {
    guard let start = UnsafeRawBufferPointer(rebasing: self).baseAddress,
      let found = memchr(start, Int32(byte.value), count)
    else { return nil }
    return startIndex + start.distance(to: UnsafeRawPointer(found))
  }
}
