import ArgumentParser
private import Platform

extension CommandConfiguration {
  /// The configuration of a subcommand, with the same shape of help for all: abstract, discussion, examples.
  /// - Parameters:
  ///   - usage: what can follow the name.
  ///   - examples: lines for the shell, of no more than 58 columns so that none is broken.
  static func subcommand(
    _ name: String, _ abstract: String, usage: String, discussion: String, examples: [String]
  ) -> CommandConfiguration {
    CommandConfiguration(
      commandName: name, _superCommandName: Program.name, abstract: abstract,
      usage: "\(Program.name) \(name) \(usage)",
      discussion: ([discussion, ""] + examples.map { "  " + $0 }).concatenated("\n"))
  }
}
