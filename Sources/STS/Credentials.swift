/// Credentials that sign requests. Their description contains no secret.
package struct SigningKeys: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
  package let accessKeyID: String
  package let secretAccessKey: String
  /// Nil for long-term credentials.
  package let sessionToken: String?

  package init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
  }

  package var description: String { "keys …\(accessKeyID.suffix(4))" }
  package var customMirror: Mirror { Mirror(reflecting: description) }
}

/// Session credentials. Their description contains no secret.
package struct SessionCredentials: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
  package let accessKeyID: String
  package let secretAccessKey: String
  package let sessionToken: String
  /// In seconds since 1970.
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

/// The owner of credentials, from the response of GetCallerIdentity.
package struct CallerIdentity: Equatable, Sendable {
  package let arn: String
  package let account: String
}

/// An MFA device in the response of ListMFADevices.
package struct MFADevice: Equatable, Sendable {
  package let serialNumber: String
  /// Nil when IAM was not called.
  package let userName: String?

  package init(serialNumber: String, userName: String?) {
    self.serialNumber = serialNumber
    self.userName = userName
  }
}
