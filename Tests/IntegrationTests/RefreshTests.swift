import Foundation
import TestSupport
import Testing

@Suite("With --refresh")
struct RefreshTests {
  private static let shells = ShellSession.kinds

  private func folders(_ home: Home) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: home.stateFolder + "/refresh")) ?? []
  }

  // MARK: exec

  /// A job that calls AWS until it is told that this is enough, by a file.
  private static let jobs = [
    "boto3": """
    import boto3, itertools, os
    sts = boto3.Session().client("sts")
    for number in itertools.count():
        print(f"call {number} by {sts.get_caller_identity()['Arn']} end", flush=True)
        if os.path.exists(os.path.expanduser("~/enough")): break
    """,
    "aws": """
    import itertools, os, subprocess
    for number in itertools.count():
        arn = subprocess.run(["aws", "sts", "get-caller-identity", "--query", "Arn", "--output", "text"], stdout=subprocess.PIPE, check=True, text=True)
        print(f"call {number} by {arn.stdout.strip()} end", flush=True)
        if os.path.exists(os.path.expanduser("~/enough")): break
    """,
  ]

  @Test("a job outlives its session: no call fails, and codes are asked for in between", arguments: jobs.keys.sorted())
  func outlives(client: String) throws {
    let home = try Home()
    // A session is taken for four seconds, and lives on for as long as the slowest machine may take to use it.
    try home.emulator.limitSessions(of: home.user, to: 124)
    let script = try home.folder.write(Self.jobs[client] ?? "", to: "job.py")
    // What every SDK asks for at each call is only asked of the person when the session is over.
    let session = try home.start(
      "exec", "--refresh", "dev", "-c", try home.emulator.code(home.device, window: -1), "--", Project.python, script,
      environment: ["AWS_MFA_SESSION_REUSE": "120"])
    for window in 0...1 {
      try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
      // The last one is for the rest of the job.
      if window == 1 { try home.emulator.limitSessions(of: home.user, to: 3600) }
      session.type(try home.emulator.code(home.device, window: window))
    }
    let before = session.transcript.count
    try session.expect(" end")
    try home.folder.write("", to: "enough")
    #expect(try session.finish() == 0, "\(session.transcript.dropFirst(before))")
    let calls = session.transcript.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("call ") }
    #expect(calls.count >= 2 && calls.allSatisfy { $0.hasSuffix(" by \(home.user.arn) end") }, "\(session.transcript)")
    #expect(try home.calls().filter { $0 == "GetSessionToken" }.count == 3)
  }

  private func environment(_ home: Home, _ options: String) throws -> [String: String] {
    let output = try home.shell("sh", "aws-mfa-session exec -q \(options) dev -- env -0").output
    let pairs = output.split(separator: "\0").map {
      $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    }
    return Dictionary(pairs.map { (String($0[0]), String($0[1])) }) { $1 }
  }

  @Test("a command's environment differs from that of plain exec in what stands for the keys, and in nothing else")
  func environment() throws {
    var home = try Home()
    home.environment["AWS_DEFAULT_PROFILE"] = "other"
    home.environment["AWS_SECURITY_TOKEN"] = "x"
    try home.cacheSession()
    var plain = try environment(home, "")
    var refreshed = try environment(home, "--refresh")
    for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION"] {
      #expect(plain.removeValue(forKey: name) != nil && refreshed[name] == nil)
    }
    let folder = try #require(refreshed["AWS_MFA_SESSION_REFRESH"])
    let expected = [
      "AWS_PROFILE": "dev", "AWS_CONFIG_FILE": folder + "/config",
      "AWS_SHARED_CREDENTIALS_FILE": folder + "/credentials",
      "AWS_SDK_LOAD_CONFIG": "1", "AWS_MFA_SESSION_REFRESH": folder,
    ]
    for (name, value) in expected { #expect(refreshed.removeValue(forKey: name) == value && plain[name] == nil) }
    #expect(plain == refreshed)
  }

  @Test("a command's profile says what the user's says of everything but credentials, as botocore reads it")
  func configuration() throws {
    let home = try Home(
      settings: """
        output = text
        mfa_process = secret-tool
        services = local
        s3 =
            max_concurrent_requests = 20
            addressing_style = path
        retry_mode = standard
        credential_process = unused
        aws_session_token = never
        sso_region = eu-west-1
        [services local]
        sts =
            endpoint_url = http://127.0.0.1:1/x

        """)
    try home.writeCredentials(extra: "cli_pager = less")
    try home.cacheSession()
    let read =
      "import botocore.session, json, os; c = botocore.session.Session().full_config; print(json.dumps([c['profiles'], c['services']], sort_keys=True))"
    let result = try home.shell("sh", "aws-mfa-session exec -q --refresh dev -- '\(Project.python)' -c \"\(read)\"")
    #expect(result.status == 0, "\(result)")
    let found = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: [String: Any]]])
    var profile = try #require(found[0]["dev"])
    let process = try #require(profile.removeValue(forKey: "credential_process") as? String)
    #expect(process.contains(" credential-process --quiet --profile dev "))
    let expected: [String: Any] = [
      "region": "eu-west-1", "output": "text", "services": "local", "retry_mode": "standard", "cli_pager": "less",
      "s3": ["max_concurrent_requests": "20", "addressing_style": "path"],
    ]
    #expect(NSDictionary(dictionary: profile) == NSDictionary(dictionary: expected), "\(profile)")
    #expect(found[0].keys.sorted() == ["dev"])
    #expect(NSDictionary(dictionary: found[1]["local"] ?? [:]) == ["sts": ["endpoint_url": "http://127.0.0.1:1/x"]])
    #expect(
      try !home.shell("sh", "aws-mfa-session exec -q --refresh dev -- cat \\$AWS_CONFIG_FILE").output.contains("secret")
    )
  }

  @Test(
    "a command leaves nothing behind, however it ends", arguments: ["exit 3", "kill -9 $$", "hang up"])
  func leavesNothing(end: String) throws {
    let home = try Home()
    try home.cacheSession()
    let script = end == "hang up" ? "read -r x" : end
    let shown = "ls -d $AWS_CONFIG_FILE; echo ready; cd \(home.folder.path); \(script)"
    let session = try home.start("exec", "-q", "--refresh", "dev", "--", "sh", "-c", shown)
    try session.expect("/config")
    try session.expect("ready")
    if end == "hang up" { kill(session.identifier, SIGHUP) }
    #expect(try session.finish() == (end == "exit 3" ? 3 : end == "hang up" ? 129 : 137))
    try awaitCondition("no folder") { folders(home).isEmpty }
  }

  @Test("a child that outlives its command keeps the profile, and it goes with that child")
  func child() throws {
    let home = try Home()
    try home.cacheSession()
    let fifo = home.folder.path + "/fifo"
    try home.shell("sh", "mkfifo \(fifo)")
    let script =
      "(read -r x <\(fifo); aws sts get-caller-identity --query Arn --output text) >\(home.folder.path)/out 2>&1 &"
    let result = try home.shell("sh", "aws-mfa-session exec -q --refresh dev -- sh -c '\(script)'")
    #expect(result.status == 0 && folders(home).count == 1, "\(result)")
    try home.shell("sh", "echo go >\(fifo)")
    try awaitCondition("the end") { folders(home).isEmpty }
    #expect(home.folder.read("out") == home.user.arn + "\n")
  }

  @Test("what an end of everything has left is removed by the next")
  func leftovers() throws {
    let home = try Home()
    try home.cacheSession()
    try home.folder.write("x", to: ".local/state/aws-mfa-session/refresh/process.999999999/config")
    try home.shell("sh", "chmod -R go= ~/.local/state")
    #expect(try home.run("exec", "--refresh", "dev", "--", "true").status == 0)
    try awaitCondition("no folder") { folders(home).isEmpty }
  }

  @Test("a command is not waited for by a child that it does not know")
  func noChild() throws {
    let home = try Home()
    try home.cacheSession()
    let wait = "import os\ntry: os.wait()\nexcept ChildProcessError: print('no child')"
    let script = try home.folder.write(wait, to: "wait.py")
    let result = try home.shell("sh", "aws-mfa-session exec -q --refresh dev -- '\(Project.python)' \(script)")
    #expect(result.output == "no child\n", "\(result)")
  }

  @Test(
    "what cannot be is refused",
    arguments: [
      ("-u x --refresh -p dev", 64, "--refresh is for"), ("-e --format sts --refresh -p dev", 64, "--format sts"),
      ("exec --refresh -- true", 78, "--refresh needs a profile"),
    ])
  func refused(line: String, status: Int32, words: String) throws {
    var home = try Home()
    if !line.contains("dev") {
      home.environment["AWS_ACCESS_KEY_ID"] = home.user.accessKeyId
      home.environment["AWS_SECRET_ACCESS_KEY"] = home.user.secretAccessKey
    }
    let result = try home.shell("sh", "aws-mfa-session \(line)")
    #expect(result.status == status && result.errors.contains(words), "\(result)")
  }

  // MARK: Shells

  private static let whoami = "aws sts get-caller-identity --query Arn --output text"

  @Test("a child that a shell has had since before a renewal elsewhere goes on after it", arguments: shells)
  func oldChild(shell: String) throws {
    let home = try Home()
    try home.folder.link("bin/aws", to: Project.aws)
    let fifo = home.folder.path + "/fifo"
    try home.shell("sh", "mkfifo \(fifo)")
    let script = try home.folder.write(
      """
      import boto3
      for line in open("\(fifo)"):
          print("I am", boto3.Session().client("sts").get_caller_identity()["Arn"], flush=True)
      """, to: "child.py")
    let session = try ShellSession(shell, home)
    session.type("aws-mfa-session use --refresh dev")
    try session.answerCode(window: -1)
    try session.awaitPrompt()
    #expect(try session.run("true").isEmpty == false)
    session.type("\(Project.python) \(script) &")
    try session.awaitPrompt()
    // The session of its birth is gone, and another terminal starts the next.
    try home.emulator.revokeSessions(of: home.user)
    try home.shell("sh", "aws-mfa-session clear dev")
    try home.cacheSession()
    try home.shell("sh", "echo >\(fifo)")
    try session.expect("I am \(home.user.arn)")
  }

  @Test("a shell has marker, status, hook and off, as with keys", arguments: shells)
  func shell(shell: String) throws {
    let home = try Home()
    try home.folder.link("bin/aws", to: Project.aws)
    let session = try ShellSession(shell, home, environment: ["AWS_CONFIG_FILE": home.folder.path + "/.aws/config"])
    let show = "env | grep '^AWS' | sort | cat -v"
    let before = try session.run(show)
    session.type("aws-mfa-session use --refresh dev")
    try session.answerCode(window: -1)
    try session.expect("(aws:dev ")
    try session.awaitPrompt()
    let during = try session.run(show)
    #expect(during.contains("AWS_PROFILE=dev") && !during.contains("AWS_SECRET"))
    #expect(try session.run(Self.whoami).contains(home.user.arn))
    #expect(try session.run("aws-mfa-session status").contains("the environment"))

    // It expires; the next line asks, and the shell keeps its form.
    try home.age(by: 7000)
    try session.run(
      shell == "fish" ? "set -gx AWS_MFA_SESSION_EXPIRES 1700000000" : "export AWS_MFA_SESSION_EXPIRES=1700000000")
    session.type(Self.whoami)
    try session.answerCode()
    try session.expect(home.user.arn)
    try session.awaitPrompt()
    #expect(try !session.run(show).contains("AWS_SECRET"))

    // Another terminal renews it: the marker follows.
    try session.run("aws-mfa-session off")
    #expect(try session.run(show).withoutMarks == before.withoutMarks)
  }

  @Test("a shell that had keys before is left as it was before them", arguments: shells)
  func fromKeys(shell: String) throws {
    let home = try Home()
    try home.cacheSession()
    let session = try ShellSession(
      shell, home, environment: ["AWS_CONFIG_FILE": "~/.aws/config", "AWS_PROFILE": "mine"])
    let show = "env | grep '^AWS' | sort | cat -v"
    let before = try session.run(show)
    for option in ["", "--refresh", "", "--refresh"] { try session.run("aws-mfa-session use \(option) dev") }
    try session.run("aws-mfa-session off")
    #expect(try session.run(show).withoutMarks == before.withoutMarks)
  }

  @Test("a shell that then uses keys has the user's own files again", arguments: shells)
  func backToKeys(shell: String) throws {
    let home = try Home()
    try home.cacheSession()
    let session = try ShellSession(shell, home, environment: ["AWS_SHARED_CREDENTIALS_FILE": "~/.aws/credentials"])
    try session.run("aws-mfa-session use --refresh dev")
    #expect(try session.run("echo \"<$AWS_SHARED_CREDENTIALS_FILE>\"").contains("/refresh/"))
    try session.run("aws-mfa-session use dev")
    #expect(
      try session.run("echo \"<$AWS_SHARED_CREDENTIALS_FILE|$AWS_CONFIG_FILE|$AWS_PROFILE|$AWS_MFA_SESSION_REFRESH>\"")
        .contains("<~/.aws/credentials|||>"))
    try session.run("aws-mfa-session off")
    #expect(
      try session.run("echo \"<$AWS_SHARED_CREDENTIALS_FILE$AWS_SECRET_ACCESS_KEY>\"").contains("<~/.aws/credentials>"))
  }

  @Test("export and subshell give a profile too", arguments: ["-e", "-s"])
  func outputs(option: String) throws {
    var home = try Home()
    try home.cacheSession()
    home.environment["SHELL"] = "/bin/sh"
    let script =
      option == "-e"
      ? "eval \"$(aws-mfa-session -q -p dev -e --refresh)\"; \(Self.whoami); env | grep -c AWS_SECRET"
      : "echo '\(Self.whoami); env | grep -c AWS_SECRET' | aws-mfa-session -q -p dev -s --refresh 2>/dev/null"
    let result = try home.shell("bash", script)
    #expect(result.output.contains(home.user.arn) && result.output.contains("\n0\n"), "\(result)")
    #expect(folders(home).count == 1)
    try home.shell("sh", "aws-mfa-session clear --all")
  }

  @Test("a name that no config file can hold plainly is another one there", arguments: ["my dev", "a'b", "50%"])
  func oddName(name: String) throws {
    let home = try Home()
    try home.folder.write(home.credentials.replacing("[dev]", with: "[\(name)]"), to: ".aws/credentials")
    let code = try home.emulator.code(home.device)
    let result = try run(
      [
        Project.program, "exec", "--refresh", name, "-a", home.device.serial, "-c", code, "--", Project.aws, "sts",
        "get-caller-identity",
      ],
      environment: home.environment.merging(["AWS_REGION": "eu-west-1"]) { $1 })
    #expect(result.output.contains(home.user.arn), "\(result)")
  }
}

extension String {
  /// Without what fish says of prompts and lines.
  fileprivate var withoutMarks: String {
    replacing(#/\u{1B}\][^\u{7}]*\u{7}|\u{1B}\[[^a-zA-Z]*[a-zA-Z]|\(aws:[^)]*\) /#, with: "")
  }
}
