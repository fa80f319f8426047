import Foundation
import TestSupport
import Testing

@Suite("status")
struct StatusTests {
  /// What `status --json` prints, in which every key is always there.
  private struct Status: Decodable, Equatable {
    let profile, account, user, role, expiration, source: String?
    let secondsLeft: Int?
    let valid: Bool
    let waiting: [Waiting]

    struct Waiting: Decodable, Equatable {
      let program, profile: String
      let process, seconds: Int
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
      case profile, account, user, role, expiration, source, valid, waiting
      case secondsLeft = "seconds_left"
    }
  }

  private func status(_ home: Home, _ arguments: String..., environment: [String: String] = [:]) throws -> (
    Status, Int32
  ) {
    let result = try run(
      [Project.program, "status", "--json"] + arguments,
      environment: home.environment.merging(Home.offline) { $1 }.merging(environment) { $1 })
    let data = Data(result.output.utf8)
    let keys = (try JSONSerialization.jsonObject(with: data) as? [String: Any])?.keys.sorted()
    #expect(keys == Status.CodingKeys.allCases.map(\.rawValue).sorted())
    return (try JSONDecoder().decode(Status.self, from: data), result.status)
  }

  @Test("is that of the environment first")
  func environment() throws {
    let home = try Home()
    try home.cacheSession()
    let exported = try home.run("-p", "dev", "-e", "--format", "env").output.split(separator: "\n").map {
      let pair = $0.split(separator: "=", maxSplits: 1)
      return (String(pair[0]), String(pair[1]))
    }
    let variables = Dictionary(exported) { $1 }
    let (found, code) = try status(home, environment: variables)
    #expect(code == 0 && found.valid && found.source == "environment" && found.profile == "dev")
    #expect(found.user == home.user.user && found.account == home.user.account && found.role == nil)
    #expect(found.expiration == variables["AWS_CREDENTIAL_EXPIRATION"])
    #expect((3000...3600).contains(found.secondsLeft ?? 0))
    let expired = try status(home, environment: variables.merging(["AWS_MFA_SESSION_EXPIRES": "1000"]) { $1 })
    #expect(expired.1 == 1 && !expired.0.valid && expired.0.secondsLeft == 0)
    let short = try home.run("status", "--short", environment: variables)
    #expect(short.status == 0 && (short.output == "dev 59m\n" || short.output == "dev 1h00m\n"), "\(short)")
    let words = try home.run("status", environment: variables)
    #expect(
      words.output.contains("user     \(home.user.user)@\(home.user.account)\n")
        && words.output.contains("from     the environment\n"), "\(words)")
  }

  @Test("is that of a session that somebody else has exported, as far as it is known")
  func foreign() throws {
    let variables = ["AWS_ACCESS_KEY_ID": "ASIAX", "AWS_SECRET_ACCESS_KEY": "x", "AWS_SESSION_TOKEN": "x"]
    let (found, code) = try status(Home(), environment: variables)
    #expect(code == 1 && found.source == "environment" && found.profile == nil && found.expiration == nil)
    let known = variables.merging(["AWS_CREDENTIAL_EXPIRATION": "2099-01-01T00:00:00Z"]) { $1 }
    #expect(try status(Home(), environment: known).1 == 0)
  }

  @Test("is that of the cache where a profile is named, or AWS_PROFILE names one")
  func cache() throws {
    let home = try Home()
    #expect(try status(home, "dev").1 == 1)
    try home.cacheSession()
    for found in try [
      status(home, "dev"), status(home, "-p", "dev"), status(home, environment: ["AWS_PROFILE": "dev"]),
    ] {
      #expect(found.1 == 0 && found.0.source == "cache" && found.0.user == home.user.user)
    }
  }

  @Test("is not that of another session of the same role, device or partition")
  func precise() throws {
    let home = try Home()
    let role = try home.emulator.makeRole(externalID: "between-us")
    try home.configure("[profile good]\nrole_arn = \(role)\nsource_profile = dev\nexternal_id = between-us")
    try home.configure("[profile bad]\nrole_arn = \(role)\nsource_profile = dev")
    try home.configure("[profile tool]\ncredential_process = aws-mfa-session credential-process -p good")
    try home.cacheSession()
    #expect(try home.run("-p", "good", "-e").status == 0)
    #expect(try status(home, "good").1 == 0 && status(home, "tool").0.role == role)
    #expect(try status(home, "bad").1 == 1)
    #expect(try status(home, "dev", environment: ["AWS_MFA_SERIAL": "other"]).1 == 1)
    #expect(try status(home, "dev", environment: ["AWS_REGION": "cn-north-1"]).1 == 1)
    #expect(try home.run("clear", "bad").errors.contains("no cached session of bad"))
    #expect(try home.run("clear", "tool").errors.contains("removed 1 cached session of tool"))
    #expect(try status(home, "dev").1 == 0)
  }

  @Test("tells of a role")
  func role() throws {
    let home = try Home()
    let role = try home.emulator.makeRole()
    try home.configure("[profile admin]\nrole_arn = \(role)\nsource_profile = dev")
    try home.cacheSession()
    #expect(try status(home, "admin").1 == 1)
    #expect(try home.run("-p", "admin", "-e").status == 0)
    let (found, code) = try status(home, "admin")
    #expect(code == 0 && found.role == role && found.account == "210987654321" && found.user == home.user.user)
  }

  @Test("is that of a section of the credentials file")
  func written() throws {
    let home = try Home()
    try home.cacheSession()
    #expect(try home.run("-p", "dev", "-u", "dev-mfa").status == 0)
    let (found, code) = try status(home, "dev-mfa")
    #expect(
      code == 0 && found.source == "credentials-file" && found.user == home.user.user && found.profile == "dev-mfa")
  }

  @Test("is none, which the exit status tells", arguments: [[], ["--short"]])
  func none(options: [String]) throws {
    let result = try run([Project.program, "status"] + options, environment: Home().environment)
    #expect(result.status == 1 && result.output == "")
    #expect(options.isEmpty == result.errors.contains("Profile \"default\" has no session here"))
  }

  @Test("of an unknown profile is a mistake")
  func unknown() throws {
    let result = try Home().run("status", "nobody")
    #expect(result.status == 78 && result.errors.contains("Profile \"nobody\""))
  }

  @Test("takes no options that make a session", arguments: [["-c", "123456"], ["-e"], ["--force"], ["-d", "900"]])
  func options(options: [String]) throws {
    let result = try run([Project.program, "status"] + options, environment: Home().environment)
    #expect(result.status == 64 && result.errors.contains("nknown option"), "\(result)")
  }
}
