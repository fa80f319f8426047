import ArgumentParser

/// The options that name a profile and its files.
struct ChosenProfile: ParsableArguments {
  @Option(
    name: [.customShort("p", allowingJoined: true), .long],
    help: ArgumentHelp(
      "Source profile: the one with the keys. (default: AWS_PROFILE, then AWS_DEFAULT_PROFILE, then default)",
      valueName: "name"))
  var profile: String?

  @Option(
    name: [.customShort("f", allowingJoined: true), .customLong("credentials-file")],
    help: ArgumentHelp(
      "Credentials file. (default: AWS_SHARED_CREDENTIALS_FILE, then ~/.aws/credentials)", valueName: "path"))
  var file: String?

  // For the profiles that --refresh makes.
  @Option(help: .hidden)
  var configFile: String?

  @Flag(
    name: .shortAndLong,
    help: "Log to standard error; -vv requests, -vvv headers, -vvvv bodies. Never a secret.")
  var verbose: Int

  func validate() throws {
    for (name, value) in texts where value == "" { throw ValidationError("\(name) is empty.") }
  }

  private var texts: [(name: String, value: String?)] { [("--profile", profile), ("--credentials-file", file)] }

  /// With the profile that a command's argument names, as `--profile` could.
  func naming(_ profile: String?) throws -> ChosenProfile {
    if profile == "" { throw ValidationError("The profile name is empty.") }
    if let profile, let other = self.profile, profile != other {
      throw ValidationError("Two profiles given: \(profile) and \(other).")
    }
    var chosen = self
    chosen.profile = profile ?? self.profile
    return chosen
  }
}
