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
    help: ArgumentHelp("MFA code, six digits; without it you are asked.", valueName: "code"))
  var code: String?

  @Option(
    name: [.customShort("a", allowingJoined: true), .long],
    help: ArgumentHelp(
      "MFA device: ARN, or serial number of a hardware token. (default: AWS_MFA_SERIAL, the profile's mfa_serial, the device that IAM lists)",
      valueName: "arn"))
  var arn: String?

  @Option(
    name: [.customShort("d", allowingJoined: true), .long],
    help: ArgumentHelp("How long the session lasts, 900 to 129600.", valueName: "seconds"))
  var duration = Self.defaultDuration

  /// In seconds.
  static let defaultDuration = 3600

  @Flag(
    name: .shortAndLong,
    help: "Log to standard error; -vv requests, -vvv headers, -vvvv bodies. Never a secret.")
  var verbose: Int

  func validate() throws {
    guard (900...129_600).contains(duration) else {
      throw ValidationError("A session lasts 900 to 129600 seconds; \(duration) is not in that range.")
    }
    for (name, value) in [("--profile", profile), ("--credentials-file", file), ("--region", region), ("--arn", arn)]
    where value == "" {
      throw ValidationError("\(name) is empty.")
    }
    if let code, !code.isMFACode { throw ValidationError("An MFA code is six digits.") }
  }

  /// The names of those that were given.
  var given: [String] {
    let texts = [
      ("--profile", profile), ("--credentials-file", file), ("--region", region), ("--code", code), ("--arn", arn),
    ]
    return texts.filter { $0.1 != nil }.map(\.0) + (duration == Self.defaultDuration ? [] : ["--duration"])
  }

  var profileOptions: ProfileOptions {
    ProfileOptions(profile: profile, credentialsFile: file, region: region, mfaSerial: arn)
  }
}

extension String {
  /// Six ASCII digits (STS GetSessionToken, `TokenCode`).
  fileprivate var isMFACode: Bool {
    utf8.count == 6 && utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
