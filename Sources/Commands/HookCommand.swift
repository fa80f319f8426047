import FoundationEssentials
import Profiles
import Session
import ShellIntegration

/// What a shell's hook calls when a session seems to be over and the line that is about to run seems to need it. Looks at the
/// line, renews what it needs, and prints what the shell then evaluates.
///
/// The line comes in the environment: it may hold secrets, and arguments are for everybody to see.
struct HookCommand {
  private let shell: IntegratedShell
  /// The person has cancelled a moment ago: do not ask, say so.
  private let snoozed: Bool

  init?(_ arguments: ArraySlice<String>) {
    guard let name = arguments.first, let shell = IntegratedShell(rawValue: name) else { return nil }
    self.shell = shell
    snoozed = arguments.contains("--snoozed")
  }

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let settings = HookSettings(environment)
    // The command itself will tell what is wrong with a file.
    guard let files = try? ProfileFiles(credentialsFile: nil, environment: environment) else { return }
    let finder = DueSessionFinder(
      environment: environment, files: files, written: WrittenProfiles(in: SessionStore(environment: environment)))
    var done: Set<AWSCommand.Profile> = []
    for command in settings.commands(on: shell) where done.insert(command.profile).inserted {
      if command.profile == .unknown { continue }
      let name = command.profile.name
      if let due = finder.session(ofProfile: name) {
        let life = settings.life(for: command.name)
        if due.secondsLeft(at: currentTime()) <= life { try renew(due, longerThan: life, environment) }
      } else if name == nil {
        try StandardOutput.write(shell.settlingCode)
      }
    }
  }

  private func renew(
    _ due: DueSession, longerThan life: Int, _ environment: [String: String]
  ) throws {
    let log = Log(level: 0)
    let dialogue = TerminalDialogue(
      log: log, introduction: due.introduction(at: currentTime()), isForHook: true, isSilent: snoozed)
    let request = try SessionRequest(
      due.profileOptions(environment), duration: due.options.duration ?? SessionOptions.defaultDuration,
      environment: environment, log: log, dialogue: dialogue)
    let minimum = max(life + 1, try request.reusableLife())
    let provided: SessionProvider.Provided
    do throws(Failure) { provided = try request.session(.kept(atLeast: minimum)) } catch {
      guard error.isForWantOfTerminal else { throw error }
      if snoozed {
        StandardError.write(
          Message("You cancelled a moment ago: this runs without a new session for \(due.profile)."))
      }
      return
    }
    switch due {
    case .written(let entry):
      try WrittenSection(named: entry.name, in: request).write(provided.session)
    case .exported, .first:
      try StandardOutput.write(request.change(by: provided, for: shell))
    }
  }
}

/// What the user has set for the hook, in the environment.
private struct HookSettings {
  private let line: String
  private let commandNames: Set<String>
  private let margin: Int
  private let minimumLives: [String: Int]

  init(_ environment: [String: String]) {
    line = environment["AWS_MFA_SESSION_LINE"] ?? ""
    commandNames = Set(Self.words(environment["AWS_MFA_SESSION_COMMANDS"]))
    margin = environment["AWS_MFA_SESSION_MARGIN"].flatMap { Int($0) } ?? 60
    let lives = Self.words(environment["AWS_MFA_SESSION_MIN_LIFE"]).compactMap { setting -> (String, Int)? in
      let parts = setting.split(separator: "=", maxSplits: 1)
      return parts.count == 2 ? Int(parts[1]).map { (String(parts[0]), $0) } : nil
    }
    minimumLives = Dictionary(lives) { max($0, $1) }
  }

  private static func words(_ text: String?) -> [String] { text?.split { $0.isWhitespace }.map(String.init) ?? [] }

  /// Those that need AWS, the one that needs the longest session first.
  func commands(on shell: IntegratedShell) -> [AWSCommand] {
    AWSCommand.all(in: line, of: shell, names: commandNames).sorted { life(for: $0.name) > life(for: $1.name) }
  }

  /// What a session must have left for a command, in seconds.
  func life(for command: String) -> Int { max(margin, minimumLives[command] ?? 0) }
}

extension Failure {
  fileprivate var isForWantOfTerminal: Bool {
    if case .session(.dialogue(.noTerminal), _) = self { true } else { false }
  }
}

extension AWSCommand.Profile {
  fileprivate var name: String? { if case .named(let name) = self { name } else { nil } }
}

extension DueSession {
  /// Such as `The dev session expired 3 minutes ago.`
  fileprivate func introduction(at now: Int) -> String? {
    guard expiration != nil else { return nil }
    let left = secondsLeft(at: now)
    return "The \(profile) session " + (left > 0 ? "expires in \(timeSpan(left))." : "expired \(timeSpan(-left)) ago.")
  }
}
