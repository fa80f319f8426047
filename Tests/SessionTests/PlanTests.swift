import Profiles
import Session
import TestSupport
import Testing

/// The rules by which a shell is told what to look for, at the time 10,000.
@Suite("A plan")
struct PlanTests {
  static let now = 10_000

  struct Rule: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var environment: [String: String] = [:]
    /// When the profiles expire that were written: `dev-mfa`, then others.
    var written: [Int] = []
    var isSettled = false
    var due: Int?
    var namedDue: Int?
    var end = PlanTests.now + 600
    var marks = false
  }

  private static let live = SomeHome.exported("dev", expires: 13_600)

  static let allRules: [Rule] = [
    .init(testDescription: "wants nothing where no profile can start a session"),
    .init(testDescription: "wants an AWS line at once where one can", environment: ["AWS_PROFILE": "dev"], due: 0),
    .init(testDescription: "also by the other variable", environment: ["AWS_DEFAULT_PROFILE": "dev"], due: 0),
    .init(testDescription: "and for a role with a source", environment: ["AWS_PROFILE": "role"], due: 0),
    .init(testDescription: "but not for a profile without a device", environment: ["AWS_PROFILE": "no-mfa"]),
    .init(testDescription: "nor for an unknown one", environment: ["AWS_PROFILE": "nobody"]),
    .init(
      testDescription: "nor again once there is known to be no session", environment: ["AWS_PROFILE": "dev"],
      isSettled: true),
    .init(
      testDescription: "nor beside the keys of another tool",
      environment: ["AWS_PROFILE": "dev", "AWS_ACCESS_KEY_ID": "AKIAOTHER"]),
    .init(
      testDescription: "wants a line a minute before the session expires", environment: live, due: 13_540, marks: true),
    .init(
      testDescription: "or as AWS_MFA_SESSION_MARGIN says",
      environment: live.merging(["AWS_MFA_SESSION_MARGIN": "300"]) { $1 }, due: 13_300, marks: true),
    .init(
      testDescription: "or as the most demanding command does",
      environment: live.merging(["AWS_MFA_SESSION_MIN_LIFE": "cdk=600 terraform=900 x"]) { $1 }, due: 12_700,
      marks: true
    ),
    .init(
      testDescription: "takes no margin that is no number",
      environment: live.merging(["AWS_MFA_SESSION_MARGIN": "a[$(x)]"]) { $1 }, due: 13_540, marks: true),
    .init(
      testDescription: "holds until the margin, where another shell may have a session to adopt",
      environment: SomeHome.exported("dev", expires: 10_200), due: 10_140, end: 10_140, marks: true),
    .init(
      testDescription: "of an expired session holds as long as any",
      environment: SomeHome.exported("dev", expires: 9000), due: 8940, marks: true),
    .init(
      testDescription: "has nothing to do with a session beside another profile",
      environment: live.merging(["AWS_PROFILE": "no-mfa"]) { $1 }, marks: true),
    .init(
      testDescription: "marks none with AWS_MFA_SESSION_PROMPT=0",
      environment: live.merging(["AWS_MFA_SESSION_PROMPT": "0"]) { $1 }, due: 13_540),
    .init(
      testDescription: "wants nothing with AWS_MFA_SESSION_HOOK=0",
      environment: live.merging(["AWS_MFA_SESSION_HOOK": "0"]) { $1 }, written: [9000], marks: true),
    .init(
      testDescription: "wants a line that names a profile when the first written one expires",
      written: [12_000, 13_000],
      namedDue: 11_940),
    .init(
      testDescription: "and any AWS line when the environment names that one", environment: ["AWS_PROFILE": "dev-mfa"],
      written: [12_000, 13_000], due: 11_940, namedDue: 11_940),
  ]

  @Test("follows its rules", arguments: allRules)
  func rules(rule: Rule) throws {
    let home = try SomeHome()
    for (index, expires) in rule.written.enumerated() {
      try home.written.note(
        SomeHome.session("dev", expires: expires), as: index == 0 ? "dev-mfa" : "other-\(index)",
        in: home.files.credentials.path, options: RenewalOptions())
    }
    let environment = home.environment.merging(rule.environment) { $1 }
    let written = home.written.all
    let plan = Plan(
      environment: environment, written: written,
      finder: DueSessionFinder(glancingAt: environment, written: written), isSettled: rule.isSettled, now: Self.now)
    #expect(plan.due == rule.due)
    #expect(plan.namedDue == rule.namedDue)
    #expect(plan.end == rule.end)
    #expect((plan.marked != nil) == rule.marks)
  }

  @Test("knows the usual commands, or those that are set")
  func commands() {
    #expect(HookSettings([:]).commandNames.contains("terraform"))
    #expect(HookSettings(["AWS_MFA_SESSION_COMMANDS": " aws\tsls "]).commandNames == ["aws", "sls"])
    #expect(HookSettings(["AWS_MFA_SESSION_COMMANDS": " "]).commandNames == HookSettings.defaultCommandNames)
  }

  @Test("sees a new generation after every change of this program's files, and in no other folder than a private one")
  func generation() throws {
    let home = try SomeHome()
    var numbers = [home.store.generation().number]
    func change(_ body: () throws -> Void) throws {
      try body()
      numbers.append(home.store.generation().number)
    }
    let key = SessionKey(try home.profile("dev"), serialNumber: "serial")
    try change { _ = try home.store.save(SomeHome.session("dev", expires: 9_999_999_999), for: key) }
    try change {
      try home.written.note(
        SomeHome.session("dev", expires: 1000), as: "x", in: "/f", options: RenewalOptions())
    }
    try change { try home.written.forget(home.written.all[0]) }
    try change { try home.store.removeAll() }
    #expect(numbers.first == "" && Set(numbers).count == numbers.count)
    #expect(numbers.dropFirst().allSatisfy { $0.utf8.count == numbers[1].utf8.count })
  }

  @Test("is given a memo that survives the way through a shell")
  func memo() {
    var memo = ShellMemo()
    #expect(memo.text == "")
    memo.snoozedUntil = 5
    memo.settle(in: "one|two")
    #expect(ShellMemo(memo.text) == memo && memo.isSettled(in: "one|two") && !memo.isSettled(in: "one|three"))
    #expect(ShellMemo("settled snoozed=x $(touch bad)") == ShellMemo())
  }
}

@Suite("A glance at the files")
struct GlanceTests {
  @Test(
    "finds every profile that can start a session, and few others",
    arguments: [
      ("[profile p]\nmfa_serial = x\n", true), ("[profile p]\nregion = x\n", false), ("[p]\nMFA_Serial = x\n", true),
      ("[profile q]\nmfa_serial = x\n[profile p]\nregion = x\n", false), ("", false), ("# [p]\n# mfa_serial\n", false),
      ("[profile  \"p\"]\nrole_arn = x\n", true), ("  [p]\n  source_profile = x\n", true),
      ("[p]\nregion = x\n[q]\nmfa_serial = x", false), ("[p]\r\nmfa_serial = x\r\n", true),
      ("[DEFAULT]\nmfa_serial = x\n[p]\nregion = y\n", true), ("[p]\n", false), ("[p]", false),
      ("[p]\ncredential_process = aws-mfa-session credential-process\n", true),
    ])
  func sections(config: String, mayStart: Bool) throws {
    let folder = TemporaryFolder()
    let path = try folder.write(config, to: "config")
    let environment = ["AWS_CONFIG_FILE": path, "AWS_SHARED_CREDENTIALS_FILE": folder.path + "/none"]
    #expect(ProfileFiles.mayStartSession("p", environment) == mayStart)
  }

  @Test(
    "finds profiles whose names begin as headers of the config file do",
    arguments: ["profile", "profiles", "profile-dev"], ["credentials", "config"])
  func namedProfile(name: String, file: String) throws {
    let folder = TemporaryFolder()
    let header = file == "config" ? "profile \(name)" : name
    let path = try folder.write("[\(header)]\nmfa_serial = x\n[other]\n", to: file)
    let variable = file == "config" ? "AWS_CONFIG_FILE" : "AWS_SHARED_CREDENTIALS_FILE"
    #expect(ProfileFiles.mayStartSession(name, [variable: path, "HOME": folder.path + "/none"]))
  }

  @Test("finds it in a long file, too, and in a long section", arguments: [0, 1])
  func long(startingAt: Int) throws {
    let folder = TemporaryFolder()
    let others = (0..<5000).map { "[profile q\($0)]\nmfa_serial = x\n# \(String(repeating: "-", count: $0 % 50))\n" }
    let padding = String(repeating: "# a comment\n", count: 20_000)
    for (text, mayStart) in [
      ("[profile p]\n\(padding)mfa_serial = x\n", true), ("[profile p]\n\(padding)region = x\n", false), ("", false),
    ] {
      let path = try folder.write(
        (startingAt == 0 ? text : "") + others.joined() + (startingAt == 1 ? text : ""), to: "config")
      #expect(ProfileFiles.mayStartSession("p", ["AWS_CONFIG_FILE": path, "HOME": folder.path]) == mayStart)
    }
  }

  @Test("does not judge what it cannot read or a name that needs quotes")
  func doubt() {
    #expect(ProfileFiles.mayStartSession("p", ["AWS_CONFIG_FILE": "/"]))
    #expect(ProfileFiles.mayStartSession("my dev", ["AWS_CONFIG_FILE": "/nowhere"]))
  }
}
