import Foundation
import TestSupport
import Testing

@Suite("setup")
struct SetupTests {
  private static let shells = ShellSession.kinds

  /// The ends of the shells' own prompts: of root, and of others.
  private static let prompts = ["# ", "$ ", "> ", "% "]

  private static let question = "MFA code for "

  private func setup(_ home: Home, _ arguments: String = "") throws -> PseudoTerminal {
    try home.shellAtTerminal("exec aws-mfa-session setup \(arguments)")
  }

  /// Answers every question of a run with the same word, and the question for a code with one.
  /// - Returns: the exit status.
  @discardableResult
  private func answer(_ session: PseudoTerminal, _ word: String = "", code: String? = nil) throws -> Int32 {
    while let question = try session.next(of: ["[Y/n] ", "[y/N] ", Self.question]) {
      session.type(question == Self.question ? code ?? "\u{3}" : "\(word)\n")
    }
    return try session.finish()
  }

  @Test("leads from nothing to a shell that has the session, and back to nothing", arguments: shells)
  func all(shell: String) throws {
    let home = try Home()
    try home.shell("sh", "rm -r ~/.aws")
    let before = try home.snapshot()
    let session = try setup(home)
    try session.expect("Run aws configure to enter one? [Y/n] ")
    session.type("\n")
    try session.expect("Name of the profile [default]: ")
    session.type("work\n")
    for (question, value) in [
      ("Access Key ID", home.user.accessKeyId), ("Secret Access Key", home.user.secretAccessKey),
      ("region name", "eu-west-1"), ("output format", ""),
    ] {
      try session.expect("\(question) [None]: ")
      session.type("\(value)\n")
    }
    try session.expect("The key belongs to \(home.user.user)@\(home.user.account).")
    #expect(try answer(session, code: home.emulator.code(home.device)) == 0, "\(session.transcript)")
    #expect(session.transcript.contains(#/is valid for (1 hour|59 minutes)\./#), "\(session.transcript)")

    let person = try home.interactiveShell(shell)
    _ = try person.next(of: Self.prompts)
    person.type("aws sts get-caller-identity --profile work --query Arn --output text | tr a-z A-Z\n")
    try person.expect(home.user.arn.uppercased())
    _ = try person.next(of: Self.prompts)
    person.type("aws-mfa-session use work; echo \"<$AWS_MFA_SESSION_PROFILE>\"\n")
    try person.expect("<work>")
    _ = try person.next(of: Self.prompts)
    person.type("exit\n")
    _ = try person.finish()
    // What the shells and the AWS CLI keep by themselves is theirs.
    try home.shell(
      "sh",
      "cd; rm -rf .*history .local/share .cache .config/fish/fish_variables .config/fish/*/ .aws/cli"
    )

    #expect(try answer(setup(home, "--undo")) == 0)
    let after = try home.snapshot()
    #expect(after == before, "\(after)")
  }

  /// A home in which there is something to be kept.
  private func usedHome() throws -> Home {
    let home = try Home(serial: false)
    try home.folder.write(
      "# mine\r\n[profile dev] # note\r\nregion=eu-west-1\r\n\r\n[profile x]\r\nregion = a", to: ".aws/config")
    try home.folder.write("alias l=ls", to: ".bashrc")
    try home.folder.write("\u{FE}", to: ".zshrc")
    try home.shell(
      "sh",
      "mkdir ~/dotfiles; printf 'set x \\377\\n' >~/dotfiles/fish; mkdir -p ~/.config/fish; ln -s ../../dotfiles/fish ~/.config/fish/config.fish; chmod 640 ~/dotfiles/fish; chmod 644 ~/.bashrc"
    )
    return home
  }

  @Test("writes what is missing and nothing else, does so once, and --undo brings back every byte")
  func twice() throws {
    let home = try usedHome()
    let before = try home.snapshot()
    #expect(try answer(setup(home), code: home.emulator.code(home.device)) == 0)
    #expect(
      home.folder.read(".aws/config")
        == "# mine\r\n[profile dev] # note\r\nregion=eu-west-1\r\nmfa_serial = \(home.device.serial)\r\n\r\n[profile x]\r\nregion = a"
    )
    #expect(
      home.folder.read(".bashrc")
        == "alias l=ls\n\n# aws-mfa-session: sessions with MFA in this shell\neval \"$(aws-mfa-session init bash)\"\n")
    let after = try home.snapshot()
    let again = try setup(home)
    #expect(try answer(again) == 0)
    #expect(
      again.transcript.contains("bash: ~/.bashrc has the line already.") && again.transcript.contains("no code needed"))
    let isUnchanged = try home.snapshot() == after
    #expect(isUnchanged)
    #expect(try answer(setup(home, "--undo")) == 0)
    #expect(try home.snapshot() == before)
  }

  @Test("changes nothing when every step is skipped")
  func skipped() throws {
    let home = try usedHome()
    let before = try home.snapshot()
    #expect(try answer(setup(home), "n") == 0)
    #expect(try home.snapshot() == before)
    let nothing = try setup(home, "--undo")
    #expect(try nothing.finish() == 0 && nothing.transcript.contains("There is nothing to take back."))
  }

  @Test("--undo leaves what was written since, and names what it cannot take back")
  func editedSince() throws {
    let home = try usedHome()
    try answer(setup(home), code: home.emulator.code(home.device))
    try home.shell("sh", "echo 'alias m=more' >>~/.bashrc; sed -i 's/mfa_serial = .*/mfa_serial = mine/' ~/.aws/config")
    let undo = try setup(home, "--undo")
    #expect(try answer(undo) == 1)
    #expect(undo.transcript.contains("~/.aws/config has changed meanwhile and stays as it is."), "\(undo.transcript)")
    #expect(home.folder.read(".bashrc") == "alias l=ls\nalias m=more\n")
    #expect(home.folder.read(".aws/config").contains("mfa_serial = mine"))
  }

  @Test("lets the person choose one of several devices")
  func severalDevices() throws {
    let home = try Home(devices: [.virtual, .virtual], serial: false)
    let session = try setup(home)
    try session.expect("Which one? ")
    session.type("2")
    try answer(session, code: home.emulator.code(home.user.devices[1]))
    #expect(home.folder.read(".aws/config").contains("mfa_serial = \(home.user.devices[1].serial)"))
  }

  @Test("asks for the device where the user may not list its own")
  func denied() throws {
    let home = try Home(denied: ["iam:ListMFADevices"], serial: false)
    let session = try setup(home)
    try session.expect("ARN or serial number of the device (empty to skip): ")
    session.type("\(home.device.serial)\n")
    #expect(try answer(session, code: home.emulator.code(home.device)) == 0, "\(session.transcript)")
    #expect(home.folder.read(".aws/config").contains("mfa_serial = \(home.device.serial)"))
  }

  @Test("says what is wrong with a key or a user, goes on, and fails in the end")
  func failures() throws {
    let wrong = try Home(serial: false)
    try wrong.shell("sh", "sed -i 's/aws_secret_access_key = ./&x/' ~/.aws/credentials")
    let session = try setup(wrong)
    #expect(try answer(session, "n") == 1)
    #expect(session.transcript.contains("AWS refused the signature") && session.transcript.contains("4. First session"))

    let deviceless = try Home(devices: [], serial: false)
    let without = try setup(deviceless)
    #expect(try answer(without, "n") == 1 && without.transcript.contains("has no MFA device."))
    let keyless = try Home()
    try keyless.shell("sh", "rm -r ~/.aws")
    let none = try setup(keyless)
    #expect(try answer(none, "n") == 78 && none.transcript.contains("aws configure"))
  }

  @Test("needs a terminal")
  func withoutTerminal() throws {
    let result = try Home().run("setup")
    #expect(result.status == 66 && result.output.isEmpty && result.errors.contains("no terminal"), "\(result)")
  }
}
