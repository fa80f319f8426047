package import Profiles
package import STS

/// What AWS says of a profile's long-term key, without a code.
package struct KeyInspection {
  package let identity: Identity
  /// The MFA devices; nil if the user may not list them.
  package let devices: [MFADevice]?
  /// How far AWS's clock is ahead of this machine's, in seconds; 0 when they agree within four minutes.
  package let clockOffset: Int

  /// - Throws: `QueryError`.
  package init(_ profile: ResolvedProfile, report: @escaping (QueryEvent) -> Void) throws(QueryError) {
    let client = try QueryClient(profile, report: report)
    let caller = try client.call(.getCallerIdentity)
    identity = Identity(arn: caller.arn) ?? Identity(user: caller.arn, account: caller.account)
    do { devices = try client.mfaDevices() } catch {
      guard case .refused = error else { throw error }
      devices = nil
    }
    clockOffset = client.clockOffset
  }

  /// The MFA devices that can be used for a session.
  package var usableDevices: [MFADevice] { (devices ?? []).filter { !$0.isSecurityKey } }
}

extension QueryClient {
  /// All MFA devices of the user.
  /// - Throws: `QueryError`.
  func mfaDevices() throws(QueryError) -> [MFADevice] {
    var devices: [MFADevice] = []
    var marker: String?
    // A user has at most eight devices; the limit stops a server that is not AWS.
    for _ in 0..<10 {
      let page = try call(.listMFADevices(after: marker))
      devices += page.devices
      marker = page.nextMarker
      if marker == nil { break }
    }
    return devices
  }
}
