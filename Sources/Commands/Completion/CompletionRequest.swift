/// The kind of completion at the cursor, from the words before it.
struct CompletionRequest {
  enum Wanted {
    case subcommand
    case option([CompletedOption])
    case value(CompletedValue)
    /// The command behind `exec … --`, which begins with this word of the line.
    case command(index: Int)
    case nothing
  }

  private(set) var wanted = Wanted.nothing
  /// The part of the current word before the value: `--profile=` or `-p`.
  private(set) var lead = ""
  /// The credentials file that is on the line.
  private(set) var credentialsFile: String?

  private var command = CompletedCommand.root
  private var used: Set<String> = []
  private var argumentCount = 0
  /// The option that takes the next word as its value.
  private var pending: CompletedOption?

  /// - Parameters:
  ///   - words: from the program's name on.
  ///   - current: the beginning of the word at the cursor.
  init(_ words: [String], current: String) {
    for (index, word) in words.enumerated().dropFirst() {
      if word == "--" && pending == nil {
        wanted = command.type == ExecCommand.self ? .command(index: index + 1) : .nothing
        return
      }
      read(word)
    }
    wanted = wanted(at: current)
  }

  private mutating func read(_ word: String) {
    if let option = pending {
      note(word, of: option)
      pending = nil
    } else if let (option, value) = joined(word) {
      used.formUnion(option.names)
      note(value, of: option)
    } else if let option = command.options.first(where: { $0.names.contains(word) }) {
      used.formUnion(option.names)
      if option.value != nil { pending = option }
    } else if !word.hasPrefix("-") {
      if command.type == SessionCommand.self, let named = CompletedCommand.all.first(where: { $0.name == word }) {
        command = named
      } else {
        argumentCount += 1
      }
    }
  }

  private mutating func note(_ value: String, of option: CompletedOption) {
    if case .file = option.value { credentialsFile = value }
  }

  /// An option and its value in one word: `--profile=dev`, `-pdev`.
  private func joined(_ word: String) -> (CompletedOption, value: String)? {
    for option in command.options where option.value != nil {
      for name in option.names {
        if name.hasPrefix("--"), word.hasPrefix(name + "=") { return (option, String(word.dropFirst(name.count + 1))) }
        if !name.hasPrefix("--"), word.hasPrefix(name), word.count > 2 { return (option, String(word.dropFirst(2))) }
      }
    }
    return nil
  }

  private mutating func wanted(at current: String) -> Wanted {
    if let value = pending?.value { return .value(value) }
    if let (option, value) = joined(current), let kind = option.value {
      lead = String(current.dropLast(value.count))
      return .value(kind)
    }
    if current.hasPrefix("-") {
      return .option(command.options.filter { $0.isRepeatable || used.isDisjoint(with: $0.names) })
    }
    if command.type == SessionCommand.self { return .subcommand }
    guard let argument = command.argument, argumentCount == 0 else { return .nothing }
    return .value(argument)
  }
}
