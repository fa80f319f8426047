/// Something that would go wrong, why that matters, and what fixes it.
struct Finding: Encodable {
  let problem: String
  let reason: String
  /// A command or an edit.
  let fix: String

  init(_ problem: String, reason: String, fix: String) {
    self.problem = problem
    self.reason = reason
    self.fix = fix
  }

  /// From what would be said when it goes wrong.
  init(_ message: Message, reason: String) {
    self.init(message.lines.first ?? "", reason: reason, fix: message.lines.dropFirst().joined(separator: " "))
  }
}
