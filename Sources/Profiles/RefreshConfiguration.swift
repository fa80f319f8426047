/// The config file of a command or a shell whose SDKs fetch the session anew whenever theirs expires: one profile, whose
/// `credential_process` is this program, with all that the user's own profile says of other things than credentials.
package struct RefreshConfiguration: Equatable, Sendable {
  /// The name of its profile.
  package let profile: String
  /// It holds no secret.
  package let text: String

  /// - Parameter command: the `credential_process`.
  package init(of resolved: ResolvedProfile, command: String) {
    let name = resolved.name.value
    profile = name.utf8.allSatisfy { $0.isPlainInHeader } && !name.isEmpty ? name : "aws-mfa-session"
    let files = resolved.files
    let settings = (files.settings(ofProfile: name) ?? Settings()).values.filter {
      !Self.isAboutCredentials($0.key.string)
    }
    var text = profile == "default" ? "[default]\n" : "[profile \(profile)]\n"
    text += "credential_process = \(command)\n" + Self.lines(settings)
    if case .text(let services)? = settings["services"], let found = files.services(named: services) {
      text += "[services \(services)]\n" + Self.lines(found.values)
    }
    self.text = text
  }

  private static let credentialKeys: Set = [
    "expiration", "credential_process", "credential_source", "source_profile", "role_arn", "role_session_name",
    "external_id", "duration_seconds", "source_identity", "session_tags", "transitive_session_tags",
    "web_identity_token_file", "login_session",
  ]
  /// The prefixes of keys that belong to credentials, or may hold a secret.
  private static let credentialMarks = ["sso_", "mfa_", "access_key", "secret", "token", "password"]

  private static func isAboutCredentials(_ key: String) -> Bool {
    credentialKeys.contains(key) || credentialMarks.contains(where: key.contains)
  }

  /// In the order of their keys; the lines of a nested value, or of a long one, are indented.
  private static func lines(_ values: [CodePointString: Settings.Value]) -> String {
    values.sorted { $0.key.string < $1.key.string }.map { key, value in
      switch value {
      case .text(let text):
        "\(key.string) = \(text.split(separator: "\n").joined(separator: "\n  "))\n"
      case .nested(let nested):
        "\(key.string) =\n"
          + nested.sorted { $0.key.string < $1.key.string }.map { "  \($0.key.string) = \($0.value)\n" }.joined()
      }
    }.joined()
  }
}

extension UInt8 {
  /// Whether every reader of config files takes it as it is in a profile's name.
  fileprivate var isPlainInHeader: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: "-_.@+/".utf8.contains(self)
    }
  }
}

/// An environment in which a config file of this program stands for the session's keys.
extension [String: String] {
  /// The folder of that file.
  package static let refreshVariable = "AWS_MFA_SESSION_REFRESH"

  /// Whether AWS tools follow that file.
  package var isRefreshed: Bool {
    self[nonEmpty: Self.refreshVariable].map { self["AWS_CONFIG_FILE"] == "\($0)/config" } ?? false
  }

  /// Where the user's own value of a variable is meanwhile, for those that lead to files.
  package static let ownVariables = [
    "AWS_CONFIG_FILE": "AWS_MFA_SESSION_CONFIG_FILE",
    "AWS_SHARED_CREDENTIALS_FILE": "AWS_MFA_SESSION_CREDENTIALS_FILE",
  ]

  /// A variable as the user has it, or had it before this program's file stood there.
  package subscript(own name: String) -> String? {
    guard isRefreshed else { return self[nonEmpty: name] }
    if let own = Self.ownVariables[name] { return self[nonEmpty: own] }
    // The name in that file.
    return name == "AWS_PROFILE" && [self["AWS_MFA_SESSION_PROFILE"], "aws-mfa-session"].contains(self[name])
      ? nil : self[nonEmpty: name]
  }
}
