package import Profiles
import STS

/// The identity of a cached session: all profiles with the same key share it.
package struct SessionKey: Equatable, Sendable {
  /// The id of the long-term access key.
  let accessKeyID: String
  let serialNumber: String
  let partition: String
  /// The roles that were assumed with the MFA session, in order.
  var roles: [Role]

  /// - Parameter serialNumber: of the MFA device.
  package init(_ profile: ResolvedProfile, serialNumber: String) {
    self.init(
      accessKeyID: profile.key.value.accessKeyID, serialNumber: serialNumber, region: profile.signingRegion,
      roles: profile.roles)
  }

  /// - Parameter region: the region of the requests' signatures.
  init(accessKeyID: String, serialNumber: String, region: String, roles: [Role]) {
    self.accessKeyID = accessKeyID
    self.serialNumber = serialNumber
    partition = Partition.containing(region: region).id
    self.roles = roles
  }

  /// The key with only the first of the roles.
  func assuming(_ count: Int) -> SessionKey {
    var key = self
    key.roles = Array(roles.prefix(count))
    return key
  }

  /// The name of the file that the session is cached in.
  var fileName: String {
    Self.fileName(["session", accessKeyID, serialNumber, partition] + roles.flatMap(\.fields))
  }

  /// 32 hexadecimal digits that stand for a list of fields.
  ///
  /// FNV-1a with 128 bits (RFC 9923). The name hides nothing, as the file holds the same fields; and loading libcrypto for a
  /// cryptographic hash would take a quarter of the time of a start that finds its session in the cache.
  static func fileName(_ fields: [String]) -> String {
    var hash: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D
    for field in fields {
      for byte in "\(field.utf8.count):\(field)".utf8 {
        hash = (hash ^ UInt128(byte)) &* 0x100_0000_0000_0000_0000_013B
      }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 32 - digits.utf8.count) + digits
  }
}

extension Role {
  /// The key of the profile's session.
  fileprivate var fields: [String] {
    let optional = [sessionName, externalID, duration.map(String.init), sourceIdentity].map { $0 ?? "" }
    let lists = [tags.map { "\($0.key)=\($0.value)" }, transitiveTagKeys].flatMap { ["\($0.count)"] + $0 }
    return [arn.value] + optional + lists
  }
}
