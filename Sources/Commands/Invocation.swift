import ArgumentParser

/// The command that a command line names.
///
/// ArgumentParser builds the options of every command on the way, which is most of the time of a start. So a subcommand that
/// comes first is parsed by itself; the whole tree serves the main command, help and mistakes. Subcommands have a
/// `_superCommandName`: without one, each parse would first try two hidden commands that print completion scripts.
enum Invocation {
  /// - Parameter arguments: without the program's name.
  /// - Throws: ArgumentParser's errors, help and version among them.
  static func command(of arguments: [String]) throws -> any ParsableCommand {
    if let command = PlainCommandLine.command(of: arguments) { return command }
    guard let name = arguments.first, let subcommand = subcommands.first(where: { $0._commandName == name }) else {
      return try commandAfterOptions(arguments)
    }
    do {
      let command = try subcommand.parseAsRoot(Array(arguments.dropFirst()))
      if type(of: command) == subcommand { return command }
    } catch {
      // The tree knows the whole usage. It accepts the main command's options anywhere, although a subcommand does not use them.
      _ = try SessionCommand.parseAsRoot(arguments)
      throw error
    }
    return try SessionCommand.parseAsRoot(arguments)
  }

  /// The message for a first argument that is no subcommand; nil if it is one, or an option.
  static var unknownSubcommand: Message? {
    let names = subcommands.map { $0._commandName } + ["help"]
    guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-"), !names.contains(word) else {
      return nil
    }
    let question = NearMisses(of: word, among: names).question
    return Message(
      "\"\(word)\" is not a subcommand.", question.isEmpty ? "See \(Program.name) --help." : question)
  }

  private static var subcommands: [any ParsableCommand.Type] { SessionCommand.configuration.subcommands }

  /// Options may stand before the subcommand. They are the subcommand's, and so are parsed behind its name.
  private static func commandAfterOptions(_ arguments: [String]) throws -> any ParsableCommand {
    let command = try SessionCommand.parseAsRoot(arguments)
    guard let subcommand = subcommands.first(where: { $0 == type(of: command) }) else { return command }
    var problem: (any Error)?
    // The name may be an option's value as well.
    for index in arguments.indices where arguments[index] == subcommand._commandName {
      var rest = arguments
      rest.remove(at: index)
      do { return try subcommand.parseAsRoot(rest) } catch { problem = problem ?? error }
    }
    throw problem ?? ValidationError("\(subcommand._commandName) has to come first.")
  }
}
