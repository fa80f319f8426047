import Profiles
import ShellIntegration

/// Answers what can stand at the cursor, for the stubs in `completions/`.
///
/// The line comes in the environment, as it may hold secrets. The answer's first line tells the stub what to do, with an argument
/// behind a tab: `words` (the lead that zsh is to put aside), `nospace` (the same), or `command` (the index of the word with which
/// a command begins that has a completion of its own). Candidates follow, one a line, with a tab before a description.
struct CompleteCommand {
  private let shell: IntegratedShell
  private let environment: [String: String]

  /// - Parameter arguments: a shell and the protocol.
  init?(_ arguments: ArraySlice<String>) {
    guard let shell = arguments.first.flatMap(IntegratedShell.init(rawValue:)),
      ShellProtocol.number(arguments.dropFirst().first) == ShellProtocol.current
    else { return nil }
    self.shell = shell
    environment = processEnvironment()
  }

  func run() throws(Failure) {
    let text = environment["AWS_MFA_SESSION_LINE"] ?? ""
    let line = CompletionLine(text, replacing: environment["AWS_MFA_SESSION_REPLACED"] ?? "", in: shell)
    // Assignments come before the program's name.
    let first = line.words.firstIndex { !$0.contains("=") } ?? 0
    let standsFor = environment[nonEmpty: "AWS_MFA_SESSION_SUBCOMMAND"].map { [$0] } ?? []
    let words = line.words[first...].prefix(1) + standsFor + line.words[first...].dropFirst()
    let request = CompletionRequest(Array(words), current: line.current)
    if case .command(let index) = request.wanted {
      return try StandardOutput.write("command\t\(index - standsFor.count + first)\n")
    }
    let value = String(line.current.dropFirst(request.lead.count))
    let candidates = Candidates(request: request, prefix: value, environment: environment).all
      .filter { $0.word.isOneField && $0.word.utf8.starts(with: value.utf8) }
    try answer(candidates, request, line)
  }

  private func answer(_ candidates: [Candidate], _ request: CompletionRequest, _ line: CompletionLine) throws(Failure) {
    let continues = candidates.count == 1 && candidates[0].continues
    try StandardOutput.write("\(continues ? "nospace" : "words")\t\(shell == .zsh ? request.lead : "")\n")
    switch shell {
    case .bash:
      let isMenu = ReadlineWord.menuTypes.contains(environment["AWS_MFA_SESSION_COMP_TYPE"] ?? "")
      var isPath = false
      if case .value(.file) = request.wanted { isPath = request.lead.isEmpty }
      try StandardOutput.write(
        lines: ReadlineWord.replacements(
          candidates.map { request.lead + $0.word }, at: line, isMenu: isMenu, isPath: isPath))
    case .zsh:
      try StandardOutput.write(lines: candidates.lazy.map(\.line))
    case .fish:
      try StandardOutput.write(lines: candidates.lazy.map { request.lead + $0.line })
    }
  }
}

extension Candidate {
  fileprivate var line: String { description.isOneField ? "\(word)\t\(description)" : word }
}

extension String {
  /// Whether it can stand in a line before or after a tab.
  fileprivate var isOneField: Bool {
    if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return !isEmpty }
    return !isEmpty && !unicodeScalars.contains { $0.properties.generalCategory == .control }
  }
}
