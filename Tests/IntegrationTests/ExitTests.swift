import Foundation
import TestSupport
import Testing

/// One test for each exit status, each with a real cause; those of the prompt are in `PromptTests`, of the retries in `CallTests`.
@Suite("What goes wrong is said in one or two lines, what to do included, with a status of its own")
struct ExitTests {
  private func expect(
    _ result: Finished, _ status: Int32, _ words: String..., location: SourceLocation = #_sourceLocation
  ) {
    #expect(result.status == status, "\(result.errors)", sourceLocation: location)
    #expect(result.output == "", sourceLocation: location)
    let lines = result.errors.split(separator: "\n")
    #expect((1...2).contains(lines.count), "\(result.errors)", sourceLocation: location)
    #expect(result.errors.hasPrefix("aws-mfa-session: "), sourceLocation: location)
    for word in words { #expect(result.errors.contains(word), "\(result.errors)", sourceLocation: location) }
  }

  @Test(
    "64: usage",
    arguments: [
      (["-e", "-c", "12345"], "six digits"), (["-e", "-c", "12345a"], "six digits"),
      (["-e", "-c", "١٢٣٤٥٦"], "six digits"),
      (["-e", "-d", "899"], "900 to 129600"), (["-e", "-d", "129601"], "900 to 129600"),
      (["-e", "-d", "x"], "900 to 129600"), (["-e", "-d", "37h"], "900 to 129600"),
      (["-e", "-d", "1m1h"], "900 to 129600"),
      (["-x"], "Unknown option '-x'"), (["-e", "surplus"], "Unexpected argument"), (["-p", "dev"], "--export (-e)"),
      (["-s", "--format", "fish"], "--format needs --export"),
      (["-e", "--format", "csh"], "'csh' is invalid"),
      (["-p", "", "-e"], "--profile is empty"), (["-e", "-a", ""], "--arn is empty"),
      (["-p", "dev", "-e", "--force", "--wait", "10"], "Choose one."),
      (["-p", "dev", "-e", "-r", "eu west"], "is not a valid region"),
      (["-p", "dev", "-u", "a]b"], "is not a valid profile name"),
      (["-p", "dev", "-u", "a\nb"], "is not a valid profile name"),
    ])
  func usage(arguments: [String], words: String) throws {
    let home = try Home()
    expect(try run([Project.program] + arguments, environment: home.environment), 64, words)
  }

  @Test("64: without a word, the program says what it is and what to do next, and nothing that could be evaluated")
  func welcome() throws {
    let home = try Home()
    let result = try home.shell("bash", "aws-mfa-session; exit $?")
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(
      result.errors.contains("eval \"$(aws-mfa-session init bash)\"") && result.errors.contains("--help"), "\(result)")
    #expect(result.errors.split(separator: "\n").count == 6)
  }

  @Test(
    "0: an empty home is told what is missing, and JSON of nothing is a list",
    arguments: ["list", "list x", "list --json"])
  func nothing(line: String) throws {
    let home = try Home()
    try home.shell("sh", "rm -r ~/.aws")
    let result = try home.shell("sh", "aws-mfa-session \(line)")
    #expect(result.status == 0 && result.output == (line == "list --json" ? "[]\n" : ""), "\(result)")
    #expect(
      result.errors.contains(line == "list x" ? "List all with" : "aws configure --profile NAME")
        == (line != "list --json"))
  }

  @Test("64: a calling shell without a syntax here")
  func unknownShell() throws {
    let home = try Home()
    expect(try home.run("-p", "dev", "-e", environment: ["SHELL": "/bin/tcsh"]), 64, "tcsh", "--format")
  }

  @Test("65: a file that cannot be read, with its line")
  func badFile() throws {
    let home = try Home()
    try home.folder.write("[dev]\nkey\n", to: ".aws/credentials")
    expect(try home.run("-p", "dev", "-e"), 65, "~/.aws/credentials, line 2:")
    try home.folder.write("[dev]\n[dev]\n", to: ".aws/credentials")
    expect(try home.run("-p", "dev", "-e"), 65, "line 2: duplicate section [dev]; the first is on line 1.")
    try FileManager.default.removeItem(atPath: home.folder.path + "/.aws/credentials")
    try FileManager.default.createDirectory(
      atPath: home.folder.path + "/.aws/credentials", withIntermediateDirectories: true)
    expect(try home.run("-p", "dev", "-e"), 65, "Cannot read ~/.aws/credentials: Is a directory")
  }

  @Test("66: no terminal")
  func noTerminal() throws {
    expect(try Home().run("-p", "dev", "-e"), 66, "no terminal", "--code (-c)")
  }

  @Test("69: an endpoint that cannot be reached, that is silent, or that is not AWS")
  func unreachable() throws {
    let home = try Home()
    let code = "123456"
    expect(
      try home.run("-p", "dev", "-c", code, "-e", environment: ["AWS_ENDPOINT_URL": "http://127.0.0.1:1"]), 69,
      "Cannot reach 127.0.0.1:1", "Check the network")
    expect(
      try home.run("-p", "dev", "-c", code, "-e", environment: ["AWS_ENDPOINT_URL": "https://sts.invalid"]), 69,
      "sts.invalid not found")
    try home.emulator.arrange("huge", for: home.user)
    expect(try home.run("-p", "dev", "-c", code, "-e"), 69, "The code may have been used")
    try home.emulator.arrange("garbage", for: home.user)
    expect(try home.run("-p", "dev", "-c", "654321", "-e"), 69, "is not from AWS")
  }

  @Test("73: a section with long-term keys is not overwritten, nor hidden")
  func longTermKeys() throws {
    let home = try Home()
    let before = home.credentials
    expect(try home.run("-p", "dev", "-c", "123456", "-u", "dev"), 73, "\"dev\"", "has long-term keys", "dev-mfa")
    try home.folder.write(
      "[profile keys]\naws_access_key_id = AKIAX\naws_secret_access_key = x\n[profile dev]\n", to: ".aws/config")
    expect(try home.run("-p", "dev", "-c", "123456", "-u", "keys"), 73, "\"keys\"", "has long-term keys")
    #expect(home.credentials == before)
    #expect(try home.emulator.requests(of: home.user).isEmpty)
  }

  @Test("73: a place where no file can be made, before a code is spent")
  func cannotCreate() throws {
    let home = try Home()
    let file = "/proc/no/credentials"
    let keys = ["AWS_ACCESS_KEY_ID": home.user.accessKeyId, "AWS_SECRET_ACCESS_KEY": home.user.secretAccessKey]
    expect(
      try home.run("-f", file, "-a", home.device.serial, "-c", "123456", "-u", "x", environment: keys), 73,
      "Cannot create the folder /proc/no")
    #expect(try home.emulator.requests(of: home.user).isEmpty)
  }

  @Test("74: standard output that takes nothing more, and a full disk")
  func cannotWrite() throws {
    let home = try Home()
    let code = try home.emulator.code(home.device)
    let full = try home.shell("bash", "aws-mfa-session -p dev -c \(code) -e > /dev/full")
    expect(full, 74, "Cannot write to standard output: No space left on device")
    let before = home.credentials
    let next = try home.emulator.code(home.device, window: 1)
    // No file may grow beyond one block; the signal for that is ignored, so that the write fails.
    let limited = try home.shell(
      "bash", "(trap '' XFSZ; ulimit -f 0; aws-mfa-session -p dev -c \(next) -u dev-mfa 2>&1) | cat")
    #expect(limited.output.contains("File too large. The file is unchanged."), "\(limited)")
    #expect(home.credentials == before)
    let left = try FileManager.default.contentsOfDirectory(atPath: home.folder.path + "/.aws")
    #expect(left.sorted() == ["config", "credentials", "credentials.lock"])
  }

  @Test("74: a standard output that is closed, whose number nothing else takes")
  func closedOutput() throws {
    let home = try Home()
    let result = try home.shell(
      "bash", "aws-mfa-session -p dev -c \(try home.emulator.code(home.device)) -e -u dev-mfa >&-")
    #expect(result.status == 74)
    #expect(result.errors.contains("Cannot write to standard output: Bad file descriptor"))
    #expect(home.credentials.contains("[dev-mfa]\naws_access_key_id = ASIA") && !home.credentials.contains("export"))
  }

  @Test("74: a reader of standard output that is gone, and the other outputs are there all the same")
  func closedPipe() throws {
    let home = try Home()
    let pipe =
      "import os, subprocess, sys; r, w = os.pipe(); os.close(r); sys.exit(subprocess.run(sys.argv[1:], stdout=w).returncode)"
    let result = try run(
      [
        Project.python, "-c", pipe, Project.program, "-p", "dev", "-c", try home.emulator.code(home.device), "-e", "-u",
        "dev-mfa",
      ], environment: home.environment)
    #expect(result.status == 74, "\(result.errors)")
    #expect(result.errors.contains("Cannot write to standard output: Broken pipe"))
    #expect(home.credentials.contains("[dev-mfa]\naws_access_key_id = ASIA"))
  }

  @Test("75: AWS overloaded, after all attempts, and with a code after the first")
  func tryLater() throws {
    let home = try Home(serial: false)
    try home.emulator.arrange("status", for: home.user, action: "ListMFADevices", count: 3, ["status": 503])
    expect(try home.run("-p", "dev", "-c", "123456", "-e"), 75, "ServiceUnavailable", "3 attempts")
    try home.emulator.arrange("throttle", for: home.user, action: "GetSessionToken")
    expect(
      try home.run("-p", "dev", "-c", "123456", "-e"), 75, "Throttling: Rate exceeded", "The code may have been used")
  }

  @Test("77: AWS says no, in its own words and ours")
  func refused() throws {
    let home = try Home()
    expect(
      try home.run("-p", "dev", "-c", try home.emulator.wrongCode(home.device), "-e"), 77, "wrong or was already used",
      "AccessDenied: MultiFactorAuthentication failed with invalid MFA one time pass code")
    expect(
      try home.run("-p", "dev", "-c", "123456", "-a", "arn:aws:iam::\(home.user.account):mfa/other", "-e"), 77,
      "rejected the MFA device arn:aws:iam::\(home.user.account):mfa/other")
    let code = try home.emulator.code(home.device)
    #expect(try home.run("-p", "dev", "-c", code, "-e").status == 0)
    expect(try home.run("-p", "dev", "-c", code, "-e"), 77, "already used", "Use the next one, in ")
  }

  @Test("77: keys that AWS does not know, or with a wrong secret")
  func refusedKeys() throws {
    let home = try Home()
    try home.folder.write(
      home.credentials.replacing(home.user.accessKeyId, with: "AKIAUNKNOWN00000ABCD"), to: ".aws/credentials")
    expect(
      try home.run("-p", "dev", "-c", "123456", "-e"), 77, "AWS does not know the access key …ABCD",
      "InvalidClientTokenId")
    try home.writeCredentials()
    try home.folder.write(
      home.credentials.replacing(home.user.secretAccessKey, with: "wrong"), to: ".aws/credentials")
    expect(try home.run("-p", "dev", "-c", "123456", "-e"), 77, "SignatureDoesNotMatch", "Check its secret access key.")
  }

  @Test("77: a user who may not ask for its devices")
  func denied() throws {
    let home = try Home(denied: ["iam:ListMFADevices"], serial: false)
    expect(
      try home.run("-p", "dev", "-c", "123456", "-e"), 77, "may not list its MFA devices", "--arn", "mfa_serial")
  }

  @Test("78: nothing to work with")
  func configuration() throws {
    let home = try Home()
    expect(
      try home.run("-p", "de", "-e"), 78, "Profile \"de\" not found in ~/.aws/credentials",
      "Did you mean \"dev\"?")
    expect(try home.run("-e"), 78, "Profile \"default\" has no access key")
    try home.folder.write(
      """
      [profile sso]
      sso_start_url = https://example.com
      [profile loop]
      source_profile = pool
      [profile pool]
      source_profile = loop
      [profile lost]
      source_profile = nowhere
      [profile half]
      aws_access_key_id = AKIAX
      [profile session]
      aws_access_key_id = ASIAX
      aws_secret_access_key = x
      aws_session_token = x
      [profile process]
      credential_process = false
      [profile noise]
      credential_process = echo hello
      [profile flood]
      credential_process = head -c 1000000 /dev/zero
      [profile quote]
      credential_process = echo "hello
      [profile login]
      login_session = arn:aws:iam::123456789012:user/alice
      [profile over-login]
      role_arn = arn:aws:iam::123456789012:role/admin
      source_profile = login
      [profile duration]
      aws_access_key_id = AKIAX
      aws_secret_access_key = x
      mfa_duration = 12
      [profile gone]
      credential_process = /nonexistent/tool
      [profile region]
      region = not a region
      aws_access_key_id = AKIAX
      aws_secret_access_key = x
      [profile http]
      endpoint_url = http://sts.example.com
      aws_access_key_id = AKIAX
      aws_secret_access_key = x
      [profile mode]
      sts_regional_endpoints = global
      aws_access_key_id = AKIAX
      aws_secret_access_key = x
      """, to: ".aws/config")
    let environment = ["AWS_ENDPOINT_URL": ""]
    for (profile, words) in [
      ("sso", "aws sso login --profile sso"), ("loop", "form a loop: loop → pool → loop"),
      ("lost", "source_profile \"nowhere\", which does not exist"), ("half", "has no aws_secret_access_key"),
      ("session", "holds a session, not a long-term key"), ("process", "false exited with status 1"),
      ("noise", "did not print credentials"), ("flood", "printed too much"),
      ("quote", "an unmatched quote"),
      ("gone", "/nonexistent/tool: No such file or directory"), ("region", "\"not a region\" (from profile region in"),
      ("http", "is not encrypted"), ("mode", "It can be legacy or regional"),
      ("login", "aws login --profile login"), ("over-login", "aws login --profile login"),
      ("duration", "mfa_duration is \"12\" (from profile duration in"),
    ] {
      expect(try home.run("-p", profile, "-c", "123456", "-e", environment: environment), 78, words)
    }
  }

  @Test("130: cancelled, without a word too many")
  func cancelled() throws {
    let home = try Home()
    let session = try home.start("-p", "dev", "-e")
    try session.expect("MFA code for")
    session.type(PseudoTerminal.controlC)
    #expect(try session.finish() == 130)
  }

  @Test(
    "1: a shell that cannot be run, before a code is spent",
    arguments: [("/nonexistent/sh", "No such file"), ("/tmp", "Permission denied")])
  func noShell(shell: String, reason: String) throws {
    let home = try Home()
    expect(
      try home.run("-p", "dev", "-c", "123456", "-s", environment: ["SHELL": shell]), 1,
      "Cannot run the shell \(shell): \(reason)")
    #expect(try home.emulator.requests(of: home.user).isEmpty)
  }

  @Test("and the status of a shell is its own, a signal's included")
  func shellStatus() throws {
    for (command, status) in [("exit 42", 42), ("kill -9 $$", 137)] as [(String, Int32)] {
      let home = try Home()
      let session = try home.start("-p", "dev", "-c", try home.emulator.code(home.device), "-s")
      try session.expect("AWS:")
      session.type(command + "\n")
      #expect(try session.finish() == status)
    }
  }
}
