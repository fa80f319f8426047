import Profiles
import Session
import ShellIntegration
import Terminal

/// Called by a shell's hook if a session may have expired and the line about to run may need it. Parses the
/// line, renews its sessions, and prints code for the shell.
///
/// The line comes in the environment, because it may hold secrets, and other users can read arguments.
struct HookCommand {
  private let shell: IntegratedShell
  /// Nil for one that this program does not know.
  private let protocolNumber: Int?
  private let isSnoozedByShell: Bool
  private let isMidway: Bool

  /// - Parameter arguments: a shell and the protocol; bash says `midway` for a command of a line that is running already. Shell
  ///   files of protocol 0 say `--snoozed` for a person who has just cancelled; later ones leave that to the memo.
  init?(_ arguments: ArraySlice<String>) {
    let arguments = Array(arguments)
    guard let name = arguments.first, let shell = IntegratedShell(rawValue: name) else { return nil }
    self.shell = shell
    isSnoozedByShell = arguments.contains("--snoozed")
    isMidway = arguments.last == "midway"
    protocolNumber = ShellProtocol.number(arguments.dropFirst().first { !$0.hasPrefix("--") })
  }

  func run() throws {
    guard let protocolNumber else { return try StandardOutput.write(shell.retirement) }
    let environment = processEnvironment()
    let memo = ShellMemo(environment[ShellMemo.variable] ?? "")
    let hook = Hook(
      shell: shell, environment: environment, settings: HookSettings(environment),
      isSnoozed: isSnoozedByShell || currentTime() < memo.snoozedUntil)
    let foreground = isMidway ? BorrowedForeground() : nil
    defer { foreground?.giveBack() }
    do {
      let isSettled = try hook.run()
      guard isSettled else { return }
      try StandardOutput.write(protocolNumber == 0 ? shell.settlingCode : settledMemo(memo, environment))
    } catch let failure as Failure {
      if failure.exitCode == .cancelled && protocolNumber > 0 {
        var memo = memo
        memo.snoozedUntil = currentTime() + Self.snooze
        let pipeline = foreground?.isBorrowed == true ? [("in_pipeline", "1")] : []
        try StandardOutput.write(shell.assignments([("memo", memo.text)] + pipeline))
        foreground?.interrupt()
      }
      throw failure
    }
  }

  /// How long the program does not prompt again after a cancel, in seconds.
  private static let snooze = 60

  /// There was nothing to renew: the shell need not ask again until the environment changes.
  private func settledMemo(_ memo: ShellMemo, _ environment: [String: String]) -> String {
    var memo = memo
    memo.settle(in: ShellEnvironment.identity(environment, for: shell))
    return shell.assignments([("memo", memo.text), ("plan_end", "0")])
  }
}

/// The renewal of what a line needs.
private struct Hook {
  let shell: IntegratedShell
  let environment: [String: String]
  let settings: HookSettings
  let isSnoozed: Bool

  /// - Returns: whether the environment has no session to start.
  func run() throws -> Bool {
    // There are mostly none; then the files need not be read.
    let commands = commands
    guard !commands.isEmpty else { return false }
    // The command itself will report a problem with a file.
    let written = WrittenProfiles(in: SessionStore(environment: environment)).all
    let files = try? ProfileFiles(credentialsFile: nil, environment: environment, written: written.map(\.source))
    guard let files else { return false }
    let finder = DueSessionFinder(environment: environment, files: files, written: written)
    // An array, because a set of its own takes a seventh of the time of a call.
    var done: [AWSCommand.Profile] = []
    var isSettled = false
    for command in commands where !done.contains(command.profile) {
      done.append(command.profile)
      if command.profile == .unknown { continue }
      let name = command.profile.name
      if let due = finder.session(ofProfile: name) {
        let life = settings.life(for: command.name)
        if due.secondsLeft(at: currentTime()) <= life { try renew(due, longerThan: life) }
      } else if name == nil {
        isSettled = true
      }
    }
    return isSettled
  }

  /// The commands of the line that need AWS, the one that needs the longest session first.
  private var commands: [AWSCommand] {
    let line = environment["AWS_MFA_SESSION_LINE"] ?? ""
    let context = CommandContext(environment: environment, folder: ".")
    return AWSCommand.all(in: line, of: shell, names: Set(settings.commandNames))
      .filter { context.needsAWS($0.name, $0.arguments, isElsewhere: $0.isElsewhere) }
      .sorted { settings.life(for: $0.name) > settings.life(for: $1.name) }
  }

  private func renew(_ due: DueSession, longerThan life: Int) throws {
    let log = Log(level: 0)
    var setting = PersonDialogue.Setting()
    setting.introduction = due.introduction(at: currentTime())
    setting.isForHook = true
    setting.isSilent = isSnoozed
    let request = try SessionRequest(
      due.profileOptions(environment), environment: environment, log: log, setting: setting)
    let minimum = max(life + 1, try request.reusableLife())
    let acquired: AcquiredSession
    do throws(Failure) { acquired = try request.session(.cached(atLeast: minimum)) } catch {
      guard error.isMissingTerminal else { throw error }
      if isSnoozed {
        StandardError.write(
          Message("You cancelled a moment ago: running without a new session for \(due.profile)."))
      }
      return
    }
    switch due {
    case .written(let entry):
      try WrittenSection(named: entry.name, in: request).write(acquired.session)
    case .exported, .first:
      try StandardOutput.write(request.change(by: acquired, for: shell, isRefreshed: environment.isRefreshed))
    }
  }
}

extension Failure {
  fileprivate var isMissingTerminal: Bool {
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
