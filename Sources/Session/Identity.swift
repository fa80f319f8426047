package import STS

/// Who a session belongs to, as far as it is known.
package struct Identity: Equatable, Sendable {
  package let user: String
  /// Nil for a hardware device whose owner nothing has told.
  package let account: String?

  package init(user: String, account: String?) {
    self.user = user
    self.account = account
  }

  /// From an ARN such as `arn:aws:iam::123456789012:user/team/alice`: the last part of the path is the name.
  package init?(arn: String) {
    // By bytes: a list of profiles has thousands.
    let parts = arn.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0].elementsEqual("arn".utf8),
      let name = parts[5].split(separator: UInt8(ascii: "/")).last
    else { return nil }
    self.init(user: String(Substring(name)), account: parts[4].isEmpty ? nil : String(Substring(parts[4])))
  }

  /// From an MFA device: its user as IAM tells it, else the name in the ARN of a virtual device, which is mostly the user's
  /// too, else the serial number of a hardware one, which names nobody.
  package init(device: MFADevice) {
    let named = Identity(arn: device.serialNumber)
    self = Identity(
      user: (named == nil ? nil : device.userName) ?? named?.user ?? device.serialNumber, account: named?.account)
  }

  /// `alice@123456789012`, or what there is of it.
  package var label: String { account.map { "\(user)@\($0)" } ?? user }
}
