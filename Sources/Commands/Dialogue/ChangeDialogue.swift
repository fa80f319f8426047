import Profiles
import Session
import Terminal

/// Changes to the user's files at a terminal: each is shown, asked for, and can be taken back.
struct ChangeDialogue {
  let terminal: ControllingTerminal
  private let journal: ChangeJournal

  /// - Parameter command: whose changes these are, such as `setup`.
  /// - Throws: `Failure.noTerminal`.
  init(of command: String, in store: SessionStore) throws(Failure) {
    guard let terminal = try? ControllingTerminal(), terminal.isOurs else { throw .noTerminal }
    self.terminal = terminal
    journal = ChangeJournal(of: command, in: store)
  }

  /// Shows a change, asks, and makes it.
  /// - Throws: `FileChange.Problem`.
  func offer(_ change: FileChange, isDefault: Bool) throws(FileChange.Problem) {
    for line in change.preview { terminal.say("    \(line)") }
    if terminal.confirm("  Make this change?", isDefault: isDefault) { try journal.make(change) }
  }

  /// Remembers a change that another program has made.
  /// - Throws: `FileChange.Problem`.
  func note(_ change: FileChange) throws(FileChange.Problem) {
    if change.isChange { try journal.note(change) }
  }

  /// Takes back what the command has changed, the last change first, after asking.
  /// - Returns: whether all went well; a change that the user wants to keep is no failure.
  func undo() -> Bool {
    let entries = journal.entries
    if entries.isEmpty { terminal.say("There is nothing to take back.") }
    var isComplete = true
    for entry in entries {
      let change = entry.change
      for line in change.reversedPreview { terminal.say("    \(line)") }
      guard terminal.confirm("  Take this back?", isDefault: true) else { continue }
      do { try journal.undo(entry) } catch {
        StandardError.write(error.message(change))
        isComplete = false
      }
    }
    if journal.createdStore, journal.entries.isEmpty,
      terminal.confirm("Remove the cached sessions, too?", isDefault: true)
    {
      journal.removeStore()
    }
    return isComplete
  }
}

extension ControllingTerminal {
  /// Asks a question that is answered with y or n.
  func confirm(_ question: String, isDefault: Bool) -> Bool {
    while true {
      guard let answer = readLine("\(question) [\(isDefault ? "Y/n" : "y/N")] ") else { return false }
      switch answer.filter({ !$0.isWhitespace }).lowercased() {
      case "y", "yes": return true
      case "n", "no": return false
      case "": return isDefault
      default: say("Please answer y or n.")
      }
    }
  }
}

extension FileChange.Problem {
  func message(_ change: FileChange) -> Message {
    switch self {
    case .changedMeanwhile:
      Message(
        "\(shortPath(change.path)) has changed meanwhile and stays as it is.", "Edit it by hand:",
        change.preview.dropFirst().joined(separator: "  "))
    case .notWritten(let error): error.message
    }
  }
}

extension FileChange {
  /// The effect of the change, for the user: a command, or lines as in a diff. Secrets are not shown.
  var preview: [String] {
    switch content {
    case .mode(_, let new): ["chmod \(String(new, radix: 8)) \(shortPath(path))"]
    case .bytes(_, nil): ["remove \(shortPath(path))"]
    case .bytes: difference(lines)
    }
  }

  /// The effect of taking it back.
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
