import Foundation
import TestSupport
import Testing

@Suite("doctor")
struct DoctorTests {
  struct Finding: Decodable {
    let problem, reason, fix: String
    let fixable: Bool
  }

  /// A home in which nothing is wrong.
  private func healthyHome() throws -> Home {
    var home = try Home()
    home.environment["SHELL"] = "/bin/bash"
    try home.folder.write("eval \"$(aws-mfa-session init bash)\"\n", to: ".bashrc")
    try home.shell("sh", "chmod 600 ~/.aws/*")
    return home
  }

  private func findings(_ home: Home, isOnline: Bool = false) throws -> [Finding] {
    let result =
      isOnline
      ? try home.run("doctor", "--json", "--online")
      : try home.run("doctor", "--json", environment: Home.offline)
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
    var isFixable = false

    var testDescription: String { problem }
  }

  private static let keys = "aws_access_key_id = AKIAX\\naws_secret_access_key = x\\n"
  private static let session =
    "aws_access_key_id = ASIAX\\naws_secret_access_key = x\\naws_session_token = x\\nexpiration = 2020-01-01T00:00:00Z\\n"

  private static let faults = [
    Fault(
      problem: "~/.aws/credentials is open to other users.", script: "chmod 644 ~/.aws/credentials", fix: "chmod 600 ",
      isFixable: true),
    Fault(problem: "There are no profiles in ~/.aws", script: "rm -r ~/.aws", fix: "aws configure"),
    Fault(
      problem: "line 1: text before the first [section].", script: "echo key >~/.aws/config",
      fix: "Put a section header"),
    Fault(
      problem: "The folder for cached sessions,",
      script: "mkdir -p ~/.local/state/aws-mfa-session; chmod 755 ~/.local/state/aws-mfa-session",
      fix: "chmod 700", isFixable: true),
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
      fix: "eval \"$(aws-mfa-session init bash)\"", isFixable: true),
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
    Fault(
      problem: "AWS_MFA_SESSION_DURATION is \"60\"", environment: ["AWS_MFA_SESSION_DURATION": "60"],
      fix: "900 to 129600 seconds"),
    Fault(
      problem: "AWS_MFA_SESSION_MIN_LIFE is \"terraform=long\"",
      environment: ["AWS_MFA_SESSION_MIN_LIFE": "terraform=long"], fix: "terraform=15m"),
    Fault(
      problem: "AWS_MFA_SESSION_HOOK is \"off\"", environment: ["AWS_MFA_SESSION_HOOK": "off"], fix: "0 for off"),
    Fault(
      problem: "mfa_duration is \"2d\" (from profile dev", script: "echo 'mfa_duration = 2d' >>~/.aws/config",
      fix: "12h"),
    Fault(
      problem: "mfa_prompt is \"window\"", script: "echo 'mfa_prompt = window' >>~/.aws/config", fix: "pinentry or none"
    ),
    Fault(
      problem: "~/.aws/config is open to other users.",
      script: "printf '[profile k]\\n\(keys)' >>~/.aws/config; chmod 644 ~/.aws/config",
      fix: "chmod 600 ", isFixable: true),
    Fault(
      problem: "No AWS tool reads the section [staging] in ~/.aws/config.",
      script: "printf '[staging] # mine\\nregion = eu-west-1\\n' >>~/.aws/config", fix: "[profile staging]",
      isFixable: true),
    Fault(
      problem: "No AWS tool reads the section [profile staging] in ~/.aws/credentials.",
      script: "printf '\\n[profile staging]\\n\(keys)' >>~/.aws/credentials", fix: "Rename it to [staging]",
      isFixable: true),
    Fault(
      problem: "The mfa_serial of profile \"dev\" is in quotes in ~/.aws/config.",
      script: "sed -i 's|mfa_serial = \\(.*\\)|mfa_serial = \"\\1\"|' ~/.aws/config", fix: "Remove the quotes",
      isFixable: true),
    Fault(
      problem: "Profile \"dev\" has no mfa_serial.", script: "sed -i '/mfa_serial/d' ~/.aws/config",
      fix: "mfa_serial = arn:",
      isFixable: true),
    Fault(
      problem: "is of account 210987654321, its key of account 123456789012.",
      script: "sed -i 's|\\(mfa_serial.*\\)123456789012|\\1210987654321|' ~/.aws/config", fix: "mfa_serial = arn:",
      isFixable: true),
    Fault(
      problem: "has no aws_secret_access_key",
      script: "printf '\\n[half]\\naws_access_key_id = AKIAX\\n' >>~/.aws/credentials",
      fix: "id and a secret"),
    Fault(
      problem: "Profile \"r\" has a role_arn, but no source_profile.",
      script: "printf '[profile r]\\nrole_arn = arn:aws:iam::1:role/r\\n' >>~/.aws/config", fix: "source_profile"),
    Fault(
      problem: "The credential_process of profile \"p\" cannot be run: no-such-program.",
      script: "printf '[profile p]\\ncredential_process = no-such-program --json\\n' >>~/.aws/config", fix: "Install it"
    ),
    Fault(
      problem: "The region of profile \"dev\" is an availability zone: eu-west-1a.",
      script: "sed -i 's|^region = .*|region = eu-west-1a|' ~/.aws/config", fix: "eu-west-1."),
    Fault(
      problem: "~/.bashrc assigns to PROMPT_COMMAND after", script: "printf 'PROMPT_COMMAND=date\\nx=1\\n' >>~/.bashrc",
      fix: "Move the line", isFixable: true),
    Fault(
      problem: "cannot be used: is incomplete",
      script: "for file in ~/.local/state/aws-mfa-session/????????????????????????????????; do echo x >$file; done",
      fix: "rm ", isFixable: true),
    Fault(
      problem: "AWS_CONFIG_FILE names a file that does not exist: ~/.aws/confg.",
      environment: ["AWS_CONFIG_FILE": "~/.aws/confg"],
      fix: "Correct or unset"),
    Fault(
      problem: "XDG_STATE_HOME is not an absolute path: state.", environment: ["XDG_STATE_HOME": "state"], fix: "unset"),
    Fault(
      problem: "AWS_ACCESS_KEY_ID is set without AWS_SECRET_ACCESS_KEY.", environment: ["AWS_ACCESS_KEY_ID": "AKIAX"],
      fix: "Set both"),
    Fault(
      problem: "AWS_SESSION_TOKEN is set without keys.", environment: ["AWS_SESSION_TOKEN": "x"],
      fix: "unset AWS_SESSION_TOKEN"),
    Fault(
      problem: "AWS_SESSION_TOKEN is set beside a long-term key.",
      environment: ["AWS_ACCESS_KEY_ID": "AKIAX", "AWS_SECRET_ACCESS_KEY": "x", "AWS_SESSION_TOKEN": "x"],
      fix: "unset AWS_SESSION_TOKEN"),
    Fault(
      problem: "AWS_PROFILE is \"dev\" and AWS_DEFAULT_PROFILE is \"other\".",
      environment: ["AWS_PROFILE": "dev", "AWS_DEFAULT_PROFILE": "other"], fix: "Unset one"),
    Fault(
      problem: "AWS_REGION is \"eu-west-1\" and AWS_DEFAULT_REGION is \"us-east-1\".",
      environment: ["AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "us-east-1"], fix: "Unset one"),
    Fault(
      problem: "AWS_MFA_SESSION_ASK is pinentry, but no pinentry",
      environment: ["AWS_MFA_SESSION_ASK": "pinentry", "PATH": "/nowhere"],
      fix: "Install pinentry"),
    Fault(
      problem: "there is no program for desktop notifications.",
      environment: ["AWS_MFA_SESSION_WAIT": "60", "DISPLAY": ":7", "PATH": "/nowhere"], fix: "libnotify-bin"),
  ]

  private func home(with fault: Fault) throws -> Home {
    var home = try healthyHome()
    try home.cacheSession()
    try home.shell("bash", fault.script)
    home.environment.merge(fault.environment) { $1 }
    return home
  }

  @Test("finds a fault, and says how to fix it", arguments: faults)
  func fault(fault: Fault) throws {
    let home = try home(with: fault)
    let found = try findings(home)
    let finding = try #require(
      found.first { $0.problem.contains(fault.problem) && $0.fix.contains(fault.fix) && !$0.reason.isEmpty }, "\(found)"
    )
    #expect(finding.fixable == fault.isFixable)
    let text = try home.run("doctor", environment: Home.offline)
    #expect(text.status == 1 && text.output.contains(fault.problem) && text.output.contains(fault.fix), "\(text)")
  }

  @Test("--fix asks and changes, and --undo brings back every byte and mode", arguments: faults.filter(\.isFixable))
  func fix(fault: Fault) throws {
    let home = try home(with: fault)
    let before = try home.snapshot()
    let declined = try home.start("doctor", "--fix", environment: Home.offline)
    try declined.expect("Make this change? [y/N] ")
    declined.type("n\n")
    #expect(try declined.finish() == 1)
    #expect(try home.snapshot() == before)

    let session = try home.start("doctor", "--fix", environment: Home.offline)
    try session.expect(fault.problem)
    try session.expect("Make this change? [y/N] ")
    session.type("y\n")
    #expect(try session.finish() == 0, "\(session.transcript)")
    #expect(!session.transcript.contains(home.user.secretAccessKey))
    #expect(try home.snapshot() != before)
    #expect(try findings(home).isEmpty)

    let undo = try home.start("doctor", "--undo")
    try undo.expect("Take this back? [Y/n] ")
    undo.type("\n")
    #expect(try undo.finish() == 0, "\(undo.transcript)")
    #expect(try home.snapshot() == before)
  }

  @Test("--undo takes back only its own lines of a file that was edited since")
  func undoAfterEdit() throws {
    let home = try home(with: Fault(problem: "", script: "rm ~/.bashrc; echo 'alias l=ls' >~/.bashrc", fix: ""))
    let session = try home.start("doctor", "--fix", environment: Home.offline)
    try session.expect("Make this change? [y/N] ")
    session.type("y\n")
    #expect(try session.finish() == 0)
    try home.shell("sh", "echo 'alias m=more' >>~/.bashrc")
    let undo = try home.start("doctor", "--undo")
    try undo.expect("Take this back? [Y/n] ")
    undo.type("y\n")
    #expect(try undo.finish() == 0)
    #expect(home.folder.read(".bashrc") == "alias l=ls\nalias m=more\n")
  }

  @Test("--fix without a terminal changes nothing and says so")
  func fixWithoutTerminal() throws {
    let home = try home(with: Fault(problem: "", script: "chmod 644 ~/.aws/credentials", fix: ""))
    let before = try home.snapshot()
    let result = try home.run("doctor", "--fix")
    #expect(result.status == 66 && result.errors.contains("no terminal"), "\(result)")
    #expect(try home.snapshot() == before)
  }

  // MARK: Online

  @Test("--online finds what only AWS knows, without a code")
  func online() throws {
    let home = try healthyHome()
    #expect(try findings(home, isOnline: true).isEmpty)

    try home.emulator.setClock(of: home.user, ahead: 1230)
    #expect(try findings(home, isOnline: true).map(\.problem) == ["The clock of this machine is 20 minutes slow."])
    try home.emulator.setClock(of: home.user, ahead: 0)

    try home.shell("sh", "sed -i '/mfa_serial/d' ~/.aws/config")
    let missing = try findings(home, isOnline: true)
    #expect(
      missing.map(\.problem) == ["Profile \"dev\" has no mfa_serial."] && missing[0].fix.contains(home.device.serial))
    try home.configure("mfa_serial = arn:aws:iam::123456789012:mfa/somebody-else")
    let other = try findings(home, isOnline: true)
    #expect(other.count == 1 && other[0].problem.contains("is no MFA device of \(home.user.user)@") && other[0].fixable)

    try home.shell("sh", "sed -i 's/aws_secret_access_key = ./&x/' ~/.aws/credentials")
    #expect(try findings(home, isOnline: true).contains { $0.problem.hasPrefix("AWS refused the signature") })
    let unreachable = try home.run("doctor", "--online", "--json", environment: Home.offline)
    #expect(unreachable.status == 1 && unreachable.output.contains("Cannot reach 127.0.0.1"), "\(unreachable)")
    let proxy = try home.run(
      "doctor", "--online", "--json",
      environment: ["AWS_ENDPOINT_URL": "https://sts.example.com", "HTTPS_PROXY": "http://127.0.0.1:1"])
    #expect(proxy.status == 1 && proxy.output.contains("HTTPS_PROXY"), "\(proxy)")
    #expect(try home.calls().allSatisfy { $0 == "ListMFADevices" })
  }

  // MARK: The calling shell

  private static let shells = ShellSession.kinds

  private func doctor(in session: ShellSession) throws -> String {
    try session.run("aws-mfa-session doctor 2>&1").replacing("\r", with: "")
  }

  private func started(_ shell: String, after: String = "") throws -> ShellSession {
    let compinit = shell == "zsh" ? "autoload -Uz compinit; compinit -u" : ""
    return try ShellSession(shell, healthyHome(), before: compinit, initOptions: "", after: after)
  }

  @Test("finds nothing in a shell that has loaded the integration", arguments: shells)
  func healthyShell(shell: String) throws {
    #expect(try doctor(in: started(shell)).contains("No problems found."))
  }

  @Test("finds an integration of another version", arguments: shells)
  func oldVersion(shell: String) throws {
    let set = shell == "fish" ? "set -g __aws_mfa_session_version 0.9" : "__aws_mfa_session_version=0.9"
    #expect(try doctor(in: started(shell, after: set)).contains("of version 0.9, the program is"))
  }

  @Test("finds a hook that something has removed", arguments: ["bash", "zsh"])
  func removed(shell: String) throws {
    let remove = shell == "zsh" ? "precmd_functions=()" : "PROMPT_COMMAND='printf \"\"'"
    #expect(try doctor(in: started(shell, after: remove)).contains("Something has removed the hook"))
  }

  @Test("finds a prompt that has no place for the marker", arguments: shells)
  func segment(shell: String) throws {
    let starship =
      shell == "fish" ? "set -gx STARSHIP_SHELL fish; function enable_transience; end" : "starship_precmd() { :; }"
    let session = try started(shell, after: starship)
    #expect(try doctor(in: session).contains("~/.config/starship.toml has no segment"))
    try session.home.folder.write("[env_var.AWS_MFA_SESSION_MARKER]\n", to: ".config/starship.toml")
    #expect(try doctor(in: session).contains("No problems found."))
    try session.home.folder.write("", to: ".config/starship.toml")
    let off = shell == "fish" ? "set -x AWS_MFA_SESSION_PROMPT 0" : "export AWS_MFA_SESSION_PROMPT=0"
    #expect(try session.run("\(off); aws-mfa-session doctor").contains("No problems found."))
    if shell == "zsh" {
      #expect(try doctor(in: started(shell, after: "p10k() { : }")).contains("powerlevel10k draws the prompt"))
    }
  }

  @Test("finds that zsh's completion is not registered")
  func completion() throws {
    let session = try ShellSession("zsh", healthyHome(), initOptions: "")
    #expect(try doctor(in: session).contains("compinit has not run"))
  }

  @Test("finds a bash that cannot watch commands")
  func blind() throws {
    let home = try healthyHome()
    let session = try ShellSession(
      "bash", home, before: ShellSession.expired("bash"), integration: ShellSession.integration(ofBash: "404"),
      after: "PROMPT_COMMAND+=$'\\ntrap true DEBUG'")
    for _ in 1...3 { try session.run("echo $RANDOM") }
    #expect(try doctor(in: session).contains("this bash cannot watch commands"))
  }

  @Test("finds a shell that has not loaded the integration, although its rc file does")
  func notLoaded() throws {
    let home = try healthyHome()
    let session = try home.shellAtTerminal("aws-mfa-session doctor; true")
    #expect(
      try session.finish() == 0 && session.transcript.contains("This shell has not loaded"), "\(session.transcript)")
  }

  @Test(
    "finds nothing in a healthy home",
    arguments: [
      "true", "export AWS_PROFILE=dev",
      "export AWS_REGION=eu-west-1 AWS_MFA_SESSION_DURATION=12h AWS_MFA_SESSION_ASK=none",
      "printf '[profile sso]\\nsso_start_url = https://example.com\\nsso_account_id = 1\\n' >>~/.aws/config",
      "printf '[profile r]\\nrole_arn = arn:aws:iam::1:role/r\\nsource_profile = dev\\n' >>~/.aws/config",
      "aws-mfa-session -q -p dev -u dev-mfa", "rm -r ~/.aws/config ~/.local", "export SHELL=/bin/dash",
      "rm ~/.bashrc; export AWS_MFA_SESSION_HOOK=0",
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
