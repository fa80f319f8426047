import Profiles

/// Something that would go wrong, why that matters, and what fixes it.
struct Finding: Encodable {
  let problem: String
  let reason: String
  /// A command or an edit.
  let fix: String
  /// The change that `--fix` makes; nil for what only the user can decide.
  let change: FileChange?

  init(_ problem: String, reason: String, fix: String, change: FileChange? = nil) {
    self.problem = problem
    self.reason = reason
    self.fix = fix
    self.change = change
  }

  /// From what would be said when it goes wrong.
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

extension FileChange {
  /// What it will do, for the person: a command, or lines as in a diff. Secrets are not shown.
  var preview: [String] {
    switch content {
    case .mode(_, let new): ["chmod \(String(new, radix: 8)) \(shortPath(path))"]
    case .bytes(_, nil): ["remove \(shortPath(path))"]
    case .bytes: difference(lines)
    }
  }

  /// What taking it back will do.
  var reversedPreview: [String] {
    switch content {
    case .mode(let old, _): ["chmod \(String(old, radix: 8)) \(shortPath(path))"]
    case .bytes(nil, _): ["remove \(shortPath(path))"]
    case .bytes: difference((lines.new, lines.old))
    }
  }

  private func difference(_ lines: (old: [String], new: [String])) -> [String] {
    ["\(shortPath(path)):"] + lines.old.map { "- \(Self.shown($0))" } + lines.new.map { "+ \(Self.shown($0))" }
  }

  private static func shown(_ line: String) -> String {
    let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let isSecret = parts.count == 2 && ["secret", "token"].contains { parts[0].lowercased().contains($0) }
    return isSecret ? "\(parts[0])= …" : line
  }
}
