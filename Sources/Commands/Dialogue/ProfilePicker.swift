import Processes
import Profiles
import Session
import Terminal
private import Platform

/// Lets the person choose a profile: with fzf where it is installed, as zoxide's `zi`, else from a numbered list at the terminal.
struct ProfilePicker {
  private let profiles: [ProfileSummary]
  private let table: Table
  private let tool: Tool

  enum Tool: String {
    case fzf, list, none
  }

  static let setting = OwnSetting("AWS_MFA_SESSION_PICKER", expected: "fzf, list or none") { Tool(rawValue: $0) }

  /// Nil if there is no terminal to ask on, or nothing to choose from.
  /// - Throws: `Failure.profile` for an invalid setting.
  init?(_ listed: ListedProfiles) throws(Failure) {
    do { tool = try Self.setting.value(in: listed.environment) ?? .fzf } catch { throw .profile(error) }
    guard tool != .none, isatty(STDIN_FILENO) == 1, ControllingTerminal.isForeground else { return nil }
    let usable = listed.all(matching: nil).filter(\.canHaveSession)
    guard usable.count > 1 else { return nil }
    let rank = Dictionary(
      RecentProfiles(in: listed.store).names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    profiles = usable.sorted { (rank[$0.name] ?? .max, $0.name) < (rank[$1.name] ?? .max, $1.name) }
    let now = currentTime()
    table = ProfileRow.table(profiles.map { ProfileRow($0, listed.sessions, now) }, listed.environment)
  }

  /// - Parameter query: a mistyped name.
  /// - Returns: the name of the profile.
  /// - Throws: `Failure.cancelled`.
  func choose(matching query: String? = nil) throws(Failure) -> String {
    let query = query.map(filter)
    if tool == .fzf, let name = try chooseWithFzf(query) { return name }
    return try chooseFromList(query)
  }

  /// A query with matches: the words as typed, else the most similar name.
  private func filter(_ typed: String) -> String {
    let isFound = profiles.contains { $0.name.lowercased().containsInOrder(typed.lowercased()) }
    return isFound ? typed : NearMisses(of: typed, among: profiles.map(\.name)).words.first ?? typed
  }

  /// A line for each profile, no wider than a terminal.
  private func lines(width: Int) -> [String] {
    table.text(width).split(separator: "\n", omittingEmptySubsequences: false).dropFirst().map(String.init)
  }

  // MARK: fzf

  /// - Returns: nil if fzf is missing or fails.
  private func chooseWithFzf(_ query: String?) throws(Failure) -> String? {
    guard let terminal = try? ControllingTerminal(), (try? Command(["fzf"]).check()) != nil else { return nil }
    let lines = zip(profiles.indices, lines(width: .max)).map { "\($0)\t\($1)\n" }.joined()
    let process = CapturedProcess(
      [
        "fzf", "--ansi", "--no-multi", "--tiebreak=begin,index", "--delimiter=\t", "--with-nth=2..", "--height=50%",
        "--layout=reverse",
        "--prompt=profile> ", "--query=\(query ?? "")",
      ], terminal: terminal.descriptor, input: Array(lines.utf8))
    let result = try? terminal.lend { () throws(SystemError) in try process.run() }
    switch result?.status {
    case 0:
      let last = String(decoding: result?.output ?? [], as: UTF8.self).split(separator: "\n").last
      let number = last?.prefix { $0 != "\t" }
      if let index = number.flatMap({ Int($0) }), profiles.indices.contains(index) { return profiles[index].name }
    // Nothing matches, or Ctrl-C.
    case 1, 130: throw .cancelled
    default: break
    }
    StandardError.write(
      Message("fzf failed\(result.map { " with status \($0.status)" } ?? ""); here is a list instead."))
    return nil
  }

  // MARK: The list

  /// How many profiles are shown at once.
  private static let pageLength = 20

  private func chooseFromList(_ query: String?) throws(Failure) -> String {
    guard let terminal = try? ControllingTerminal() else { throw .cancelled }
    var shown = query.map(matches) ?? Array(profiles.indices)
    if shown.isEmpty { shown = Array(profiles.indices) }
    let lines = lines(width: terminal.width - 5)
    while true {
      for (number, index) in zip(1..., shown.prefix(Self.pageLength)) {
        terminal.show((number < 10 ? "  " : " ") + "\(number)  \(lines[index])\n")
      }
      if shown.count > Self.pageLength { terminal.say("    … and \(shown.count - Self.pageLength) more") }
      let line = terminal.readLine("Number, or part of a name: ") ?? ""
      let answer = line.split { $0 == " " }.joined(separator: " ")
      if answer.isEmpty { throw .cancelled }
      if let number = Int(answer), (1...min(shown.count, Self.pageLength)).contains(number) {
        return profiles[shown[number - 1]].name
      }
      if profiles.contains(where: { $0.name == answer }) { return answer }
      let found = matches(answer)
      if found.count == 1 { return profiles[found[0]].name }
      if found.isEmpty { terminal.say("No profile matches \"\(answer)\".") } else { shown = found }
    }
  }

  private func matches(_ text: String) -> [Int] {
    profiles.indices.filter { profiles[$0].name.lowercased().contains(text.lowercased()) }
  }
}

extension ProfileSummary {
  /// Whether this program may be able to make a session for it; a `credential_process` tells only when it is run.
  fileprivate var canHaveSession: Bool {
    [.keys, .role, .process].contains(kind) || kind == .session && sourceAccessKeyID != nil
  }
}

extension String {
  /// Whether all characters of another text are in this one, in that order: what fzf looks for.
  fileprivate func containsInOrder(_ other: String) -> Bool {
    var rest = other[...]
    for character in self where character == rest.first { rest.removeFirst() }
    return rest.isEmpty
  }
}
