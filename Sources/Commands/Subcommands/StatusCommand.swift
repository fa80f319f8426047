import ArgumentParser
private import Platform
import Profiles
import Session
import ShellIntegration
import Terminal

/// Shows the session that AWS commands use here; the exit status is 0 only while it is valid.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "status", "Show the current session and how long it is valid.", usage: "[options] [name]",
    discussion: """
      Shows the session of the environment, else that of the profile: in the credentials file, or cached. The exit status is 0 \
      only while it is valid. Does not use the network.
      """,
    examples: ["aws-mfa-session status", "aws-mfa-session status dev --json"])

  @Argument(help: "Profile, as with --profile.")
  var name: String?

  @OptionGroup var options: ChosenProfile

  @Flag(help: "One short line, for prompts: profile and what is left.")
  var short = false

  @Flag(help: "Print JSON; docs/reference.md describes it.")
  var json = false

  func validate() throws {
    _ = try options.naming(name)
    if short && json { throw ValidationError("--short cannot be combined with --json.") }
  }

  func run() throws {
    let options = try options.naming(name)
    let profiles = try ListedProfiles(options)
    let chosen = try profiles.chosen(by: options)
    let ofEnvironment =
      options.profile == nil ? SessionStatus(environment: profiles.environment, sessions: profiles.sessions) : nil
    let status = ofEnvironment ?? SessionStatus(of: chosen, sessions: profiles.sessions)
    let now = currentTime()
    let waiting = WaitingPrograms(in: profiles.store).all
    if !json && !short && !waiting.isEmpty { StandardError.write(line: waiting.announcement(at: now)) }
    if json {
      try StandardOutput.write(
        json: Output(status, profile: status?.profile ?? chosen.name, waiting: waiting, now: now))
    } else if let status {
      let colours = StandardOutput.width != nil && profiles.environment.hasColours
      let colour = status.expiration.map { TimeColour(expiration: $0, at: now, profiles.environment) }
      try StandardOutput.write(short ? status.shortLine(now) : status.lines(now, colours ? colour : nil))
    } else if !short {
      throw Failure.noSession(profile: chosen.name)
    }
    if status?.isValid(at: now) != true { throw ExitCode(ExitStatus.failure.rawValue) }
  }

  /// Every key is always there.
  private struct Output: Encodable {
    let status: SessionStatus?
    let profile: String
    let waiting: [WaitingPrograms.Entry]
    let now: Int

    init(_ status: SessionStatus?, profile: String, waiting: [WaitingPrograms.Entry], now: Int) {
      self.status = status
      self.profile = profile
      self.waiting = waiting
      self.now = now
    }

    enum CodingKeys: String, CodingKey {
      case profile, account, user, role, expiration, source, valid, waiting
      case secondsLeft = "seconds_left"
    }

    func encode(to encoder: any Encoder) throws {
      var object = encoder.container(keyedBy: CodingKeys.self)
      try object.encode(profile.isEmpty ? nil : profile, forKey: .profile)
      try object.encode(status?.account, forKey: .account)
      try object.encode(status?.user, forKey: .user)
      try object.encode(status?.roleARN, forKey: .role)
      try object.encode(status?.expiration.map(rfc3339), forKey: .expiration)
      try object.encode(status?.expiration.map { max(0, $0 - now) }, forKey: .secondsLeft)
      try object.encode(status?.source.rawValue, forKey: .source)
      try object.encode(status?.isValid(at: now) ?? false, forKey: .valid)
      try object.encode(waiting.map { Waiting($0, now: now) }, forKey: .waiting)
    }

    private struct Waiting: Encodable {
      let program: String
      let process: Int32
      let profile: String
      let seconds: Int

      init(_ entry: WaitingPrograms.Entry, now: Int) {
        program = entry.program
        process = entry.process
        profile = entry.profile
        seconds = max(0, now - entry.since)
      }
    }
  }
}

extension SessionStatus {
  fileprivate func shortLine(_ now: Int) -> String {
    let left = expiration.map { shortTimeLeft(until: $0, at: now) }
    return [profile.safeInPrompt, left ?? "unknown"].filter { !$0.isEmpty }.concatenated(" ") + "\n"
  }

  fileprivate func lines(_ now: Int, _ colour: TimeColour?) -> String {
    let at = account.map { "@\($0)" } ?? ""
    let end = expiration.map { end in
      rfc3339(end) + (end > now ? ", in \(timeSpan(end - now))" : ", \(timeSpan(now - end)) ago: it has expired")
    }
    let rows: [(String, String?)] = [
      ("profile", profile.isEmpty ? nil : profile),
      ("user", user.map { $0 + (roleARN == nil ? at : "") }),
      ("role", roleARN),
      ("expires", end ?? "unknown: the session is not from \(Program.name)"),
      ("from", source.words),
    ]
    return rows.compactMap { name, value in
      value.map { value in
        let text = printable(value)
        let shown = name == "expires" ? colour?.applied(to: text) ?? text : text
        return "\(name)\(String(repeating: " ", count: 9 - name.count))\(shown)\n"
      }
    }.concatenated()
  }
}

extension SessionStatus.Source {
  fileprivate var words: String {
    switch self {
    case .environment: "the environment"
    case .credentialsFile: "the credentials file"
    case .cache: "the cache"
    }
  }
}
