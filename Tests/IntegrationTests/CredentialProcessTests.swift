import Foundation
import TestSupport
import Testing

@Suite("credential-process")
struct CredentialProcessTests {
  /// Profiles whose `credential_process` is the program, for AWS tools.
  private func home() throws -> Home {
    let home = try Home()
    try home.configure(
      """
      [profile tool]
      region = eu-west-1
      credential_process = \(Project.program) credential-process -p dev
      """)
    return home
  }

  private static let boto = """
    import boto3, sys
    print(boto3.Session(profile_name=sys.argv[1]).client("sts").get_caller_identity()["Arn"])
    """

  @Test("prints version 1 of the format, and nothing else")
  func format() throws {
    let home = try Home()
    try home.cacheSession()
    let result = try home.run("credential-process", "-p", "dev")
    let output = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(output.keys.sorted() == ["AccessKeyId", "Expiration", "SecretAccessKey", "SessionToken", "Version"])
    #expect(output["Version"] as? Int == 1 && (output["AccessKeyId"] as? String)?.hasPrefix("ASIA") == true)
    let end = try Date(#require(output["Expiration"] as? String), strategy: .iso8601)
    #expect((3000...3600).contains(end.timeIntervalSinceNow))
    #expect(result.output.hasSuffix("}\n") && result.output.split(separator: "\n").count == 1)
  }

  @Test("asks at the terminal although the AWS CLI holds all three streams")
  func cli() throws {
    let home = try home()
    let session = try PseudoTerminal(
      [Project.aws, "sts", "get-caller-identity", "--profile", "tool"],
      environment: home.environment, input: "/dev/null")
    try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    session.type(try home.emulator.code(home.device))
    try session.expect(home.user.arn)
    #expect(try session.finish() == 0)
  }

  @Test("serves boto3, the AWS CLI and a role chain from the cache")
  func clients() throws {
    let home = try home()
    let role = try home.emulator.makeRole()
    try home.configure("[profile chain]\nregion = eu-west-1\nrole_arn = \(role)\nsource_profile = tool")
    try home.configure("[profile admin]\nrole_arn = \(role)\nsource_profile = dev")
    try home.configure(
      "[profile ours]\nregion = eu-west-1\ncredential_process = \(Project.program) credential-process -p admin")
    try home.cacheSession()
    for (profile, who) in [("tool", home.user.arn), ("chain", "assumed-role"), ("ours", "assumed-role")] {
      let boto = try run([Project.python, "-c", Self.boto, profile], environment: home.environment)
      #expect(boto.output.contains(who), "\(boto.errors)")
      let cli = try home.shell("bash", "aws sts get-caller-identity --profile \(profile)")
      #expect(cli.output.contains(who), "\(cli.errors)")
    }
    #expect(try home.calls().count { $0 == "GetSessionToken" } == 1)
  }

  @Test("needs no network for what is cached, and no library for it either")
  func offline() throws {
    let home = try Home()
    let role = try home.emulator.makeRole()
    try home.configure("[profile admin]\nrole_arn = \(role)\nsource_profile = dev")
    try home.cacheSession()
    #expect(try home.run("credential-process", "-p", "admin").status == 0)
    for profile in ["dev", "admin"] {
      let trace = home.folder.path + "/trace"
      let result = try run(
        [
          Project.tool("strace"), "-f", "-e", "trace=network,openat,execve", "-o", trace, Project.program,
          "credential-process", "-p", profile,
        ], environment: home.environment.merging(Home.offline) { $1 })
      #expect(result.status == 0 && result.output.contains("ASIA"), "\(result.errors)")
      let calls = home.folder.read("trace")
      #expect(calls.contains("execve") && !calls.contains("socket(") && !calls.contains("libcurl"))
    }
  }

  @Test("ends with 66 where nobody can be asked, and the SDK shows why")
  func noTerminal() throws {
    let home = try home()
    let result = try home.run("credential-process", "-p", "dev")
    #expect(result.status == 66 && result.output == "")
    let cli = try home.shell("bash", "aws sts get-caller-identity --profile tool")
    #expect(cli.status != 0)
    #expect(cli.errors.contains("MFA code required") && cli.errors.contains("exec dev -- true"), "\(cli.errors)")
  }

  @Test("takes the keys of the very profile that has it as credential_process")
  func noRecursion() throws {
    let home = try Home()
    try home.putKeys(beside: "\(Project.program) credential-process -p dev")
    try home.cacheSession()
    let boto = try run([Project.python, "-c", Self.boto, "dev"], environment: home.environment)
    #expect(boto.output == home.user.arn + "\n", "\(boto.errors)")
    #expect(try home.run("-p", "dev", "-e").status == 0)
  }

  @Test("takes the keys beside it under any other name, with one question", arguments: ["sh", "link"])
  func disguised(kind: String) throws {
    let home = try Home()
    try home.folder.link("renamed", to: Project.program)
    try home.putKeys(
      beside: kind == "sh"
        ? "sh -c '\(Project.program) credential-process -p dev'"
        : "\(home.folder.path)/renamed credential-process -p dev")
    let session = try PseudoTerminal(
      [Project.aws, "sts", "get-caller-identity", "--profile", "dev"], environment: home.environment)
    try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    session.type(try home.emulator.code(home.device))
    try session.expect(home.user.arn)
    #expect(try session.finish() == 0)
    #expect(try home.calls().count { $0 == "GetSessionToken" } == 1)
  }

  @Test("says so when it would run itself for ever under another name")
  func renamed() throws {
    let home = try Home()
    try home.folder.link("renamed", to: Project.program)
    try home.folder.write("", to: ".aws/credentials")
    try home.folder.write(
      "[profile dev]\ncredential_process = \(home.folder.path)/renamed credential-process -p dev\n", to: ".aws/config")
    let result = try home.run("credential-process", "-p", "dev")
    #expect(result.status == 78 && result.errors.contains("which runs it again"), "\(result.errors)")
  }
}

extension Home {
  /// Moves the profile's key to the config file, beside a `credential_process`.
  fileprivate func putKeys(beside process: String) throws {
    try folder.write("", to: ".aws/credentials")
    try folder.write(
      """
      [profile dev]
      region = eu-west-1
      aws_access_key_id = \(user.accessKeyId)
      aws_secret_access_key = \(user.secretAccessKey)
      mfa_serial = \(device.serial)
      credential_process = \(process)
      """, to: ".aws/config")
  }
}
