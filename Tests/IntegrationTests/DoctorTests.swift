import Foundation
import TestSupport
import Testing

@Suite("doctor")
struct DoctorTests {
  struct Finding: Decodable {
    let problem, reason, fix: String
  }

  /// A home in which nothing is wrong.
  private func healthyHome() throws -> Home {
    var home = try Home()
    home.environment["SHELL"] = "/bin/bash"
    try home.folder.write("eval \"$(aws-mfa-session init bash)\"\n", to: ".bashrc")
    try home.shell("sh", "chmod 600 ~/.aws/*")
    return home
  }

  private func findings(_ home: Home) throws -> [Finding] {
    let result = try home.run("doctor", "--json", environment: Home.offline)
    let found = try JSONDecoder().decode([Finding].self, from: Data(result.output.utf8))
    #expect(result.status == (found.isEmpty ? 0 : 1) && result.errors.isEmpty, "\(result)")
    return found
  }

  /// A fault: shell commands that plant it, variables, and what is said of it.
  struct Fault: CustomTestStringConvertible, Sendable {
    let problem: String
    var script = ""
    var environment: [String: String] = [:]
    let fix: String

    var testDescription: String { problem }
  }

  private static let keys = "aws_access_key_id = AKIAX\\naws_secret_access_key = x\\n"
  private static let session =
    "aws_access_key_id = ASIAX\\naws_secret_access_key = x\\naws_session_token = x\\nexpiration = 2020-01-01T00:00:00Z\\n"

  private static let faults = [
    Fault(
      problem: "~/.aws/credentials is open to other users.", script: "chmod 644 ~/.aws/credentials", fix: "chmod 600 "),
    Fault(
      problem: "line 1: text before the first [section].", script: "echo key >~/.aws/config",
      fix: "Put a section header"),
    Fault(
      problem: "The folder for cached sessions,",
      script: "mkdir -p ~/.local/state/aws-mfa-session; chmod 755 ~/.local/state/aws-mfa-session",
      fix: "chmod 700"),
    Fault(
      problem: "Profile \"dev\" has different keys in ~/.aws/credentials and ~/.aws/config.",
      script: "printf '\(keys)' >>~/.aws/config",
      fix: "Remove the keys from one"),
    Fault(
      problem: "Profile \"r\" has the source_profile \"dve\", which does not exist.",
      script: "printf '[profile r]\\nrole_arn = arn:aws:iam::1:role/r\\nsource_profile = dve\\n' >>~/.aws/config",
      fix: "Correct its name"),
    Fault(
      problem: "form a loop",
      script: "printf '[profile a]\\nsource_profile = b\\n[profile b]\\nsource_profile = a\\n' >>~/.aws/config",
      fix: "keys of its own"),
    Fault(
      problem: "is a security key or passkey",
      script: "sed -i 's|mfa_serial = .*|mfa_serial = arn:aws:iam::1:u2f/user/a/b|' ~/.aws/config",
      fix: "aws login --profile dev"),
    Fault(
      problem: "The session in profile \"old\" expired", script: "printf '[old]\\n\(session)' >>~/.aws/credentials",
      fix: "Renew it with the tool that wrote it."),
    Fault(
      problem: "AWS_ACCESS_KEY_ID is set beside AWS_PROFILE (dev).",
      environment: ["AWS_PROFILE": "dev", "AWS_ACCESS_KEY_ID": "AKIAX"],
      fix: "Unset one"),
    Fault(
      problem: "Profile \"dve\" (from AWS_PROFILE) not found", environment: ["AWS_PROFILE": "dve"],
      fix: "Did you mean \"dev\"?"),
    Fault(
      problem: "The session in the environment, of another tool, expired",
      environment: [
        "AWS_ACCESS_KEY_ID": "ASIAX", "AWS_SESSION_TOKEN": "x", "AWS_CREDENTIAL_EXPIRATION": "2020-01-01T00:00:00Z",
      ],
      fix: "unset AWS_ACCESS_KEY_ID"),
    Fault(
      problem: "~/.bashrc does not load the shell integration.", script: "rm ~/.bashrc",
      fix: "eval \"$(aws-mfa-session init bash)\""),
    Fault(
      problem: "AWS_MFA_SESSION_MARGIN is \"soon\"", environment: ["AWS_MFA_SESSION_MARGIN": "soon"],
      fix: "a time such as 10m"),
    Fault(
      problem: "AWS_MFA_SESSION_WAIT is \"-1\"", environment: ["AWS_MFA_SESSION_WAIT": "-1"], fix: "a time such as 10m"),
    Fault(
      problem: "AWS_MFA_SESSION_ASK is \"window\"", environment: ["AWS_MFA_SESSION_ASK": "window"],
      fix: "pinentry or none"),
    Fault(
      problem: "AWS_MFA_SESSION_PICKER is \"x\"", environment: ["AWS_MFA_SESSION_PICKER": "x"], fix: "fzf, list or none"
    ),
  ]

  @Test("finds a fault, and says how to fix it", arguments: faults)
  func fault(fault: Fault) throws {
    var home = try healthyHome()
    try home.shell("bash", fault.script)
    home.environment.merge(fault.environment) { $1 }
    let found = try findings(home)
    #expect(
      found.contains { $0.problem.contains(fault.problem) && $0.fix.contains(fault.fix) && !$0.reason.isEmpty },
      "\(found)")
    let text = try home.run("doctor", environment: Home.offline)
    #expect(text.status == 1 && text.output.contains(fault.problem) && text.output.contains(fault.fix), "\(text)")
  }

  @Test(
    "finds nothing in a healthy home",
    arguments: [
      "true", "export AWS_PROFILE=dev",
      "export AWS_REGION=eu-west-1 AWS_MFA_SESSION_DURATION=12h AWS_MFA_SESSION_ASK=none",
      "printf '[profile sso]\\nsso_start_url = https://example.com\\nsso_account_id = 1\\n' >>~/.aws/config",
      "printf '[profile r]\\nrole_arn = arn:aws:iam::1:role/r\\nsource_profile = dev\\n' >>~/.aws/config",
      "aws-mfa-session -q -p dev -u dev-mfa", "rm ~/.aws/config", "export SHELL=/bin/dash",
      "eval \"$(aws-mfa-session -q -p dev -e)\"",
      "printf '[profile p]\\ncredential_process = false\\n[profile browser]\\nlogin_session = x\\n' >>~/.aws/config",
    ])
  func healthy(script: String) throws {
    let home = try healthyHome()
    try home.cacheSession()
    let result = try home.shell("bash", "\(script) || exit; aws-mfa-session doctor")
    #expect(result.status == 0 && result.output.hasSuffix("No problems found.\n"), "\(result)")
  }
}
