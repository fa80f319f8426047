import Processes
private import Platform

/// The user's pinentry: the dialog program of GnuPG, which other programs can use, too.
package struct PinentryProgram: Equatable, Sendable {
  /// A path, or a name in `PATH`.
  package let name: String
  /// The timeout of its dialogs in seconds, if gpg-agent.conf sets one.
  package let timeLimit: Int?

  /// Finds the program that `PINENTRY_PROGRAM` or gpg-agent.conf names (GnuPG manual, "Agent Options"), else one with a usual name.
  /// - Returns: nil when none is installed.
  package init?(environment: [String: String], agentConfiguration: [UInt8]?) {
    let settings = Self.settings(agentConfiguration ?? [])
    timeLimit = settings["pinentry-timeout"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    let named = environment["PINENTRY_PROGRAM"].flatMap { $0.isEmpty ? nil : $0 } ?? settings["pinentry-program"]
    let installed = ["pinentry-mac", "pinentry"].lazy.filter { (try? Command([$0]).check()) != nil }
    guard let name = named ?? installed.first else { return nil }
    self.name = name
  }

  /// Whether it has no windows, judged by its name after following links.
  package var isForTerminal: Bool {
    let path = Command([name]).path ?? name
    let end = realpath(path, nil).map { end in
      defer { free(end) }
      return String(cString: end)
    }
    return ["-curses", "-tty"].contains { (end ?? path).hasSuffix($0) }
  }

  /// The value of an option in a file with lines such as `pinentry-program /usr/bin/pinentry-gtk-2`.
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
