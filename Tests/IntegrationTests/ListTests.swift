import Foundation
import TestSupport
import Testing

@Suite("list")
struct ListTests {
  private func home() throws -> Home {
    let home = try Home()
    let role = "arn:aws:iam::210987654321:role/team/admin"
    try home.configure(
      """
      [profile admin]
      role_arn = \(role)
      source_profile = dev
      [profile sso]
      sso_account_id = 111111111111
      sso_start_url = https://example.awsapps.com/start
      [profile other]
      credential_process = something
      [profile signin]
      login_session = arn:aws:iam::123456789012:user/alice
      [profile "with space"]
      region = eu-north-1
      """)
    try home.cacheSession()
    #expect(try home.run("-p", "dev", "-u", "dev-mfa").status == 0)
    return home
  }

  /// What `list --json` prints of a profile, in which every key is always there.
  private struct Profile: Decodable {
    let profile, kind: String
    let account, role, device, region, expiration: String?
    let secondsLeft: Int?
    let mfa: Bool

    enum CodingKeys: String, CodingKey, CaseIterable {
      case profile, kind, account, role, device, region, expiration, mfa
      case secondsLeft = "seconds_left"
    }
  }

  private func json(_ home: Home) throws -> [Profile] {
    let result = try home.run("list", "--json", environment: Home.offline)
    let data = Data(result.output.utf8)
    for object in try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]]) {
      #expect(object.keys.sorted() == Profile.CodingKeys.allCases.map(\.rawValue).sorted())
    }
    return try JSONDecoder().decode([Profile].self, from: data)
  }

  @Test("has every profile of both files with what is known of it, as JSON of a stable shape")
  func shape() throws {
    let home = try home()
    let found = try json(home)
    #expect(
      found.map { "\($0.profile):\($0.kind)" } == [
        "admin:role", "dev:keys", "dev-mfa:session", "other:process", "signin:login", "sso:sso", "with space:none",
      ])
    let profiles = Dictionary(found.map { ($0.profile, $0) }) { first, _ in first }
    let admin = try #require(profiles["admin"])
    let dev = try #require(profiles["dev"])
    #expect(admin.account == "210987654321" && admin.role == "arn:aws:iam::210987654321:role/team/admin")
    #expect(admin.device == home.device.serial && admin.secondsLeft == nil)
    #expect(dev.account == home.user.account && dev.device == home.device.serial && dev.region == "eu-west-1")
    for live in [dev, profiles["dev-mfa"]] { #expect((3000...3600).contains(live?.secondsLeft ?? 0)) }
    #expect(profiles["dev-mfa"]?.account == home.user.account)
    #expect(profiles["sso"]?.account == "111111111111")
    #expect(try home.emulator.requests(of: home.user).map(\.action) == ["GetSessionToken"])
  }

  @Test(
    "shows only what is asked for: a part of the name, a pattern, what needs a code",
    arguments: [
      (["dev"], ["dev", "dev-mfa"]), (["DEV*"], ["dev", "dev-mfa"]), (["*o*"], ["other", "sso"]),
      (["with s"], ["with space"]),
      (["--mfa"], ["admin", "dev", "dev-mfa"]), (["--mfa", "a"], ["admin", "dev-mfa"]), (["nothing"], []),
      (["d?v"], ["dev"]),
    ])
  func filtered(arguments: [String], expected: [String]) throws {
    let home = try home()
    let result = try run([Project.program, "list"] + arguments, environment: home.environment)
    #expect(
      result.status == 0
        && result.output.split(separator: "\n").map { $0.prefix { $0 != "\t" } } == expected.map { $0[...] },
      "\(result)")
  }

  @Test(
    "shows at a terminal what is left in the marker's colours, and status too",
    arguments: [(3000, "32"), (400, "33"), (30, "31")])
  func colours(secondsLeft: Int, colour: String) throws {
    let home = try Home()
    try home.cacheSession()
    try home.age(by: 3600 - secondsLeft)
    for command in ["list", "status dev"] {
      let coloured = try home.shellAtTerminal("stty cols 200; aws-mfa-session \(command); echo end")
      #expect(try coloured.expect("end").contains("\u{1B}[\(colour)m"))
      let plain = try home.shellAtTerminal(
        "stty cols 200; aws-mfa-session \(command); echo end", environment: ["NO_COLOR": "1"])
      #expect(try !plain.expect("end").contains("\u{1B}"))
      #expect(try !home.shell("sh", "aws-mfa-session \(command)").output.contains("\u{1B}"))
    }
  }

  @Test("is lines of fields with tabs between them where it is no terminal's")
  func plain() throws {
    let home = try home()
    let lines = try home.run("list").output.split(separator: "\n").map { $0.components(separatedBy: "\t") }
    #expect(lines.count == 7 && lines.allSatisfy { $0.count == 6 })
    #expect(lines[0][..<5] == ["admin", "role arn:aws:iam::210987654321:role/team/admin", "210987654321", "-", "-"])
    #expect(lines[1][5] == home.device.serial && ["59m", "1h00m"].contains(lines[1][4]))
  }

  @Test("is a table at a terminal, a line a profile, however narrow", arguments: [20, 60, 200])
  func table(width: UInt16) throws {
    let home = try home()
    let script = "stty cols \(width); aws-mfa-session list; echo end"
    let session = try PseudoTerminal(
      ["/bin/sh", "-c", script.replacing("aws-mfa-session", with: Project.program)],
      environment: home.environment.merging(["NO_COLOR": "1"]) { $1 })
    let lines = try session.expect("end").components(separatedBy: "\r\n").dropLast()
    #expect(lines.count == 8 && lines.allSatisfy { $0.count <= width }, "\(lines)")
    #expect(lines[0].hasPrefix("PROFILE ") && lines[1].hasPrefix("admin   "))
    if width == 200 { #expect(lines[2].hasSuffix("  \(home.user.user)")) }
    if width == 60 {
      #expect(
        Set(
          lines.prefix(3).map {
            $0.range(of: "ACCOUNT|2109|1234", options: .regularExpression)?.lowerBound.utf16Offset(in: $0)
          }
        ).count == 1)
    }
  }

  @Test("is in line with wide characters, and does not give up all columns for one long name")
  func wide() throws {
    let home = try Home()
    try home.configure("[profile 開発環境]\nregion = x\n[profile \(String(repeating: "n", count: 150))]\nregion = y")
    let session = try PseudoTerminal(
      ["/bin/sh", "-c", "stty cols 70; '\(Project.program)' list; echo end"], environment: home.environment)
    let lines = try session.expect("end").components(separatedBy: "\r\n").dropLast()
    let wide = try #require(lines.first { $0.hasPrefix("開発環境") })
    let plain = try #require(lines.first { $0.hasPrefix("dev") })
    let kind = { (line: String) in line.components(separatedBy: line.contains("keys") ? "keys" : "none")[0] }
    #expect(kind(wide).count + 4 == kind(plain).count, "\(lines)")
    #expect(lines.allSatisfy { $0.count <= 70 } && plain.contains("eu-west-1"))
  }

  @Test("has 10,000 profiles, and their sessions")
  func many() throws {
    let home = try Home()
    var config = "[profile dev]\nmfa_serial = \(home.device.serial)\n"
    for number in 1...9999 {
      config +=
        "[profile p\(number)]\nrole_arn = arn:aws:iam::\(100_000_000_000 + number):role/r\nsource_profile = dev\n"
    }
    try home.folder.write(config, to: ".aws/config")
    try home.cacheSession()
    let found = try json(home)
    #expect(found.count == 10_000 && found.allSatisfy { $0.device == home.device.serial })
    #expect(found.filter { $0.secondsLeft != nil }.map(\.profile) == ["dev"])
    #expect(try home.run("list").output.split(separator: "\n").count == 10_000)
  }

  @Test("shows a name with control characters as what it is not")
  func controlCharacters() throws {
    let home = try Home()
    try home.configure("[profile a\u{1B}]0;b\u{7}c]\nregion = x")
    let output = try home.run("list").output
    #expect(!output.unicodeScalars.contains { $0.value < 32 && $0 != "\n" && $0 != "\t" })
  }
}
