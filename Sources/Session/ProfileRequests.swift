import Profiles
import STS

// A profile, in the terms of its requests.

extension QueryClient {
  /// A client for the long-term key of a profile.
  /// - Throws: `QueryError.invalidEndpoint`, `.unreachable` when libcurl is missing.
  convenience init(_ profile: ResolvedProfile, report: @escaping (QueryEvent) -> Void) throws(QueryError) {
    let sts: Endpoint
    let iam: Endpoint
    do {
      sts = try Endpoint(
        .sts, region: profile.signingRegion, options: .init(profile.endpoints, profile.endpoints.stsURL))
      iam = try Endpoint(
        .iam, region: profile.signingRegion, options: .init(profile.endpoints, profile.endpoints.iamURL))
    } catch { throw .invalidEndpoint(error) }
    try self.init(
      keys: SigningKeys(
        accessKeyID: profile.key.value.accessKeyID, secretAccessKey: profile.key.value.secretAccessKey,
        sessionToken: profile.key.value.sessionToken),
      sts: sts, iam: iam,
      transport: TransportSettings(
        caBundle: profile.network.caBundle, proxy: profile.network.proxy, noProxy: profile.network.noProxy),
      report: report)
  }
}

extension Endpoint.Options {
  fileprivate init(_ settings: EndpointSettings, _ url: Sourced<String>?) {
    self.init(
      useFIPS: settings.useFIPS, useDualStack: settings.useDualStack, useLegacySTS: settings.useLegacySTS,
      url: url?.value)
  }
}

extension SigningKeys {
  init(_ session: SessionCredentials) {
    self.init(
      accessKeyID: session.accessKeyID, secretAccessKey: session.secretAccessKey, sessionToken: session.sessionToken)
  }
}

extension AssumeRoleRequest {
  /// - Parameters:
  ///   - duration: in seconds; nil for AWS's default.
  ///   - user: names the session if the profile does not.
  init(_ role: Role, duration: Int?, user: String) {
    self.init(
      roleARN: role.arn.value, sessionName: role.sessionName ?? Self.sessionName(of: user), duration: duration,
      externalID: role.externalID, sourceIdentity: role.sourceIdentity,
      tags: role.tags.map { ($0.key, $0.value) }, transitiveTagKeys: role.transitiveTagKeys)
  }

  /// A user's name, as a role session name can be (STS AssumeRole, `RoleSessionName`).
  private static func sessionName(of user: String) -> String {
    let isAllowed = { (byte: UInt8) in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"):
        true
      default: "_+=,.@-".utf8.contains(byte)
      }
    }
    let name = String(decoding: user.utf8.map { isAllowed($0) ? $0 : UInt8(ascii: "_") }.prefix(64), as: UTF8.self)
    return name.utf8.count < 2 ? "aws-mfa-session" : name
  }
}

extension SessionCredentials {
  /// The credentials with the expiry by this machine's clock, which shells and SDKs compare it with.
  func inLocalTime(of client: QueryClient) -> SessionCredentials {
    SessionCredentials(
      accessKeyID: accessKeyID, secretAccessKey: secretAccessKey, sessionToken: sessionToken,
      expiration: expiration - client.clockOffset)
  }
}
