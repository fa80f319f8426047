private import Platform

/// What a shell remembers for the program from one call to the next. Only the program reads it.
package struct ShellMemo: Equatable, Sendable {
  /// The end of the time in which the program does not ask after a cancel, in seconds since 1970.
  package var snoozedUntil = 0
  /// The environment in which there is no session to start; empty for none.
  private var settled = ""
  /// The profile that `use` was given last in this shell.
  package private(set) var profile: String?
  package private(set) var profileBefore: String?

  /// The variable in which a shell passes it.
  package static let variable = "AWS_MFA_SESSION_MEMO"

  package init() {}

  /// Reads the text of a shell; what cannot be read is ignored.
  package init(_ text: String) {
    for word in text.split(separator: " ") {
      if word.hasPrefix("snoozed=") { snoozedUntil = seconds(String(word.dropFirst(8))) ?? 0 }
      if word.hasPrefix("settled=") { settled = String(word.dropFirst(8)) }
      if word.hasPrefix("profile=") { profile = Self.decoded(word.dropFirst(8)) }
      if word.hasPrefix("before=") { profileBefore = Self.decoded(word.dropFirst(7)) }
    }
  }

  package var text: String {
    [
      snoozedUntil > 0 ? "snoozed=\(snoozedUntil)" : nil, settled.isEmpty ? nil : "settled=\(settled)",
      profile.map { "profile=\(Self.encoded($0))" }, profileBefore.map { "before=\(Self.encoded($0))" },
    ].compactMap(\.self).concatenated(" ")
  }

  /// Names may hold anything: two hexadecimal digits a byte.
  private static func encoded(_ name: String) -> String {
    name.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static func decoded(_ digits: Substring) -> String? {
    guard digits.utf8.count % 2 == 0, digits.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    let bytes = stride(from: 0, to: digits.count, by: 2).map { offset in
      UInt8(digits.dropFirst(offset).prefix(2), radix: 16)
    }
    return bytes.contains(nil) ? nil : String(decoding: bytes.compactMap(\.self), as: UTF8.self)
  }

  /// Remembers the profile of `use`.
  /// - Parameter current: the profile of the session that this shell had.
  package mutating func use(_ name: String, current: String?) {
    if let before = current ?? profile, before != name { profileBefore = before }
    profile = name
  }

  /// Remembers that there is no session to start until the environment changes.
  /// - Parameter identity: tells one environment from another.
  package mutating func settle(in identity: String) { settled = SessionKey.fileName([identity]) }

  package func isSettled(in identity: String) -> Bool { settled == SessionKey.fileName([identity]) }
}
