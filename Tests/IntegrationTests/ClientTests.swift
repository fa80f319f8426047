import Foundation
import TestSupport
import Testing

/// The session reaches clients that know nothing of this program.
@Suite("The AWS CLI and boto3 accept the session")
struct ClientTests {
  private static let whoami = "aws sts get-caller-identity --query Arn --output text"

  @Test(
    "exported into a shell",
    arguments: [
      ("bash", #"eval "$(aws-mfa-session -p dev -c CODE -e)""#),
      ("zsh", #"eval "$(aws-mfa-session -p dev -c CODE -e)""#),
      ("dash", #"eval "$(aws-mfa-session -p dev -c CODE -e)""#), ("fish", "aws-mfa-session -p dev -c CODE -e | source"),
      ("fish", "eval (aws-mfa-session --profile dev --code CODE --export)"),
      ("bash", "eval $(aws-mfa-session --profile=dev --code=CODE --export --format=bash)"),
    ])
  func exported(shell: String, command: String) throws {
    let home = try Home()
    let code = try home.emulator.code(home.device)
    let result = try home.shell(shell, command.replacing("CODE", with: code) + "; " + Self.whoami)
    #expect(result.output == home.user.arn + "\n", "\(result.errors)")
    #expect(result.errors == "")
  }

  @Test("printed as the answer of STS, key by key as the AWS CLI prints it")
  func answerOfSTS() throws {
    let home = try Home()
    try home.cacheSession()
    let ours = try home.run("-p", "dev", "-q", "-e", "--format", "sts")
    let code = try home.emulator.code(home.device, window: 1)
    let cli = try home.shell(
      "sh", "aws sts get-session-token --profile dev --serial-number \(home.device.serial) --token-code \(code)")
    func keys(_ result: Finished) throws -> [String]? {
      let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: [String: String]]
      #expect(object?.keys.sorted() == ["Credentials"])
      return object?["Credentials"]?.keys.sorted()
    }
    #expect(try keys(ours) == keys(cli) && keys(ours)?.count == 4)
    let parsed = try home.shell(
      "sh",
      "AWS_ACCESS_KEY_ID=x; aws-mfa-session -p dev -q -e --format sts | '\(Project.python)' -c 'import json, sys; print(json.load(sys.stdin)[\"Credentials\"][\"AccessKeyId\"])'"
    )
    #expect(parsed.output.hasPrefix("ASIA"), "\(parsed)")
  }

  @Test(
    "written under a profile, by both names of the option", arguments: ["-u", "--update-profile", "--session-profile"])
  func written(option: String) throws {
    let home = try Home()
    let before = home.credentials
    let result = try home.run("-p", "dev", "-c", try home.emulator.code(home.device), option, "dev-mfa")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output == "")
    #expect(result.errors.contains("[dev-mfa]"))
    #expect(home.credentials.hasPrefix(before))
    #expect(try identity(home, profile: "dev-mfa") == home.user.arn)
    // What boto3 makes of it, and the key it signs with.
    let boto =
      "import boto3; c = boto3.Session(profile_name='dev-mfa').get_credentials(); print(c.access_key[:4], len(c.token) > 100)"
    #expect(try run([Project.python, "-c", boto], environment: home.environment).output == "ASIA True\n")
  }

  @Test("in a subshell, whose exit status is ours")
  func subshell() throws {
    let home = try Home()
    let session = try home.start("-p", "dev", "-c", try home.emulator.code(home.device), "-s")
    try session.expect("AWS:\(home.user.user)@\(home.user.account) ")
    session.type("\(Self.whoami) | tr a-z A-Z\n")
    try session.expect(home.user.arn.uppercased())
    session.type("exit 7\n")
    #expect(try session.finish() == 7)
  }

  @Test(
    "in a subshell of each kind, interactive, with the user's own rc file read", arguments: ["bash", "zsh", "fish"])
  func shells(shell: String) throws {
    let home = try Home()
    let files = ["bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"]
    try home.folder.write("export FROM_RC=rc\n", to: try #require(files[shell]))
    let session = try home.start(
      "-p", "dev", "-c", try home.emulator.code(home.device), "-s",
      environment: ["SHELL": Project.tool(shell), "XDG_CONFIG_HOME": home.folder.path + "/.config"])
    session.type("echo \"<$FROM_RC $AWS_MFA_SESSION_PROFILE>\"; \(Self.whoami)\n")
    try session.expect("<rc dev>")
    try session.expect(home.user.arn)
    session.type("exit 7\n")
    #expect(try session.finish() == 7)
  }

  @Test("in a subshell with everything else that the environment held, text or not")
  func environment() throws {
    let home = try Home()
    let shell = try home.folder.writeProgram(
      "#!/bin/sh\nprintf '%s' \"$ODD\" | od -An -tx1; env | cut -d= -f1 | sort\n", to: "shell")
    let code = try home.emulator.code(home.device)
    let result = try home.shell(
      "bash", "export ODD=$'a\\xffb' AWS_PROFILE=dev SHELL='\(shell)'; aws-mfa-session -c \(code) -s")
    #expect(result.output.hasPrefix(" 61 ff 62\n"), "\(result)")
    let names = Set(result.output.split(separator: "\n").map(String.init))
    #expect(
      names.isSuperset(of: [
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION", "AWS_REGION",
        "AWS_DEFAULT_REGION", "AWS_MFA_SESSION_PROFILE", "AWS_MFA_SESSION_EXPIRES", "AWS_MFA_SESSION_FILE", "HOME",
        "PS1",
      ]) && !names.contains("AWS_PROFILE"))
  }

  @Test("kept for other shells, in a file of its owner's alone")
  func kept() throws {
    let home = try Home()
    let code = try home.emulator.code(home.device)
    let script = """
      umask 000; eval "$(aws-mfa-session -p dev -c \(code) -e)"; stat -c %a "$AWS_MFA_SESSION_FILE" "${AWS_MFA_SESSION_FILE%/*}"
      { read -r e; read -r k; read -r s; read -r t; read -r date; } <"$AWS_MFA_SESSION_FILE"
      test "$e" = "$AWS_MFA_SESSION_EXPIRES" && test "$e" = "$(stat -c %Y "$AWS_MFA_SESSION_FILE")" && echo expiry
      test "$k $s $t" = "$AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY $AWS_SESSION_TOKEN" && echo keys; test "$date" = "$AWS_CREDENTIAL_EXPIRATION" && echo date
      """
    let result = try home.shell("bash", script)
    #expect(
      result.output == "600\n700\nexpiry\nkeys\ndate\n", "\(result)")
  }

  @Test("in every output at once, with one code")
  func together() throws {
    let home = try Home()
    let session = try home.start(
      "-p", "dev", "-c", try home.emulator.code(home.device), "-e", "-u", "dev-mfa", "-s", "--format", "env")
    try session.expect("AWS_ACCESS_KEY_ID=ASIA")
    try session.expect("[dev-mfa]")
    try session.expect("AWS:")
    session.type("exit\n")
    #expect(try session.finish() == 0)
    #expect(home.credentials.contains("[dev-mfa]\naws_access_key_id = ASIA"))
    #expect(try home.emulator.requests(of: home.user).count == 1)
  }

  @Test("with the profile from AWS_PROFILE or AWS_DEFAULT_PROFILE", arguments: ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"])
  func profileFromEnvironment(variable: String) throws {
    let home = try Home()
    let code = try home.emulator.code(home.device)
    let script =
      "export \(variable)=dev; eval \"$(aws-mfa-session -c \(code) -e)\"; echo \"${\(variable)-unset}\"; \(Self.whoami)"
    #expect(try home.shell("bash", script).output == "unset\n\(home.user.arn)\n")
  }

  @Test("with keys from a file that -f names, a device from -a and a region from -r")
  func fileDeviceAndRegion() throws {
    let home = try Home(devices: [.virtual, .virtual], serial: false)
    try FileManager.default.moveItem(
      atPath: home.folder.path + "/.aws/credentials", toPath: home.folder.path + "/other keys")
    let device = home.user.devices[1]
    let code = try home.emulator.code(device)
    let options = "-p dev -f '~/other keys' -a \(device.serial) -r eu-central-1 -c \(code)"
    let result = try home.shell(
      "bash", "eval \"$(aws-mfa-session \(options) -e)\"; aws configure get region; echo $AWS_REGION; \(Self.whoami)")
    #expect(result.output.hasSuffix("eu-central-1\n\(home.user.arn)\n"), "\(result)")
    let requests = try home.emulator.requests(of: home.user)
    #expect(requests.first?.action == "GetSessionToken" && requests.first?.region == "eu-central-1")
  }

  @Test("for as long as -d says")
  func duration() throws {
    let home = try Home()
    let result = try home.run(
      "-p", "dev", "-c", try home.emulator.code(home.device), "-d", "900", "-e", "--format", "env")
    let expires = result.output.split(separator: "\n").first { $0.hasPrefix("AWS_MFA_SESSION_EXPIRES=") }
    let seconds = try #require(expires.flatMap { Int($0.split(separator: "=")[1]) })
    #expect((860...900).contains(seconds - Int(Date().timeIntervalSince1970)))
    let variables = result.output.split(separator: "\n").map(String.init)
    #expect(try identity(home, variables: variables) == home.user.arn)
    try home.emulator.setClock(of: home.user, ahead: 1000)
    #expect(try identity(home, variables: variables) == nil)
  }

  @Test("when the shell holds an earlier session already")
  func again() throws {
    let home = try Home()
    let (first, second) = (try home.emulator.code(home.device), try home.emulator.code(home.device, window: 1))
    let script = """
      eval "$(aws-mfa-session -p dev -c \(first) -e)"; old=$AWS_ACCESS_KEY_ID
      eval "$(aws-mfa-session -c \(second) -e)"; test "$old" != "$AWS_ACCESS_KEY_ID" && echo new; \(Self.whoami)
      """
    let result = try home.shell("bash", script)
    #expect(result.output == "new\n\(home.user.arn)\n", "\(result.errors)")
    let calls = try home.emulator.requests(of: home.user).map(\.action)
    #expect(calls == ["GetSessionToken", "GetSessionToken", "GetCallerIdentity"])
  }

  @Test("with long-term keys from the environment, when no profile is named")
  func keysFromEnvironment() throws {
    let home = try Home()
    try home.folder.write("", to: ".aws/credentials")
    try home.folder.write("", to: ".aws/config")
    let code = try home.emulator.code(home.device)
    let keys = [
      "AWS_ACCESS_KEY_ID": home.user.accessKeyId, "AWS_SECRET_ACCESS_KEY": home.user.secretAccessKey,
      "AWS_REGION": "eu-west-1",
    ]
    let script = "eval \"$(aws-mfa-session -c \(code) -a \(home.device.serial) -e)\"; \(Self.whoami)"
    let result = try home.shell("bash", script, environment: keys)
    #expect(result.output == home.user.arn + "\n", "\(result.errors)")
    // A session beside them makes them no long-term keys.
    let session = try home.run("-e", "-c", code, environment: keys.merging(["AWS_SESSION_TOKEN": "token"]) { $1 })
    #expect(session.status == 78)
    #expect(session.errors.contains("The environment holds a session"))
  }

  @Test("with long-term keys from a credential_process and through source_profile")
  func keysFromElsewhere() throws {
    let home = try Home()
    let file = try home.folder.write(home.keyAsJSON, to: "keys.json")
    try home.folder.write("", to: ".aws/credentials")
    try home.folder.write(
      """
      [profile top]
      region = eu-west-1
      source_profile = middle
      [profile middle]
      mfa_serial = \(home.device.serial)
      source_profile = bottom
      [profile bottom]
      credential_process = cat "\(file)"
      """, to: ".aws/config")
    let result = try home.run("-p", "top", "-c", try home.emulator.code(home.device), "-e", "--format", "env")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try identity(home, variables: result.output.split(separator: "\n").map(String.init)) == home.user.arn)
  }

  @Test("over TLS, which is verified")
  func encrypted() throws {
    let home = try Home()
    let endpoint = ["AWS_ENDPOINT_URL": home.emulator.encryptedURL]
    let code = try home.emulator.code(home.device)
    let refused = try home.run("-p", "dev", "-c", code, "-e", environment: endpoint)
    #expect(refused.status == 69)
    #expect(refused.errors.contains("identity of") && refused.errors.contains("AWS_CA_BUNDLE"), "\(refused.errors)")
    let trusted = endpoint.merging(["AWS_CA_BUNDLE": home.emulator.certificates]) { $1 }
    let accepted = try home.run("-p", "dev", "-c", code, "-e", environment: trusted)
    #expect(accepted.status == 0, "\(accepted.errors)")
  }

  // MARK: Who the AWS CLI is

  private func identity(_ home: Home, profile: String) throws -> String? {
    try identity(home.environment.merging(["AWS_PROFILE": profile]) { $1 })
  }

  private func identity(_ home: Home, variables: [String]) throws -> String? {
    let pairs = variables.map { $0.split(separator: "=", maxSplits: 1) }.map { (String($0[0]), String($0[1])) }
    return try identity(home.environment.merging(pairs) { $1 })
  }

  private func identity(_ environment: [String: String]) throws -> String? {
    let result = try run(
      [Project.aws, "sts", "get-caller-identity", "--query", "Arn", "--output", "text"], environment: environment)
    return result.status == 0 ? result.output.replacing("\n", with: "") : nil
  }
}
