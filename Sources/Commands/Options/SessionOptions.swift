import ArgumentParser
import Profiles

/// The options that name a session and say how to get it.
struct SessionOptions: ParsableArguments {
  @OptionGroup var chosen: ChosenProfile

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
      "How long a new session lasts: 900 to 129600 seconds, or a time such as 12h or 1h30m. A role's session lasts as its duration_seconds says. (default: AWS_MFA_SESSION_DURATION, the profile's mfa_duration, 3600)",
      valueName: "time"), transform: Self.duration)
  var duration: Int?

  private static func duration(_ text: String) throws -> Int {
    try time(text, in: ResolvedProfile.durations, "A session lasts 900 to 129600 seconds, or a time such as 12h.")
  }

  /// - Throws: `ValidationError` with the words, for an invalid time or one out of range.
  private static func time(_ text: String, in range: ClosedRange<Int>, _ words: String) throws -> Int {
    guard let seconds = Profiles.duration(text), range.contains(seconds) else { throw ValidationError(words) }
    return seconds
  }

  @Option(
    help: ArgumentHelp(
      "Role to assume with the session, in place of the profile's role_arn.", valueName: "arn"))
  var roleArn: String?

  @Option(
    help: ArgumentHelp(
      "If the code cannot be asked for, how long to wait for a session that is started elsewhere. (default: AWS_MFA_SESSION_WAIT, the profile's mfa_wait, 0)",
      valueName: "time"), transform: Self.waitLimit)
  var wait: Int?

  private static func waitLimit(_ text: String) throws -> Int {
    try time(text, in: ResolvedProfile.waitLimits, "It is a number of seconds, or a time such as 10m.")
  }

  @Flag(help: "Start a new session although there is a live one.")
  var force = false

  @Flag(name: .shortAndLong, help: "Do not say that a live session was used.")
  var quiet = false

  func validate() throws {
    for (name, value) in texts where value == "" {
      throw ValidationError("\(name) is empty.")
    }
    if let code, code != Self.standardInput, !code.isMFACode { throw ValidationError("An MFA code is six digits.") }
    if force, wait != nil {
      throw ValidationError("--force starts a new session here, --wait uses one that is started elsewhere. Choose one.")
    }
  }

  private var texts: [(name: String, value: String?)] {
    [("--region", region), ("--code", code), ("--arn", arn), ("--role-arn", roleArn)]
  }

  /// With the profile that a command's argument names, as `--profile` could.
  func naming(_ profile: String?) throws -> SessionOptions {
    var options = self
    options.chosen = try chosen.naming(profile)
    return options
  }

  var profileOptions: ProfileOptions {
    ProfileOptions(
      profile: chosen.profile, credentialsFile: chosen.file, region: region, mfaSerial: arn, roleARN: roleArn,
      duration: duration, waitLimit: wait)
  }

  private static let standardInput = "-"

  /// The code, which may be the first line of standard input; what follows it is left there.
  /// - Throws: `ValidationError` for a line that is no code.
  func givenCode() throws -> String? {
    guard code == Self.standardInput else { return code }
    let line = StandardInput.readLine()
    guard line.isMFACode else { throw ValidationError("Standard input is not an MFA code of six digits.") }
    return line
  }
}

extension String {
  /// Six ASCII digits (STS GetSessionToken, `TokenCode`).
  var isMFACode: Bool {
    utf8.count == 6 && utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
