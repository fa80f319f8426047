/// What a shell remembers for the program from one call to the next. Only the program reads it.
package struct ShellMemo: Equatable, Sendable {
  /// Until when the program does not ask, in seconds since 1970: the person has just cancelled.
  package var snoozedUntil = 0
  /// The environment in which there is no session to start; empty for none.
  private var settled = ""

  /// The variable in which a shell hands it over.
  package static let variable = "AWS_MFA_SESSION_MEMO"

  package init() {}

  /// What cannot be read counts as nothing remembered.
  package init(_ text: String) {
    for word in text.split(separator: " ") {
      if word.hasPrefix("snoozed=") { snoozedUntil = seconds(String(word.dropFirst(8))) ?? 0 }
      if word.hasPrefix("settled=") { settled = String(word.dropFirst(8)) }
    }
  }

  package var text: String {
    [
      snoozedUntil > 0 ? "snoozed=\(snoozedUntil)" : nil, settled.isEmpty ? nil : "settled=\(settled)",
    ].compactMap(\.self).joined(separator: " ")
  }

  /// Notes that there is no session to start, until the environment changes.
  /// - Parameter identity: tells one environment from another.
  package mutating func settle(in identity: String) { settled = SessionKey.fileName([identity]) }

  package func isSettled(in identity: String) -> Bool { settled == SessionKey.fileName([identity]) }
}
