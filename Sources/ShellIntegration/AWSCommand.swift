/// A command on a line that needs an AWS session.
package struct AWSCommand: Equatable, Sendable {
  package let name: String
  package let profile: Profile
  /// Nil when only the shell knows them.
  package let arguments: [String?]
  /// Whether the line changes the folder before the command, or sets variables for it.
  package let isElsewhere: Bool

  package enum Profile: Equatable, Sendable {
    /// The profile that the environment names.
    case ofEnvironment
    /// Named by `--profile`, or by `AWS_PROFILE=` before the command.
    case named(String)
    /// Named by a variable or a substitution, whose value only the shell knows.
    case unknown
  }

  package init(name: String, profile: Profile, arguments: [String?] = [], isElsewhere: Bool = false) {
    self.name = name
    self.profile = profile
    self.arguments = arguments
    self.isElsewhere = isElsewhere
  }

  /// Finds the commands on a line that need AWS. A command that is missed fails; a command that is found wrongly asks for a code
  /// without need.
  /// - Parameter names: the names of commands that need AWS.
  package static func all(in line: String, of shell: IntegratedShell, names: Set<String>) -> [AWSCommand] {
    var isElsewhere = false
    return ShellLexer.commands(in: line, of: shell).compactMap { words in
      isElsewhere = isElsewhere || words.contains { movers.contains($0.text) }
      var reader = CommandReader(words, shell, isElsewhere: isElsewhere)
      return reader.command(among: names)
    }
  }

  /// Commands that change the folder or the environment for the rest of the line.
  private static let movers: Set = [
    "cd", "pushd", "popd", "z", "zi", "j", "export", "set", "source", ".", "eval", "sudo", "doas",
  ]
}

/// Reads a simple command, word by word.
private struct CommandReader {
  private var words: ArraySlice<ShellLexer.Word>
  private let shell: IntegratedShell
  private var profile = AWSCommand.Profile.ofEnvironment
  private var isElsewhere: Bool

  init(_ words: [ShellLexer.Word], _ shell: IntegratedShell, isElsewhere: Bool) {
    self.words = words[...]
    self.shell = shell
    self.isElsewhere = isElsewhere
  }

  mutating func command(among names: Set<String>) -> AWSCommand? {
    skipReservedWords()
    readAssignments()
    while let word = words.popFirst() {
      let name = word.text.split(separator: "/").last.map(String.init) ?? word.text
      if names.contains(name) {
        guard needsSession() else { return nil }
        return AWSCommand(
          name: name, profile: readProfile(), arguments: words.map { $0.isExpanded ? nil : $0.text },
          isElsewhere: isElsewhere)
      }
      guard let prefix = CommandPrefix.known[name] else { return nil }
      skip(prefix)
      skipReservedWords()
    }
    return nil
  }

  private mutating func skipReservedWords() {
    let reserved = shell == .fish ? Self.reservedInFish : Self.reserved
    while let word = words.first, !word.isQuoted, reserved.contains(word.text) { words.removeFirst() }
  }

  private static let reserved: Set = ["!", "{", "do", "then", "else", "elif", "if", "while", "until", "coproc"]
  private static let reservedInFish: Set = ["!", "{", "and", "or", "not", "begin", "else", "if", "while"]

  private mutating func readAssignments() {
    while let word = words.first, let equals = word.text.firstIndex(of: "="), word.text[..<equals].isVariableName {
      switch word.text[..<equals] {
      case "AWS_PROFILE", "AWS_DEFAULT_PROFILE": profile = Self.profile(word, after: equals)
      // The line sets keys for the command.
      case "AWS_ACCESS_KEY_ID": profile = .unknown
      default: isElsewhere = true
      }
      words.removeFirst()
    }
  }

  /// Skips a prefix command such as `sudo`, up to the command that it runs.
  private mutating func skip(_ prefix: CommandPrefix) {
    var operands = prefix.operands
    while true {
      readAssignments()
      guard let word = words.first else { return }
      if word.text.hasPrefix("-") && word.text != "-" {
        words.removeFirst()
        if word.text == "--" && operands == 0 { return }
        if word.text.count == 2, let letter = word.text.last, prefix.optionsWithValue.contains(letter) {
          words = words.dropFirst()
        }
      } else if operands > 0 {
        operands -= 1
        words.removeFirst()
      } else {
        return
      }
    }
  }

  /// Whether the command does more than print its help or version.
  private func needsSession() -> Bool {
    guard let first = words.first?.text, let last = words.last?.text else { return true }
    return !Self.withoutSession.contains(first) && last != "help" && last != "--help"
  }

  private static let withoutSession: Set = [
    "help", "--help", "-h", "-help", "version", "--version", "-version", "completion",
  ]

  private func readProfile() -> AWSCommand.Profile {
    var named = profile
    var words = words
    while let word = words.popFirst() {
      if word.text == "--profile", let value = words.first {
        named = value.isExpanded ? .unknown : .named(value.text)
      } else if word.text.hasPrefix("--profile="), let equals = word.text.firstIndex(of: "=") {
        named = Self.profile(word, after: equals)
      }
    }
    return named
  }

  private static func profile(_ word: ShellLexer.Word, after equals: String.Index) -> AWSCommand.Profile {
    let name = String(word.text[word.text.index(after: equals)...])
    if word.isExpanded { return .unknown }
    return name.isEmpty ? .ofEnvironment : .named(name)
  }
}

/// A command that runs the command in its arguments.
private struct CommandPrefix {
  /// The one-letter options whose value is the next word.
  let optionsWithValue: Set<Character>
  /// The number of arguments before the command: a duration, a subcommand.
  let operands: Int

  private init(_ options: String = "", operands: Int = 0) {
    optionsWithValue = Set(options)
    self.operands = operands
  }

  static let known: [String: CommandPrefix] = [
    "sudo": .init("ughpCDRTUrt"), "doas": .init("uC"), "env": .init("uCS"), "command": .init(), "builtin": .init(),
    "exec": .init("a"), "nohup": .init(), "setsid": .init(), "nice": .init("n"), "ionice": .init("cnp"),
    "time": .init("fo"), "timeout": .init("sk", operands: 1), "stdbuf": .init("ioe"), "xargs": .init("IdnPLsaE"),
    "watch": .init("n"), "caffeinate": .init("tw"), "noglob": .init(), "nocorrect": .init(), "noti": .init("tm"),
    "npx": .init("p"), "uvx": .init("p"), "uv": .init("p", operands: 1), "poetry": .init("C", operands: 1),
    "bundle": .init(operands: 1), "mise": .init("C", operands: 1), "direnv": .init(operands: 2),
  ]
}

extension Substring {
  fileprivate var isVariableName: Bool {
    guard let first = utf8.first, first == UInt8(ascii: "_") || (first | 0x20).isLetter else { return false }
    return utf8.allSatisfy { $0 == UInt8(ascii: "_") || ($0 | 0x20).isLetter || ($0 >= 0x30 && $0 <= 0x39) }
  }
}

extension UInt8 {
  fileprivate var isLetter: Bool { self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z") }
}
