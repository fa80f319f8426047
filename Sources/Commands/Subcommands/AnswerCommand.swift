import ArgumentParser
import Profiles
import Session
import Terminal

/// Starts the session that other programs wait for, which cannot ask for a code themselves.
struct AnswerCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "answer", "Enter the code that another program waits for.", usage: "[--verbose ...]",
    discussion: """
      Programs without a terminal, such as IDEs and coding agents, wait for a session when AWS_MFA_SESSION_WAIT, --wait or the \
      profile's mfa_wait says how long. The one that has waited longest comes first; all that need the same session get it.
      """,
    examples: ["aws-mfa-session answer"])

  @Flag(
    name: .shortAndLong,
    help: "Log to standard error; -vv requests, -vvv headers, -vvvv bodies. Never a secret.")
  var verbose: Int

  func run() throws {
    let environment = processEnvironment()
    let waiting = WaitingPrograms(in: SessionStore(environment: environment))
    guard let first = waiting.all.first else {
      return StandardError.write(line: "\(Program.name): no program is waiting for a code.")
    }
    let wanted = first.session
    let served = waiting.all.filter { $0.session.isServed(by: wanted) }
    StandardError.write(line: "\(served.sentence(at: currentTime())).")
    var setting = PersonDialogue.Setting()
    setting.profile = first.profile
    let request = try SessionRequest(
      ProfileOptions(
        profile: wanted.profile, credentialsFile: wanted.credentialsFile, region: wanted.region,
        mfaSerial: wanted.mfaSerial, duration: wanted.duration, waitLimit: 0),
      environment: environment.merging(["AWS_CONFIG_FILE": wanted.configFile]) { $1 },
      log: Log(level: verbose), setting: setting, isQuiet: true)
    _ = try request.session(.cached(atLeast: served.map(\.session.minimum).max() ?? 0))
    report(served, waiting)
  }

  /// Reports the programs that continued.
  private func report(_ served: [WaitingPrograms.Entry], _ waiting: WaitingPrograms) {
    let end = currentTime() + Self.patience
    var left = served
    while !left.isEmpty, currentTime() < end {
      pause(milliseconds: 50)
      let all = waiting.all
      left = left.filter(all.contains)
    }
    let gone = served.filter { !left.contains($0) }
    if !gone.isEmpty { StandardError.write(line: "\(gone.names) went on.") }
    if !left.isEmpty { StandardError.write(line: "\(left.names) still \(left.count == 1 ? "waits" : "wait").") }
    let others = waiting.all.filter { !left.contains($0) }
    if !others.isEmpty { StandardError.write(line: others.announcement(at: currentTime())) }
  }

  /// How long to wait for the programs to continue, in seconds.
  private static let patience = 5
}

extension WaitingPrograms.Entry.Wanted {
  /// Whether a session that is started for another program serves this one.
  fileprivate func isServed(by other: Self) -> Bool {
    accessKeyID == other.accessKeyID && (mfaSerial == other.mfaSerial || mfaSerial == nil || other.mfaSerial == nil)
  }
}

extension [WaitingPrograms.Entry] {
  /// Such as `terraform (process 4711)`, or `3 programs (2 × python, terraform)`.
  var names: String {
    if count == 1 { return "\(self[0].program) (process \(self[0].process))" }
    let counts = Dictionary(grouping: self, by: \.program).mapValues(\.count).sorted { $0.key < $1.key }
    let list = counts.map { $0.value == 1 ? $0.key : "\($0.value) × \($0.key)" }.joined(separator: ", ")
    return "\(count) programs (\(list))"
  }

  /// The sentence, with the command to run.
  func announcement(at now: Int) -> String { "\(sentence(at: now)): \(Program.name) answer" }

  /// Such as `terraform (process 4711) has been waiting for a dev code for 12 seconds`.
  func sentence(at now: Int) -> String {
    guard let first else { return "" }
    let profiles = Set(map(\.profile)).sorted().joined(separator: ", ")
    return
      "\(names) \(count == 1 ? "has" : "have") been waiting for a \(profiles) code for \(timeSpan(Swift.max(0, now - first.since)))"
  }
}
