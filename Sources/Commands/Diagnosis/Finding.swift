import Profiles

/// A problem, why it matters, and how to fix it.
struct Finding: Encodable {
  let problem: String
  let reason: String
  /// A command or an edit.
  let fix: String
  /// The change that `--fix` makes; nil if only the user can decide.
  let change: FileChange?

  init(_ problem: String, reason: String, fix: String, change: FileChange? = nil) {
    self.problem = problem
    self.reason = reason
    self.fix = fix
    self.change = change
  }

  /// A finding from the message of a failure.
  init(_ message: Message, reason: String, change: FileChange? = nil) {
    self.init(
      message.lines.first ?? "", reason: reason, fix: message.lines.dropFirst().joined(separator: " "), change: change)
  }

  private enum CodingKeys: CodingKey {
    case problem, reason, fix, fixable
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(problem, forKey: .problem)
    try container.encode(reason, forKey: .reason)
    try container.encode(fix, forKey: .fix)
    try container.encode(change != nil, forKey: .fixable)
  }
}
