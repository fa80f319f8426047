/// A role of a profile, with the parameters of AssumeRole.
///
/// The settings are those of the AWS CLI; `source_identity`, `session_tags` and `transitive_session_tags` are aws-vault's.
package struct Role: Equatable, Sendable {
  package let arn: Sourced<String>
  /// The session name; nil for the name of the user.
  package let sessionName: String?
  package let externalID: String?
  /// How long its sessions last, in seconds, 900 to 43,200; nil for AWS's default of one hour.
  package let duration: Int?
  package let sourceIdentity: String?
  package let tags: [Tag]
  /// The keys of the tags that go on to roles which are assumed from this one.
  package let transitiveTagKeys: [String]

  /// A session tag (IAM User Guide, "Pass session tags in AWS STS").
  package struct Tag: Equatable, Sendable {
    package let key: String
    package let value: String
  }

  /// - Throws: `ProfileError.invalidSetting`.
  init(arn: Sourced<String>, _ settings: Settings, origin: (_ key: String) -> Origin) throws(ProfileError) {
    guard Self.isRoleARN(arn.value) else {
      throw .invalidSetting(
        arn.isFromOption ? "--role-arn" : "role_arn", value: arn.value,
        expected: "an ARN such as arn:aws:iam::123456789012:role/admin", origin: arn.origin)
    }
    self.arn = arn
    sessionName = settings["role_session_name"]
    externalID = settings["external_id"]
    sourceIdentity = settings["source_identity"]
    transitiveTagKeys = Self.list(settings["transitive_session_tags"])
    duration = try settings["duration_seconds"].map { text throws(ProfileError) in
      guard let seconds = Int(text), (900...43_200).contains(seconds) else {
        throw .invalidSetting(
          "duration_seconds", value: text, expected: "900 to 43200", origin: origin("duration_seconds"))
      }
      return seconds
    }
    tags = try Self.list(settings["session_tags"]).map { text throws(ProfileError) in
      guard let equals = text.firstIndex(of: "=") else {
        throw .invalidSetting(
          "session_tags", value: text, expected: "a list such as team=core,project=web",
          origin: origin("session_tags"))
      }
      return Tag(
        key: text[..<equals].stripped().description, value: text[text.index(after: equals)...].stripped().description)
    }
  }

  private static func isRoleARN(_ text: String) -> Bool {
    let bytes = text.utf8
    return text.hasPrefix("arn:") && !PythonRules.containsSpace(text)
      && bytes.indices.contains {
        bytes[$0] == UInt8(ascii: ":") && bytes[bytes.index(after: $0)...].starts(with: "role/".utf8)
      }
  }

  private static func list(_ text: String?) -> [String] {
    text?.split(separator: ",").map { $0.stripped().description }.filter { !$0.isEmpty } ?? []
  }
}

extension Substring {
  fileprivate func stripped() -> Substring { Substring(unicodeScalars.stripped()) }
}
