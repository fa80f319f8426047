import ArgumentParser
import FoundationEssentials
import Profiles

/// The options that say which session is meant and how it comes about.
struct SessionOptions: ParsableArguments {
  @Option(
    name: [.customShort("p", allowingJoined: true), .long],
    help: ArgumentHelp(
      "Source profile: the one with the keys. (default: AWS_PROFILE, then AWS_DEFAULT_PROFILE, then default)",
      valueName: "name"),
    completion: .profiles)
  var profile: String?

  @Option(
    name: [.customShort("f", allowingJoined: true), .customLong("credentials-file")],
    help: ArgumentHelp(
      "Credentials file. (default: AWS_SHARED_CREDENTIALS_FILE, then ~/.aws/credentials)", valueName: "path"),
    completion: .file())
  var file: String?

  @Option(
    name: [.customShort("r", allowingJoined: true), .long],
    help: ArgumentHelp(
      "Region. (default: AWS_REGION, AWS_DEFAULT_REGION, the profile's region, us-east-1)", valueName: "region"))
  var region: String?

  @Option(
    name: [.customShort("c", allowingJoined: true), .long],
    help: ArgumentHelp(
      "MFA code, six digits, or - to read it from standard input; without it you are asked.", valueName: "code"))
  var code: String?

  @Option(
    name: [.customShort("a", allowingJoined: true), .long],
    help: ArgumentHelp(
      "MFA device: ARN, or serial number of a hardware token. (default: AWS_MFA_SERIAL, the profile's mfa_serial, the device that IAM lists)",
      valueName: "arn"))
  var arn: String?

  @Option(
    name: [.customShort("d", allowingJoined: true), .long],
    help: ArgumentHelp(
      "How long a new session lasts, 900 to 129600; a role's lasts as its duration_seconds says.", valueName: "seconds")
  )
  var duration = Self.defaultDuration

  /// In seconds.
  static let defaultDuration = 3600

  @Option(
    help: ArgumentHelp(
      "Role to assume with the session, in place of the profile's role_arn.", valueName: "arn"))
  var roleArn: String?

  @Flag(help: "Start a new session although there is a live one.")
  var force = false

  @Flag(name: .shortAndLong, help: "Do not say that a live session was used.")
  var quiet = false

  @Flag(
    name: .shortAndLong,
    help: "Log to standard error; -vv requests, -vvv headers, -vvvv bodies. Never a secret.")
  var verbose: Int

  func validate() throws {
    guard (900...129_600).contains(duration) else {
      throw ValidationError("A session lasts 900 to 129600 seconds; \(duration) is not in that range.")
    }
    for (name, value) in texts where value == "" {
      throw ValidationError("\(name) is empty.")
    }
    if let code, code != Self.standardInput, !code.isMFACode { throw ValidationError("An MFA code is six digits.") }
  }

  private var texts: [(name: String, value: String?)] {
    [
      ("--profile", profile), ("--credentials-file", file), ("--region", region), ("--code", code), ("--arn", arn),
      ("--role-arn", roleArn),
    ]
  }

  /// The names of those that were given.
  var given: [String] {
    let flags = [("--duration", duration != Self.defaultDuration), ("--force", force), ("--quiet", quiet)]
    return texts.filter { $0.value != nil }.map(\.name) + flags.filter(\.1).map(\.0)
  }

  /// Refuses those that say how a new session comes about, where none does.
  func checkOnlyProfile() throws {
    if let lost = given.first(where: { !["--profile", "--credentials-file"].contains($0) }) {
      throw ValidationError("\(lost) has no meaning here.")
    }
  }

  /// With the profile that a command's argument names, as `--profile` could.
  func naming(_ profile: String?) throws -> SessionOptions {
    if profile == "" { throw ValidationError("The name of the profile is empty.") }
    if let profile, let other = self.profile, profile != other {
      throw ValidationError("Two profiles are named, \(profile) and \(other).")
    }
    var options = self
    options.profile = profile ?? self.profile
    return options
  }

  var profileOptions: ProfileOptions {
    ProfileOptions(profile: profile, credentialsFile: file, region: region, mfaSerial: arn, roleARN: roleArn)
  }

  private static let standardInput = "-"

  /// The code, which may be the first line of standard input; what follows it is left there.
  /// - Throws: `ValidationError` for a line that is no code.
  func givenCode() throws -> String? {
    guard code == Self.standardInput else { return code }
    let line = StandardInput.readLine()
    guard line.isMFACode else { throw ValidationError("What standard input gives is no MFA code of six digits.") }
    return line
  }
}

extension String {
  /// Six ASCII digits (STS GetSessionToken, `TokenCode`).
  var isMFACode: Bool {
    utf8.count == 6 && utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
