private import Platform

/// Patterns that tell a shell, without a process, whether a line may need the program.
extension IntegratedShell {
  /// Matches a line that contains one of the commands as a word.
  ///
  /// bash has one pattern for each command, and a space at both ends of the line: with alternatives in a pattern, bash takes 1.5 s for
  /// a line of 20,000 characters. `hook.bash` checks what comes before the name, because a pattern that begins with a name takes a
  /// fifth of the time.
  package func patterns(ofCommands names: [String]) -> [String] {
    switch self {
    case .bash: names.map { "*\(alternatives([$0]))[![:alnum:]_.-]*" }
    case .zsh: ["(|*[^[:alnum:]_.-])(\(alternatives(names)))(|[^[:alnum:]_.-]*)"]
    case .fish: [#"(?<![\w.-])(?:\#(alternatives(names)))(?![\w.-])"#]
    }
  }

  /// Matches a line that may name a profile.
  package var patternOfProfiles: String {
    switch self {
    case .bash: "*[pP][rR][oO][fF][iI][lL][eE]*"
    case .zsh: "*(profile|PROFILE)*"
    case .fish: "profile|PROFILE"
    }
  }

  /// Names with the special characters of patterns escaped.
  private func alternatives(_ names: [String]) -> String {
    names.map { name in
      var result: [UInt8] = []
      for byte in name.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...0xFF:
          break
        default: result.append(UInt8(ascii: "\\"))
        }
        result.append(byte)
      }
      return String(decoding: result, as: UTF8.self)
    }.concatenated("|")
  }
}
