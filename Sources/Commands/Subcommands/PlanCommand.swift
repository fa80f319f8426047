import Profiles
import Session
import ShellIntegration

/// Prints the plan of a shell as assignments, and exports a session that another shell has renewed.
///
/// The hook calls it when the environment, the plan's time or the generation says that the last plan no longer holds.
struct PlanCommand {
  private let shell: IntegratedShell
  private let isSupported: Bool
  private let hasLeft: Bool

  /// - Parameter arguments: a shell, the protocol, and `left` if the user has just left a session.
  init?(_ arguments: ArraySlice<String>) {
    let arguments = Array(arguments)
    guard arguments.count >= 2, let shell = IntegratedShell(rawValue: arguments[0]) else { return nil }
    self.shell = shell
    isSupported = ShellProtocol.number(arguments[1]) != nil
    hasLeft = arguments.dropFirst(2).contains("left")
  }

  func run() throws(Failure) {
    guard isSupported else { return try StandardOutput.write(shell.retirement) }
    let environment = processEnvironment()
    try StandardOutput.write(ShellPlan(for: shell, environment, hasLeft: hasLeft).script)
  }
}

extension IntegratedShell {
  /// The message for a shell whose files are of an incompatible version.
  var retirement: String {
    retirement(saying: "\(Program.name): this shell does not fit the installed version. Open a new shell.")
  }
}

/// The plan of a shell, as code for it.
struct ShellPlan {
  private let shell: IntegratedShell
  private let adoption: EnvironmentChange?
  private let plan: Plan
  private let generation: SessionStore.Generation
  private let environment: [String: String]
  private let memo: ShellMemo
  /// The folder that exists while programs wait for a code.
  private let waitingPath: String
  /// When it was made, in seconds since 1970.
  private let start: Int

  /// A time that is later than any other for a shell.
  private static let never = 99_999_999_999

  init(for shell: IntegratedShell, _ environment: [String: String], hasLeft: Bool = false) {
    self.shell = shell
    let store = SessionStore(environment: environment)
    // Read first, so that any later change leads to a new plan.
    generation = store.generation()
    waitingPath = WaitingPrograms(in: store).path
    start = currentTime()
    adoption = Self.adoption(environment, store, start)
    self.environment = adoption.map { $0.applied(to: environment) } ?? environment
    let identity = ShellEnvironment.identity(self.environment, for: shell)
    var memo = ShellMemo(environment[ShellMemo.variable] ?? "")
    if hasLeft { memo.settle(in: identity) }
    self.memo = memo
    let written = WrittenProfiles(in: store).all
    plan = Plan(
      environment: self.environment, written: written,
      finder: DueSessionFinder(glancingAt: self.environment, written: written),
      isSettled: memo.isSettled(in: identity), now: start)
  }

  /// Replaces a session that is about to expire by one that another shell has renewed.
  private static func adoption(_ environment: [String: String], _ store: SessionStore, _ now: Int) -> EnvironmentChange?
  {
    let settings = HookSettings(environment)
    guard settings.isOn, let exported = ExportedSession(environment), exported.isUsed(in: environment),
      exported.expiration - now <= settings.margin,
      let cached = store.successor(of: exported, at: environment["AWS_MFA_SESSION_FILE"] ?? ""),
      cached.session.secondsLeft(at: now) > settings.margin
    else { return nil }
    return EnvironmentChange(set: cached.session.variables(isRefreshed: environment.isRefreshed), unset: [])
  }

  var script: String {
    let change = adoption.flatMap { try? shell.code($0) } ?? ""
    let words = shell.assignment("words", shell.patterns(ofCommands: plan.commandNames))
    return change + words + shell.assignments(assignments)
  }

  /// The plan for `init`, whose output may be cached and evaluated later: it includes the environment that it holds for.
  var initialScript: String {
    script + shell.assignments([("planned_identity", ShellEnvironment.identity(environment, for: shell))])
  }

  private var assignments: [(name: String, value: String)] {
    [
      ("due", String(plan.due ?? Self.never)), ("named_due", String(plan.namedDue ?? Self.never)),
      ("plan_start", String(start)), ("plan_end", String(plan.end)),
      ("named_words", shell.patternOfProfiles),
      ("waiting", waitingPath), ("generation_file", generation.path ?? "/dev/null"), ("generation", generation.number),
      ("label", plan.marked.map { "aws:\($0.profile.safeInPrompt)" } ?? ""),
      ("label_end", String(plan.marked?.expiration ?? 0)),
      ("label_low", String(plan.lowTime)), ("label_over", String(plan.overTime)),
      ("label_coloured", environment.hasColours ? "1" : "0"), ("memo", memo.text),
    ]
  }
}
