import ArgumentParser
import Profiles
import Session
import Terminal

/// Lists all profiles, and what is left of their sessions.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", _superCommandName: Program.name,
    abstract: "List all profiles: kind, account, region, MFA device, and what is left of the session.",
    discussion: "A table at a terminal, lines with tabs elsewhere. No network is used.")

  @Argument(help: "Only profiles whose names hold this text, or match it where it has * or ?.")
  var pattern: String?

  @Flag(help: "Only profiles that need an MFA code.")
  var mfa = false

  @OptionGroup var options: ChosenProfile

  @Flag(help: "JSON; see the README for its shape.")
  var json = false

  func validate() throws {
    if options.profile != nil { throw ValidationError("--profile has no meaning here: all are listed.") }
  }

  func run() throws {
    let profiles = try ListedProfiles(options)
    let now = currentTime()
    let rows = profiles.all(matching: pattern).lazy.filter { !mfa || $0.needsMFA }
      .map { ListedProfile($0, profiles.sessions, now) }
    if json {
      try StandardOutput.write(jsonArray: rows)
    } else if let width = StandardOutput.width {
      try StandardOutput.write(
        Table(
          header: ListedProfile.header, rows: rows.map { $0.cells(profiles.environment) }, flexible: [5, 1, 0]
        ).text(width))
    } else {
      try StandardOutput.write(lines: rows.map { $0.fields.joined(separator: "\t") })
    }
  }
}

private struct ListedProfile: Encodable {
  let profile: ProfileSummary
  let account: String?
  let expiration: Int?
  let now: Int

  init(_ profile: ProfileSummary, _ sessions: ProfileSessions, _ now: Int) {
    self.profile = profile
    account = sessions.account(of: profile)
    expiration = sessions.expiration(of: profile)
    self.now = now
  }

  static let header = ["PROFILE", "KIND", "ACCOUNT", "REGION", "SESSION", "DEVICE"]
  private static let sessionColumn = 4

  /// For a person: of ARNs only the names.
  func cells(_ environment: [String: String]) -> [Table.Cell] {
    let fields = fields(
      kind: profile.roleARN.flatMap { Identity(arn: $0) }.map { "\(profile.kind.rawValue) \($0.user)" },
      device: profile.mfaSerial.map { Identity(arn: $0)?.user ?? $0 })
    var cells = fields.map { Table.Cell(text: $0) }
    if let expiration, environment.hasColours {
      cells[Self.sessionColumn].colour = TimeColour(expiration: expiration, at: now, environment)
    }
    return cells
  }

  var fields: [String] {
    fields(kind: profile.roleARN.map { "\(profile.kind.rawValue) \($0)" }, device: profile.mfaSerial)
  }

  private func fields(kind: String?, device: String?) -> [String] {
    let left = expiration.map { shortTimeLeft(until: $0, at: now) }
    let fields = [profile.name, kind ?? profile.kind.rawValue, account, profile.region, left, device]
    return fields.map { printable($0 ?? "-") }
  }

  enum CodingKeys: String, CodingKey {
    case profile, kind, account, role, device, region, expiration, mfa
    case secondsLeft = "seconds_left"
  }

  /// Every key is always there.
  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(profile.name, forKey: .profile)
    try object.encode(profile.kind.rawValue, forKey: .kind)
    try object.encode(account, forKey: .account)
    try object.encode(profile.roleARN, forKey: .role)
    try object.encode(profile.mfaSerial, forKey: .device)
    try object.encode(profile.region, forKey: .region)
    try object.encode(expiration.map(rfc3339), forKey: .expiration)
    try object.encode(expiration.map { max(0, $0 - now) }, forKey: .secondsLeft)
    try object.encode(profile.needsMFA, forKey: .mfa)
  }
}
