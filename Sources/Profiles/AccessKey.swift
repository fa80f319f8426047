/// The access key that sessions are made with: of an IAM user, which GetSessionToken demands, or of a session, which can only
/// assume roles.
///
/// It describes itself without its secret, so that no log and no message can hold that by accident.
package struct AccessKey: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
  package let accessKeyID: String
  package let secretAccessKey: String
  /// The session token; nil for a user's long-term key.
  package let sessionToken: String?

  package init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
  }

  package var description: String { "access key …\(accessKeyID.suffix(4))" }
  package var customMirror: Mirror { Mirror(reflecting: description) }
}

/// A key pair as found in a file or the environment, with the session token if there is one.
struct KeyTriple: Sendable {
  let accessKeyID: String?
  let secretAccessKey: String?
  let sessionToken: String?

  init(accessKeyID: String?, secretAccessKey: String?, sessionToken: String?) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
  }

  init(_ settings: Settings) {
    self.init(
      accessKeyID: settings["aws_access_key_id"], secretAccessKey: settings["aws_secret_access_key"],
      sessionToken: settings["aws_security_token"] ?? settings["aws_session_token"])
  }

  init(environment: [String: String]) {
    self.init(
      accessKeyID: environment[nonEmpty: "AWS_ACCESS_KEY_ID"],
      secretAccessKey: environment[nonEmpty: "AWS_SECRET_ACCESS_KEY"],
      sessionToken: environment[nonEmpty: "AWS_SECURITY_TOKEN"] ?? environment[nonEmpty: "AWS_SESSION_TOKEN"])
  }

  /// Whether botocore would look no further: an id is there, with its secret or not.
  var isPresent: Bool { accessKeyID != nil }

  /// Whether it is a long-term key, and not a session.
  var isLongTermKey: Bool { isPresent && sessionToken == nil }

  /// The complete key; nil if there is none.
  /// - Parameter secretName: the name of the secret, for the error.
  /// - Throws: `ProfileError.incompleteKeys`.
  func accessKey(from origin: Origin, secretName: String = "aws_secret_access_key") throws(ProfileError) -> AccessKey? {
    guard let accessKeyID else { return nil }
    guard let secretAccessKey else { throw .incompleteKeys(missing: secretName, origin: origin) }
    return AccessKey(accessKeyID: accessKeyID, secretAccessKey: secretAccessKey, sessionToken: sessionToken)
  }

  /// Whether overwriting these would lose something that cannot be had again: no session token beside them, or an id that
  /// AWS gives to long-term keys only (IAM User Guide, "unique ID prefixes").
  var isLongTerm: Bool {
    (accessKeyID != nil || secretAccessKey != nil) && (sessionToken == nil || accessKeyID?.hasPrefix("AKIA") == true)
  }
}
