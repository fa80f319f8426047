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

  /// Takes back what the command has changed, the last change first, after asking.
  /// - Returns: whether nothing that the person wants back has stayed.
  func undo() -> Bool {
    let entries = journal.entries
    if entries.isEmpty { terminal.say("There is nothing to take back.") }
    var isComplete = true
    for entry in entries {
      let change = entry.change
      for line in change.reversedPreview { terminal.say("    \(line)") }
      guard terminal.confirm("Take this back?", isDefault: true) else { continue }
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
