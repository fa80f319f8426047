import Pinentry
import Profiles
import Session
import ShellIntegration

/// Variables that hide each other or cannot be read, and the shell's rc file.
struct EnvironmentChecks {
  let environment: [String: String]
  /// Nil when they cannot be read.
  let files: ProfileFiles?

  var findings: [Finding] {
    [keysBesideProfile, unknownProfile, expiredSession, integration].compactMap(\.self) + settings
  }

  private var keysBesideProfile: Finding? {
    guard environment[nonEmpty: "AWS_ACCESS_KEY_ID"] != nil, let profile = environment.chosenProfile else { return nil }
    return Finding(
      "AWS_ACCESS_KEY_ID is set beside AWS_PROFILE (\(profile)).",
      reason: "Tools disagree on which one counts: the AWS CLI uses the profile, most SDKs use the keys.",
      fix: "Unset one of them.")
  }

  private var unknownProfile: Finding? {
    guard let files, let name = environment.chosenProfile, !files.has(profile: name) else { return nil }
    return Finding(
      Failure.profile(files.noSuchProfile(ProfileFiles.chosenName(nil, environment))).message,
      reason: "AWS tools use this profile by default.")
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

  private var integration: Finding? {
    guard let shell = environment["SHELL"].flatMap(IntegratedShell.init(path:)) else { return nil }
    let (line, file) = shell.installation
    let path = expandingPath(file, environment: environment)
    let text = ((try? readFile(path)) ?? nil).map { String(decoding: $0, as: UTF8.self) } ?? ""
    guard !text.contains("\(Program.name) init") else { return nil }
    return Finding(
      "\(file) does not load the shell integration.",
      reason: "AWS commands in \(shell) fail when the session has expired, instead of asking for a code.",
      fix: "Add this line to it: \(line)")
  }

  // MARK: Settings of this program

  private var settings: [Finding] {
    let times = ["MARGIN", "REUSE", "DURATION", "WAIT"].compactMap { name in
      invalid("AWS_MFA_SESSION_\(name)", expected: "a number of seconds, or a time such as 10m") { duration($0) != nil }
    }
    let method = invalid("AWS_MFA_SESSION_ASK", expected: "terminal, pinentry or none") {
      PromptMethod(rawValue: $0) != nil
    }
    let picker = invalid("AWS_MFA_SESSION_PICKER", expected: "fzf, list or none") {
      ["fzf", "list", "none"].contains($0)
    }
    return times + [method, picker, missingPinentry].compactMap(\.self)
  }

  private func invalid(_ variable: String, expected: String, _ isValid: (String) -> Bool) -> Finding? {
    guard let value = environment[nonEmpty: variable], !isValid(value) else { return nil }
    let error = ProfileError.invalidSetting(variable, value: value, expected: expected, origin: .environment(variable))
    return Finding(error.message, reason: "The setting has no effect, or stops the program.")
  }

  private var missingPinentry: Finding? {
    guard environment["AWS_MFA_SESSION_ASK"] == PromptMethod.pinentry.rawValue,
      PinentryProgram(environment: environment, agentConfiguration: nil) == nil
    else { return nil }
    return Finding(
      "AWS_MFA_SESSION_ASK is pinentry, but no pinentry is installed.",
      reason: "The code is asked for at the terminal instead.",
      fix: "Install pinentry, or unset the variable.")
  }
}
