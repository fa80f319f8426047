private import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// An action of the AWS query protocol, with the reader of its response.
package struct Operation<Answer> {
  let action: String
  let service: Endpoint.Service
  let version: String
  let parameters: [(name: String, value: String)]
  /// False for a request that must not be sent twice, because an MFA code can be used once.
  let isRepeatable: Bool
  /// Reads the element `ACTIONResult`; nil when a required element is missing.
  let read: (XMLElement) -> Answer?

  /// The values of parameters that must not be logged.
  var secrets: [String] { parameters.filter { $0.name == "TokenCode" }.map(\.value) }

  /// The request's body, as a form.
  var body: String {
    let all = [("Action", action), ("Version", version)] + parameters
    return all.map { "\($0.0.percentEscaped)=\($0.1.percentEscaped)" }.joined(separator: "&")
  }
}

extension StringProtocol {
  /// The text with all bytes escaped that are not unreserved (RFC 3986, 2.3), as signatures require.
  var percentEscaped: String {
    utf8.map { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
        String(UnicodeScalar(byte))
      default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }.joined()
  }
}

private let stsVersion = "2011-06-15"

extension Operation<CallerIdentity> {
  /// STS GetCallerIdentity, which needs no permission and fails for invalid credentials.
  package static var getCallerIdentity: Operation {
    Operation(
      action: "GetCallerIdentity", service: .sts, version: stsVersion, parameters: [], isRepeatable: true
    ) { result in
      guard let arn = result.text(at: "Arn"), let account = result.text(at: "Account") else { return nil }
      return CallerIdentity(arn: arn, account: account)
    }
  }
}

extension Operation<SessionCredentials> {
  /// STS GetSessionToken.
  /// - Parameter duration: in seconds, 900 to 129,600.
  package static func getSessionToken(duration: Int, serialNumber: String, code: String) -> Operation {
    Operation(
      action: "GetSessionToken", service: .sts, version: stsVersion,
      parameters: [("DurationSeconds", String(duration)), ("SerialNumber", serialNumber), ("TokenCode", code)],
      isRepeatable: false, read: \.sessionCredentials)
  }

  /// STS AssumeRole.
  package static func assumeRole(_ request: AssumeRoleRequest) -> Operation {
    Operation(
      action: "AssumeRole", service: .sts, version: stsVersion, parameters: request.parameters, isRepeatable: true,
      read: \.sessionCredentials)
  }
}

/// The parameters of AssumeRole; nil for AWS's defaults.
package struct AssumeRoleRequest: Sendable {
  fileprivate let parameters: [(name: String, value: String)]

  /// - Parameters:
  ///   - sessionName: 2 to 64 letters, digits and any of `_+=,.@-`.
  ///   - duration: in seconds, 900 to 43,200; up to 3,600 for a role that is assumed from a role.
  ///   - transitiveTagKeys: the keys of tags that are passed on when the role assumes another one.
  package init(
    roleARN: String, sessionName: String, duration: Int? = nil, externalID: String? = nil,
    sourceIdentity: String? = nil, tags: [(key: String, value: String)] = [], transitiveTagKeys: [String] = []
  ) {
    var parameters = [(name: "RoleArn", value: roleARN), (name: "RoleSessionName", value: sessionName)]
    let optional = [
      ("DurationSeconds", duration.map(String.init)), ("ExternalId", externalID), ("SourceIdentity", sourceIdentity),
    ]
    for case (let name, let value?) in optional { parameters.append((name, value)) }
    for (number, tag) in zip(1..., tags) {
      parameters += [("Tags.member.\(number).Key", tag.key), ("Tags.member.\(number).Value", tag.value)]
    }
    for (number, key) in zip(1..., transitiveTagKeys) { parameters.append(("TransitiveTagKeys.member.\(number)", key)) }
    self.parameters = parameters
  }
}

/// A page of ListMFADevices.
package struct MFADevicePage {
  package let devices: [MFADevice]
  /// The marker of the next page; nil on the last page.
  package let nextMarker: String?
}

extension Operation<MFADevicePage> {
  /// IAM ListMFADevices, for the user who signs the request.
  package static func listMFADevices(after marker: String?) -> Operation {
    Operation(
      action: "ListMFADevices", service: .iam, version: "2010-05-08",
      parameters: marker.map { [("Marker", $0)] } ?? [], isRepeatable: true
    ) { result in
      guard let list = result["MFADevices"] else { return nil }
      let devices = list.children.compactMap { member in
        member.text(at: "SerialNumber").map { MFADevice(serialNumber: $0, userName: member.text(at: "UserName")) }
      }
      let isTruncated = result.text(at: "IsTruncated") == "true"
      return MFADevicePage(devices: devices, nextMarker: isTruncated ? result.text(at: "Marker") : nil)
    }
  }
}

extension XMLElement {
  /// The credentials in a response.
  fileprivate var sessionCredentials: SessionCredentials? {
    guard let credentials = self["Credentials"], let id = credentials.key(at: "AccessKeyId"),
      let secret = credentials.key(at: "SecretAccessKey"), let token = credentials.key(at: "SessionToken"),
      let expiration = credentials.text(at: "Expiration").flatMap(epochSeconds(iso8601:))
    else { return nil }
    return SessionCredentials(accessKeyID: id, secretAccessKey: secret, sessionToken: token, expiration: expiration)
  }

  /// The text of a child, if it is one word of visible ASCII, as keys and tokens are: it will be written to files and shells.
  fileprivate func key(at name: String) -> String? {
    text(at: name).flatMap { $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? $0 : nil }
  }
}

/// Seconds since 1970 of a time such as `2026-11-24T03:02:51Z`, with or without fractions.
private func epochSeconds(iso8601 text: String) -> Int? {
  let styles = [Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true)]
  return styles.firstResult { try? $0.parse(text) }.map { Int($0.timeIntervalSince1970) }
}
