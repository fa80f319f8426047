import Processes
private import Platform

/// The pinentry of this user: the dialog program of GnuPG, which other programs may use too.
package struct PinentryProgram: Equatable, Sendable {
  /// A path, or a name in `PATH`.
  package let name: String
  /// How long its dialogs wait, in seconds, if gpg-agent.conf says so.
  package let timeLimit: Int?

  /// The one that is named, by `PINENTRY_PROGRAM` or in gpg-agent.conf (GnuPG manual, "Agent Options"), else one of the usual names.
  /// - Returns: nil if none is installed.
  package init?(environment: [String: String], agentConfiguration: [UInt8]?) {
    let settings = Self.settings(agentConfiguration ?? [])
    timeLimit = settings["pinentry-timeout"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    let named = environment["PINENTRY_PROGRAM"].flatMap { $0.isEmpty ? nil : $0 } ?? settings["pinentry-program"]
    let installed = ["pinentry-mac", "pinentry"].lazy.filter { (try? Command([$0]).check()) != nil }
    guard let name = named ?? installed.first else { return nil }
    self.name = name
  }

  /// Whether it has no windows, by its name at the end of all links.
  package var isForTerminal: Bool {
    let path = Command([name]).path ?? name
    let end = realpath(path, nil).map { end in
      defer { free(end) }
      return String(cString: end)
    }
    return ["-curses", "-tty"].contains { (end ?? path).hasSuffix($0) }
  }

  /// Of a file of lines such as `pinentry-program /usr/bin/pinentry-gtk-2`.
  private static func settings(_ bytes: [UInt8]) -> [String: String] {
    let lines = String(decoding: bytes, as: UTF8.self).split { $0.isNewline }
    let pairs = lines.compactMap { line -> (String, String)? in
      let words = line.split(maxSplits: 1) { $0 == " " || $0 == "\t" }
      guard words.count == 2, !words[0].hasPrefix("#") else { return nil }
      let value = words[1].drop { $0 == " " }
      return (String(words[0]), String(value.reversed().drop { $0 == " " }.reversed()))
    }
    return Dictionary(pairs) { $1 }
  }
}
