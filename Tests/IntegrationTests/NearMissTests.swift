import TestSupport
import Testing

@Suite("A word that is mistyped")
struct NearMissTests {
  private static let typos: [(line: String, meant: String)] = [
    ("statu", "status"), ("stauts", "status"), ("stat", "status"), ("lst", "list"), ("lsit", "list"), ("exce", "exec"),
    ("exe dev -- ls", "exec"), ("clera", "clear"), ("ues dev", "use"), ("iint bash", "init"),
    ("completion zsh", "completions"),
    ("credentials-process", "credential-process"), ("cred", "credential-process"), ("Status", "status"),
    ("init bahs", "bash"), ("init fsh", "fish"), ("completions zhs", "zsh"),
    ("-e --format jsno", "json"), ("-e --format powershel", "powershell"), ("-e --format st", "sts"),
    ("-e --profil dev", "--profile"), ("list --jsn", "--json"), ("-e --duratoin 900", "--duration"),
    ("-e -p alcie", "alice"), ("status alic", "alice"), ("clear Alice", "alice"), ("exec prdo -- ls", "prod"),
    ("-e -p developmnet", "development"), ("-e -p devel", "development"), ("-e -p over", "alice"),
    ("-e -p alice -c 123456 -r eu-wset-1", "eu-west-1"),
  ]

  private func home() throws -> Home {
    var home = try Home()
    home.environment["AWS_ENDPOINT_URL"] = nil
    try home.folder.write(
      ["alice", "prod", "development"].map { "[\($0)]\naws_access_key_id = AKIAX\naws_secret_access_key = x\n" }
        .joined(),
      to: ".aws/credentials")
    try home.folder.write(
      "[profile over]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = alcie\n", to: ".aws/config")
    return home
  }

  @Test("is answered with the nearest that there is", arguments: typos)
  func typo(line: String, meant: String) throws {
    let result = try home().shell("sh", "aws-mfa-session \(line)")
    #expect([64, 69, 78].contains(result.status), "\(result)")
    #expect(
      result.errors.contains("Did you mean \"\(meant)\"") || result.errors.contains("Did you mean '\(meant)'?"),
      "\(result)")
  }

  @Test(
    "is not answered with what does not resemble it",
    arguments: [
      "frobnicate", "xy", "init tcsh-6", "-e --format yaml", "-e -p qqq", "-e --qqqqqq", "status 1234", "-e -p '日本'",
    ])
  func nothing(line: String) throws {
    let result = try home().shell("sh", "aws-mfa-session \(line)")
    #expect([64, 78].contains(result.status) && !result.errors.contains("Did you mean"), "\(result)")
  }
}
