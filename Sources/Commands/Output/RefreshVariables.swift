import Profiles
import STS
import Session

// The session of `--refresh`: a profile from which SDKs fetch it.

extension [String: String] {
  /// Those that led to the user's own files before a config file of this program did.
  var variablesBeforeRefresh: [(name: String, value: String)] {
    Self.ownVariables.sorted { $0.key < $1.key }.compactMap { name, own in self[nonEmpty: own].map { (name, $0) } }
  }
}

extension RefreshFolder {
  /// All variables that lead to such a folder.
  static let variables =
    [String: String].ownVariables.flatMap { [$0.key, $0.value] }.sorted() + [
      [String: String].refreshVariable, "AWS_SDK_LOAD_CONFIG",
    ]
}

extension SessionRequest {
  /// The variables that lead to the profile.
  func refreshVariables(of session: MFASession, _ folder: RefreshFolder) -> [(name: String, value: String)] {
    let own = [String: String].ownVariables.sorted { $0.key < $1.key }.compactMap { name, variable in
      environment[own: name].map { (name: variable, value: $0) }
    }
    return [
      (name: "AWS_PROFILE", value: folder.configuration.profile), (name: "AWS_CONFIG_FILE", value: folder.configFile),
      (name: "AWS_SHARED_CREDENTIALS_FILE", value: folder.credentialsFile),
      // Without it, older Go programs do not read a config file.
      (name: "AWS_SDK_LOAD_CONFIG", value: "1"), (name: [String: String].refreshVariable, value: folder.path),
      (name: "AWS_MFA_SESSION_EXPIRES", value: String(session.credentials.expiration)),
    ] + own
  }

  /// The profile of the config file.
  private var refreshConfiguration: RefreshConfiguration {
    let options: [(String, String?)] = [
      ("--profile", profile.name.origin == .builtIn ? nil : profile.name.value),
      ("--credentials-file", profile.files.credentials.path.absolutePath),
      ("--config-file", profile.files.config.path.absolutePath),
      ("--arn", profile.mfaSerial.flatMap { $0.isFromOption ? $0.value : nil }), ("--role-arn", self.options.roleARN),
      ("--duration", self.options.duration.map(String.init)), ("--wait", self.options.waitLimit.map(String.init)),
    ]
    let words =
      [Program.path, "credential-process", "--quiet"]
      + options.flatMap { name, value in value.map { [name, $0] } ?? [] }
    return RefreshConfiguration(of: profile, command: words.map(\.quoted).joined(separator: " "))
  }

  /// - Throws: `Failure.refreshNeedsProfile` for a key that only this process has.
  func checkRefreshable() throws(Failure) {
    if profile.source == .environment { throw .refreshNeedsProfile }
  }

  /// The folder of a config file that fetches the session of this request, before it is written.
  /// - Parameter isLasting: whether it stays, because shells share it.
  func refreshFolder(isLasting: Bool) -> RefreshFolder {
    isLasting
      ? RefreshFolder(lastingFor: refreshConfiguration, in: store)
      : RefreshFolder(forProcessWith: refreshConfiguration, in: store)
  }

  /// - Throws: `Failure.refreshNeedsProfile`, `.store`.
  func write(_ folder: RefreshFolder) throws(Failure) {
    try checkRefreshable()
    do { try folder.write() } catch { throw .store(error) }
  }
}
