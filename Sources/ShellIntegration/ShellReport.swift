/// A shell's report about its integration, for `doctor` and `setup`: words such as `hook` and `version=1.0.0`.
package struct ShellReport: Sendable {
  package let shell: IntegratedShell
  /// The version of the program whose `init` the shell has evaluated.
  package let version: String
  private let facts: Set<Substring>

  /// The variable that contains the report.
  package static let variable = "AWS_MFA_SESSION_SHELL"

  /// Nil without a report: the shell has not loaded the integration.
  package init?(_ environment: [String: String]) {
    let words = (environment[Self.variable] ?? "").split(separator: " ")
    guard let shell = words.first.flatMap({ IntegratedShell(rawValue: String($0)) }) else { return nil }
    self.shell = shell
    version = words.first { $0.hasPrefix("version=") }.map { String($0.dropFirst(8)) } ?? ""
    facts = Set(words.dropFirst())
  }

  /// Whether the hook is loaded: not with `--no-hook`, nor without a terminal.
  package var hasHook: Bool { facts.contains("hook") }
  /// Whether the hook is called before each prompt.
  package var isCalled: Bool { facts.contains("called") }
  /// Whether another tool's DEBUG trap keeps an old bash from watching lines.
  package var isBlind: Bool { facts.contains("blind") }
  /// Whether starship draws the prompt.
  package var hasStarship: Bool { facts.contains("starship") }
  /// Whether powerlevel10k draws the prompt, without the segment of this program.
  package var lacksSegment: Bool { facts.contains("no-segment") }
  /// Whether the completion is loaded, but not registered.
  package var lacksCompletion: Bool { facts.contains("no-completion") }
}
