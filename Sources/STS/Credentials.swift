/// Keys that sign a request. They describe themselves without their secrets.
package struct SigningKeys: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
  package let accessKeyID: String
  package let secretAccessKey: String
  /// Nil for the long-term keys of a user.
  package let sessionToken: String?

  package init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
  }

  package var description: String { "keys …\(accessKeyID.suffix(4))" }
  package var customMirror: Mirror { Mirror(reflecting: description) }
}

/// A session: keys that end. It describes itself without its secrets.
package struct SessionCredentials: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
  package let accessKeyID: String
  package let secretAccessKey: String
  package let sessionToken: String
  /// Seconds since 1970.
  package let expiration: Int

  package init(accessKeyID: String, secretAccessKey: String, sessionToken: String, expiration: Int) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
    self.expiration = expiration
  }

  package var description: String { "session …\(accessKeyID.suffix(4)) until \(expiration)" }
  package var customMirror: Mirror { Mirror(reflecting: description) }
}

/// Who the keys belong to, as GetCallerIdentity answers.
package struct CallerIdentity: Equatable, Sendable {
  package let arn: String
  package let account: String
}

/// An MFA device in the answer of ListMFADevices.
package struct MFADevice: Equatable, Sendable {
  package let serialNumber: String
  /// Nil if IAM was not asked.
  package let userName: String?

  package init(serialNumber: String, userName: String?) {
    self.serialNumber = serialNumber
    self.userName = userName
  }
}
