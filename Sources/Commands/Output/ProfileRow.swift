import Profiles
import Session
import Terminal

/// A profile and its session in a list.
struct ProfileRow: Encodable {
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

  private static let header = ["PROFILE", "KIND", "ACCOUNT", "REGION", "SESSION", "DEVICE"]
  private static let sessionColumn = 4

  /// The cells for the table at a terminal.
  static func table(_ rows: [ProfileRow], _ environment: [String: String]) -> Table {
    Table(header: header, rows: rows.map { $0.cells(environment) }, flexible: [5, 1, 0])
  }

  /// The name at the end of an ARN.
  private func cells(_ environment: [String: String]) -> [Table.Cell] {
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
