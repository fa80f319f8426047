import Pinentry
import Processes
import Profiles
import Session

/// Checks variables that hide each other or are invalid, and the programs that they need.
struct EnvironmentChecks {
  let environment: [String: String]
  /// The AWS files; nil if they cannot be read.
  let files: ProfileFiles?

  var findings: [Finding] {
    [
      keysBesideProfile, incompleteKeys, tokenBesideLongTermKey, differentNames("PROFILE"), differentNames("REGION"),
      unknownProfile, expiredSession, missingPinentry, missingNotifier,
    ].compactMap(\.self) + settings
  }

  // MARK: Keys

  private var accessKeyID: String? { environment[nonEmpty: "AWS_ACCESS_KEY_ID"] }
  private var hasToken: Bool {
    ["AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"].contains { environment[nonEmpty: $0] != nil }
  }

  /// From the order of providers in botocore and in the SDKs for Go and Java, and `fromNodeProviderChain` in the SDK for JavaScript.
  private var keysBesideProfile: Finding? {
    guard accessKeyID != nil, let profile = environment.chosenProfile else { return nil }
    return Finding(
      "AWS_ACCESS_KEY_ID is set beside AWS_PROFILE (\(profile)).",
      reason:
        "The AWS CLI, Terraform and the SDKs for Python, Go and Java use the keys; the JavaScript SDK uses the profile.",
      fix: "Unset one of them.")
  }

  private var incompleteKeys: Finding? {
    let hasSecret = environment[nonEmpty: "AWS_SECRET_ACCESS_KEY"] != nil
    let reason = "AWS tools fail, or look for keys elsewhere."
    switch (accessKeyID, hasSecret) {
    case (_?, false):
      return Finding(
        "AWS_ACCESS_KEY_ID is set without AWS_SECRET_ACCESS_KEY.", reason: reason, fix: "Set both, or unset both.")
    case (nil, true):
      return Finding(
        "AWS_SECRET_ACCESS_KEY is set without AWS_ACCESS_KEY_ID.", reason: reason, fix: "Set both, or unset both.")
    case (nil, false) where hasToken:
      return Finding(
        "AWS_SESSION_TOKEN is set without keys.", reason: reason, fix: "Run: unset AWS_SESSION_TOKEN AWS_SECURITY_TOKEN"
      )
    default: return nil
    }
  }

  private var tokenBesideLongTermKey: Finding? {
    guard hasToken, let id = accessKeyID, id.hasPrefix("AKIA") else { return nil }
    return Finding(
      "AWS_SESSION_TOKEN is set beside a long-term key.", reason: "AWS refuses the two together.",
      fix: "Run: unset AWS_SESSION_TOKEN AWS_SECURITY_TOKEN")
  }

  private var expiredSession: Finding? {
    guard ExportedSession(environment) == nil, environment[nonEmpty: "AWS_SESSION_TOKEN"] != nil,
      let end = environment["AWS_CREDENTIAL_EXPIRATION"].flatMap({ time(rfc3339: $0) }), end <= currentTime()
    else { return nil }
    return Finding(
      "The session in the environment, of another tool, expired \(timeSpan(currentTime() - end)) ago.",
      reason: "AWS tools use it before any profile.",
      fix: "Run: unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION")
  }

  // MARK: Names

  private var unknownProfile: Finding? {
    guard let files, let name = environment.chosenProfile, !files.has(profile: name) else { return nil }
    return Finding(
      Failure.profile(files.noSuchProfile(ProfileFiles.chosenName(nil, environment))).message,
      reason: "AWS tools use this profile by default.")
  }

  /// `AWS_DEFAULT_PROFILE` and `AWS_DEFAULT_REGION` are botocore's; other SDKs know only the shorter names.
  private func differentNames(_ name: String) -> Finding? {
    guard let one = environment[nonEmpty: "AWS_\(name)"], let other = environment[nonEmpty: "AWS_DEFAULT_\(name)"],
      one != other
    else { return nil }
    return Finding(
      "AWS_\(name) is \"\(one)\" and AWS_DEFAULT_\(name) is \"\(other)\".",
      reason: "Tools disagree on which one counts.", fix: "Unset one of them.")
  }

  // MARK: Settings of this program

  private var settings: [Finding] {
    let problems =
      HookSettings.problems(in: environment)
      + [
        OwnSetting.reusableLife.problem(in: environment), OwnSetting.duration.problem(in: environment),
        OwnSetting.waitLimit.problem(in: environment), OwnSetting.promptMethod.problem(in: environment),
        ProfilePicker.setting.problem(in: environment),
      ].compactMap(\.self)
    return problems.map { Finding($0.message, reason: "The setting has no effect, or stops the program.") }
  }

  private var missingPinentry: Finding? {
    guard environment[OwnSetting.promptMethod.variable] == PromptMethod.pinentry.rawValue,
      PinentryProgram(environment: environment, agentConfiguration: nil) == nil
    else { return nil }
    return Finding(
      "AWS_MFA_SESSION_ASK is pinentry, but no pinentry is installed.",
      reason: "The code is asked for at the terminal instead.",
      fix: "Install pinentry, or unset the variable.")
  }

  private var missingNotifier: Finding? {
    guard environment[nonEmpty: OwnSetting.waitLimit.variable] ?? "0" != "0", environment.hasDisplay,
      !DesktopNotification.isPossible
    else { return nil }
    return Finding(
      "AWS_MFA_SESSION_WAIT is set, but there is no program for desktop notifications.",
      reason: "Only shells announce that a program waits for a code.",
      fix: "Install notify-send: libnotify-bin on Debian and Ubuntu.")
  }
}
