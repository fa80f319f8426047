package import Profiles
import STS

/// What a session depends on: all profiles for which it is the same share the session.
package struct SessionKey: Equatable, Sendable {
  /// Of the long-term key.
  let accessKeyID: String
  let serialNumber: String
  let partition: String
  /// Those that were assumed with the MFA session, one after the other.
  var roles: [Role]

  /// - Parameter serialNumber: of the MFA device.
  package init(_ profile: ResolvedProfile, serialNumber: String) {
    self.init(
      accessKeyID: profile.key.value.accessKeyID, serialNumber: serialNumber, region: profile.signingRegion,
      roles: profile.roles)
  }

  /// - Parameter region: that requests are signed for.
  init(accessKeyID: String, serialNumber: String, region: String, roles: [Role]) {
    self.accessKeyID = accessKeyID
    self.serialNumber = serialNumber
    partition = Partition.containing(region: region).id
    self.roles = roles
  }

  /// The same with only the first of the roles.
  func assuming(_ count: Int) -> SessionKey {
    var key = self
    key.roles = Array(roles.prefix(count))
    return key
  }

  /// A name that does not tell what it stands for.
  var fileName: String {
    Self.fileName(["session", accessKeyID, serialNumber, partition] + roles.flatMap(\.fields))
  }

  /// - Parameter fields: what it stands for; no two lists have the same name.
  static func fileName(_ fields: [String]) -> String {
    String(Digest.sha256Hex(fields.map { "\($0.utf8.count):\($0)" }.joined()).prefix(32))
  }
}

extension Role {
  /// All that a session of it depends on.
  fileprivate var fields: [String] {
    let optional = [sessionName, externalID, duration.map(String.init), sourceIdentity].map { $0 ?? "" }
    let lists = [tags.map { "\($0.key)=\($0.value)" }, transitiveTagKeys].flatMap { ["\($0.count)"] + $0 }
    return [arn.value] + optional + lists
  }
}
