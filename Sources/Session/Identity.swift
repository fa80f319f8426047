package import STS

/// Who a session belongs to, as far as it is known.
package struct Identity: Equatable, Sendable {
  package let user: String
  /// Nil for a hardware device whose owner is unknown.
  package let account: String?

  package init(user: String, account: String?) {
    self.user = user
    self.account = account
  }

  /// From an ARN such as `arn:aws:iam::123456789012:user/team/alice`: the last part of the path is the name.
  package init?(arn: String) {
    // In bytes, because a list of profiles has thousands.
    var arn = arn
    let parts = arn.withUTF8 { bytes -> (user: String, account: String)? in
      var colonCount = 0
      var (account, end) = (0..<0, 0)
      for index in bytes.indices where bytes[index] == UInt8(ascii: ":") {
        account = end..<index
        end = index + 1
        colonCount += 1
        if colonCount == 5 { break }
      }
      guard colonCount == 5, bytes.starts(with: "arn:".utf8) else { return nil }
      var resource = bytes[end...]
      while resource.last == UInt8(ascii: "/") { resource = resource.dropLast() }
      guard !resource.isEmpty else { return nil }
      let name = resource.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? end
      return (String(decoding: resource[name...], as: UTF8.self), String(decoding: bytes[account], as: UTF8.self))
    }
    guard let parts else { return nil }
    self.init(user: parts.user, account: parts.account.isEmpty ? nil : parts.account)
  }

  /// From an MFA device: its user as IAM tells it, else the name in the ARN of a virtual device, which is mostly the user's
  /// too, else the serial number of a hardware one, which names no user.
  package init(device: MFADevice) {
    let named = Identity(arn: device.serialNumber)
    self = Identity(
      user: (named == nil ? nil : device.userName) ?? named?.user ?? device.serialNumber, account: named?.account)
  }

  /// `alice@123456789012`, or the part that is known.
  package var label: String { account.map { "\(user)@\($0)" } ?? user }
}
