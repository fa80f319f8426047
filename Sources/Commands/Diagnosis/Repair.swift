import Profiles
import Session
import Terminal

/// Asks for each change, makes it, and keeps what undoes it.
struct Repair {
  let journal: ChangeJournal
  let terminal: ControllingTerminal

  /// Offers what can be changed until nothing is left that the person has not been asked about.
  /// - Parameter find: looks anew: a change may mend more than one finding, or touch the file of another.
  func run(_ find: () -> [Finding]) {
    var asked: Set<String> = []
    while let finding = find().first(where: { $0.change != nil && !asked.contains($0.problem) }) {
      asked.insert(finding.problem)
      guard let change = finding.change else { continue }
      terminal.say("- \(finding.problem)")
      for line in change.preview { terminal.say("    \(line)") }
      guard terminal.confirm("Change this?") else { continue }
      do { try journal.make(change) } catch { StandardError.write(error.message(change)) }
    }
  }

  /// Takes back all that the command has changed, the last change first.
  /// - Returns: whether all of it could be taken back.
  func undo() -> Bool {
    var isComplete = true
    for entry in journal.entries {
      do {
        try journal.undo(entry)
        terminal.say("Undone: \(shortPath(entry.change.path))")
      } catch {
        StandardError.write(error.message(entry.change))
        isComplete = false
      }
    }
    return isComplete
  }
}

extension ControllingTerminal {
  /// Asks a question that is answered with y or n.
  func confirm(_ question: String, isDefault: Bool = false) -> Bool {
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
