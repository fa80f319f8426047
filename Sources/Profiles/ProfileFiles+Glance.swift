import Processes
private import Platform

/// `read`, where a variable has that name.
private let systemRead = read

extension ProfileFiles {
  /// The path of the credentials file.
  /// - Parameter option: the profile of the command line.
  package static func credentialsPath(_ option: String?, _ environment: [String: String]) -> String {
    expandingPath(
      option ?? environment[own: "AWS_SHARED_CREDENTIALS_FILE"] ?? "~/.aws/credentials", environment: environment)
  }

  /// The path of the config file.
  package static func configPath(_ environment: [String: String]) -> String {
    expandingPath(environment[own: "AWS_CONFIG_FILE"] ?? "~/.aws/config", environment: environment)
  }

  /// Whether a profile may have what it takes to start a session (see `canStartSession`), told by a glance at the bytes of both
  /// files: a section with that name in its header has one of the keys that are needed. What cannot be told counts as true.
  ///
  /// Shells start with this, so it must cost little however long the files are.
  package static func mayStartSession(_ profile: String, _ environment: [String: String]) -> Bool {
    // A header may hold such a name in other words: quoted, or with backslashes.
    let isPlain = profile.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !$0.isQuoting }
    guard isPlain else { return true }
    return [configPath(environment), credentialsPath(nil, environment)].contains { path in
      do { return try containsSections(of: path) { hasStartingSection(named: profile, in: $0) } } catch { return true }
    }
  }

  /// Looks at a file some sections at a time, in memory that is used again: fresh memory costs more than the look.
  private static func containsSections(
    of path: String, where isFound: (UnsafeBufferPointer<UInt8>) -> Bool
  ) throws(SystemError) -> Bool {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file != -1 else {
      if errno == ENOENT || errno == ENOTDIR { return false }
      throw SystemError()
    }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var count = 0
    while true {
      let read = try retrying {
        buffer.withUnsafeMutableBytes { systemRead(file, $0.baseAddress.map { $0 + count }, $0.count - count) }
      }
      count += read
      let end = read == 0 ? count : buffer.withUnsafeBufferPointer { $0.lastSectionStart(before: count) }
      if buffer.withUnsafeBufferPointer({ isFound(UnsafeBufferPointer(rebasing: $0[..<end])) }) { return true }
      if read == 0 { return false }
      buffer.withUnsafeMutableBytes { bytes in
        if let base = bytes.baseAddress { memmove(base, base + end, count - end) }
      }
      count -= end
      // A section that is longer than the buffer.
      if count == buffer.count { buffer += [UInt8](repeating: 0, count: buffer.count) }
    }
  }

  private static let startingKeys = ["mfa_serial", "role_arn", "source_profile", "credential_process"]

  private static func hasStartingSection(named profile: String, in file: UnsafeBufferPointer<UInt8>) -> Bool {
    let name = Array(profile.utf8)
    let defaults = Array(INIParser.defaultsSection.utf8)
    let kind = ConfigProfiles.kind
    // Where the section begins that is being looked at.
    var section: Int?
    var position = 0
    while let bracket = file.index(of: UInt8(ascii: "["), in: position..<file.count) {
      position = bracket + 1
      guard file.isLineStart(bracket) else { continue }
      if let section, says(startingKeys, file[section..<bracket]) { return true }
      let start = file.endOfBlanks(position)
      let startAfterKind = file.endOfKind(kind, at: start)
      // [DEFAULT] applies to every section.
      let mayBeIt =
        file.mayBeName(name, at: start) || file.mayBeName(name, at: startAfterKind)
        || file.mayBeName(defaults, at: start)
      section = mayBeIt ? position : nil
    }
    return section.map { says(startingKeys, file[$0...]) } ?? false
  }

  /// Whether one of the keys is in a text; they are the same in capitals.
  private static func says(_ keys: [String], _ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let text = String(decoding: text, as: UTF8.self).lowercased()
    return keys.contains(where: text.contains)
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate func endOfBlanks(_ start: Int) -> Int {
    var index = start
    while index < count, self[index].isBlank { index += 1 }
    return index
  }

  /// The start of the name in a header such as `[profile name]`; in another header, the start of that.
  fileprivate func endOfKind(_ kind: [UInt8], at start: Int) -> Int {
    guard start < count, self[start] == kind[0], holds(kind, at: start) else { return start }
    var index = start + kind.count
    while index < count, !self[index].isBlank, self[index] != UInt8(ascii: "]") { index += 1 }
    return endOfBlanks(index)
  }

  /// Whether a name in a header may be that of a profile. With quotes or backslashes, it may.
  fileprivate func mayBeName(_ name: [UInt8], at start: Int) -> Bool {
    var index = start
    for byte in name {
      guard index < count else { return false }
      guard self[index] == byte else { return self[index].isQuoting }
      index += 1
    }
    return index == count || self[index].isSpace || self[index].isQuoting || self[index] == UInt8(ascii: "]")
  }

  /// Where the last header begins in the first bytes; 0 where there is only one section.
  fileprivate func lastSectionStart(before end: Int) -> Int {
    var index = end - 1
    while index > 0 {
      if self[index] == UInt8(ascii: "["), self[index - 1] == UInt8(ascii: "\n") { return index }
      index -= 1
    }
    return 0
  }

  /// Whether nothing but spaces and tabs comes before a byte on its line.
  fileprivate func isLineStart(_ index: Int) -> Bool {
    var index = index - 1
    while index >= 0, self[index].isBlank { index -= 1 }
    return index < 0 || self[index] == UInt8(ascii: "\n") || self[index] == UInt8(ascii: "\r")
  }
}
