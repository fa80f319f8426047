import Foundation
import TestSupport
import Testing

@Suite("use and off")
struct UseTests {
  private static let shells = ShellSession.kinds

  @Test("start a session in this shell, and leave it with everything as it was", arguments: shells)
  func roundTrip(shell: String) throws {
    let session = try ShellSession(
      shell, Home(),
      environment: ["AWS_PROFILE": "it's \"mine\" $x", "AWS_REGION": "eu-north-1", "AWS_ACCESS_KEY_ID": "AKIAMINE"])
    let show = "env | grep '^AWS' | sort | cat -v"
    let before = try session.run(show)
    try session.answer("aws-mfa-session use dev")
    let during = try session.run(show)
    #expect(during.contains("AWS_MFA_SESSION_PROFILE=dev") && !during.contains("AWS_PROFILE="))
    try session.run("aws-mfa-session off")
    #expect(try session.run(show).withoutEscapes == before.withoutEscapes)
  }

  @Test("switch between profiles, and off leads back to the beginning", arguments: shells)
  func switching(shell: String) throws {
    let home = try Home()
    let other = try home.addProfile("prod")
    let session = try ShellSession(shell, home, environment: ["AWS_PROFILE": "mine"])
    try session.answer("aws-mfa-session use dev")
    session.type("aws-mfa-session use prod")
    try session.expect("MFA code for \(other.user)@")
    session.terminal.type(try home.emulator.code(other.devices[0]))
    try session.awaitPrompt()
    #expect(try session.run("echo \"<$AWS_MFA_SESSION_PROFILE>\"").contains("<prod>"))
    try session.run("aws-mfa-session off")
    #expect(try session.run("echo \"<$AWS_MFA_SESSION_PROFILE$AWS_PROFILE>\"").contains("<mine>"))
  }

  @Test("leave fish's universal variables alone")
  func universal() throws {
    let session = try ShellSession("fish", Home(), before: "set -Ux AWS_PROFILE mine; set -Ux AWS_REGION eu-north-1")
    try session.answer("aws-mfa-session use dev")
    try session.run("aws-mfa-session off")
    let shown = try session.run("set -S AWS_PROFILE AWS_REGION | grep set").withoutEscapes
    #expect(
      shown.contains("$AWS_PROFILE: set in universal scope, exported")
        && !shown.contains("$AWS_PROFILE: set in global scope"))
    #expect(shown.contains("$AWS_REGION: set in universal scope, exported"))
  }

  @Test("off is not followed by a question", arguments: shells)
  func notAskedAgain(shell: String) throws {
    let session = try ShellSession(shell, Home(), environment: ["AWS_PROFILE": "dev"])
    try session.answer("aws-mfa-session use")
    try session.run("aws-mfa-session off")
    #expect(try session.run("aws s3 ls").contains("<aws key=: s3 ls>"))
  }

  @Test("use without success changes nothing, and has the program's status", arguments: shells)
  func failure(shell: String) throws {
    let session = try ShellSession(shell, Home())
    try session.run("aws-mfa-session use nobody")
    #expect(try session.lastStatus() == "78")
    #expect(try session.run("echo \"<$AWS_MFA_SESSION_PROFILE>\"").contains("<>"))
  }

  @Test("use takes the options that say which session is meant", arguments: shells)
  func options(shell: String) throws {
    let session = try ShellSession(shell, Home())
    let code = try session.home.emulator.code(session.home.device)
    try session.run("aws-mfa-session use dev -c \(code) -d 900 -r eu-central-1")
    let shown = try session.run("env")
    #expect(shown.contains(#"AWS_MFA_SESSION_OPTIONS={"duration":900}"#) && shown.contains("AWS_REGION=eu-central-1"))
  }

  @Test(
    "options that have no meaning for a subcommand are refused",
    arguments: [
      ["use", "dev", "-e"], ["off", "-p", "dev"], ["init", "bash", "-s"], ["completions", "zsh", "-u", "x"],
      ["-e", "use", "dev"], ["-p", "dev", "off"], ["--shell", "status"],
    ])
  func meaningless(arguments: [String]) throws {
    let result = try run([Project.program] + arguments, environment: [:])
    #expect(result.status == 64 && result.output == "" && result.errors.contains("nknown option"))
  }

  @Test("a region that a profile brought goes with it; the user's own stays", arguments: shells)
  func regions(shell: String) throws {
    let home = try Home()
    let other = try home.addProfile("prod")
    let show = "env | grep -c REGION=eu-west-1; env | grep -c REGION=eu-north-1"
    let session = try ShellSession(shell, home)
    try session.run("aws-mfa-session use dev -c \(try home.emulator.code(home.device))")
    #expect(try session.run(show).withoutEscapes.contains(#/3\s+0\s/#))
    try session.run("aws-mfa-session use prod -c \(try home.emulator.code(other.devices[0]))")
    #expect(try session.run(show).withoutEscapes.contains(#/\s0\s+0\s/#))

    let own = try ShellSession(
      shell, home, before: ShellSession.expired(shell, secondsAgo: -2000),
      environment: ["AWS_REGION": "eu-north-1", "AWS_DEFAULT_REGION": "eu-north-1"])
    #expect(
      try own.run("aws-mfa-session off").contains("the variables that this shell had before the session are not known"))
    #expect(try own.run(show).withoutEscapes.contains(#/\s0\s+2\s/#))
  }

  @Test("off without a session says so", arguments: shells)
  func nothingToLeave(shell: String) throws {
    #expect(try ShellSession(shell, Home()).run("aws-mfa-session off").contains("no session in this shell"))
  }

  @Test("off after a renewal of a session that came with the environment leaves none", arguments: shells)
  func renewedInherited(shell: String) throws {
    let session = try ShellSession(shell, Home(), before: ShellSession.expired(shell))
    try session.answer("aws s3 ls")
    try session.run("aws-mfa-session off")
    #expect(try session.run("echo \"<$AWS_MFA_SESSION_PROFILE$AWS_SESSION_TOKEN>\"").contains("<>"))
  }

  @Test("off leaves a session that came with the environment", arguments: shells)
  func inherited(shell: String) throws {
    let session = try ShellSession(shell, Home(), before: ShellSession.expired(shell, secondsAgo: -2000))
    try session.run("aws-mfa-session off")
    #expect(try session.run("echo \"<$AWS_MFA_SESSION_PROFILE$AWS_SESSION_TOKEN>\"").contains("<>"))
  }

  @Test("help is shown, not evaluated", arguments: shells)
  func help(shell: String) throws {
    let session = try ShellSession(shell, Home())
    #expect(try session.run("aws-mfa-session use --help").contains("USAGE: aws-mfa-session use"))
  }

  @Test("every other call goes straight to the program, status and all", arguments: shells)
  func others(shell: String) throws {
    let session = try ShellSession(shell, Home())
    #expect(try session.run("aws-mfa-session --version").contains("aws-mfa-session 1"))
    try session.run("aws-mfa-session -p dev")
    #expect(try session.lastStatus() == "64")
  }

  @Test("use has a short name, if one is wished for", arguments: shells)
  func shortName(shell: String) throws {
    let session = try ShellSession(shell, Home(), initOptions: "--cmd mfa")
    try session.answer("mfa dev")
    #expect(try session.run("echo \"<$AWS_MFA_SESSION_PROFILE>\"").contains("<dev>"))
  }

  @Test("without the integration say what to put into the rc file", arguments: shells, ["use", "off"])
  func withoutIntegration(shell: String, command: String) throws {
    let home = try Home()
    let result = try home.shell(shell, "aws-mfa-session \(command); exit $\(shell == "fish" ? "status" : "?")")
    #expect(result.status == 64 && result.output == "")
    #expect(result.errors.contains("init \(shell)"))
  }
}

extension String {
  /// What a terminal shows, without colours, cursor movements and titles.
  var withoutEscapes: String {
    replacing(
      /\u{1B}\][^\u{7}\u{1B}]*(?:\u{7}|\u{1B}\\)|\u{1B}\[[0-9;?<>=]*[a-zA-Z]|\u{1B}[=>]|\u{1B}\([A-Z0-9]|\u{F}/,
      with: "")
  }
}

extension Home {
  /// Adds a profile with another user.
  func addProfile(_ name: String) throws -> Emulator.User {
    let other = try emulator.makeUser()
    let keys =
      "\n[\(name)]\naws_access_key_id = \(other.accessKeyId)\naws_secret_access_key = \(other.secretAccessKey)\n"
    try folder.write(credentials + keys, to: ".aws/credentials")
    try folder.write(
      folder.read(".aws/config") + "\n[profile \(name)]\nmfa_serial = \(other.devices[0].serial)\n", to: ".aws/config")
    return other
  }
}
