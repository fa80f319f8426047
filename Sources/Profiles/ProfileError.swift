package import Processes

/// Why a profile cannot be used.
package enum ProfileError: Error, Sendable {
  case unreadable(path: String, SystemError)
  case malformed(path: String, INIDocument.ParseError)
  case noSuchProfile(String, origin: Origin, credentialsFile: String, configFile: String, known: [String])
  case sourceProfileMissing(String, of: String, known: [String])
  case sourceProfileLoop([String])
  /// A key pair has only one of its two parts.
  case incompleteKeys(missing: String, origin: Origin)
  case noKeys(profile: String, reason: NoKeys)
  case credentialProcess(profile: String, CredentialProcessError)
  case invalidRegion(String, origin: Origin)
  case invalidSetting(String, value: String, expected: String, origin: Origin)

  /// What a profile has instead of long-term keys.
  package enum NoKeys: Equatable, Sendable {
    case nothing(credentialsFile: String, configFile: String)
    /// A session: GetSessionToken takes long-term keys only.
    case session(Origin)
    case environmentSession
    case singleSignOn
    /// `aws login` (AWS CLI 2.32), whose sessions GetSessionToken refuses.
    case login
    case webIdentity
    case instanceMetadata(String)
    /// A role without `source_profile` or `credential_source`, and without keys beside it.
    case roleWithoutSource
    /// `credential_source` is `Environment`, but the environment has no key.
    case emptyEnvironment
  }
}

/// Where a value came from, for messages and the log.
package enum Origin: Equatable, Sendable {
  case option(String)
  case environment(String)
  case file(path: String, profile: String)
  case process(profile: String)
  case builtIn
}

/// A value and where it came from.
package struct Sourced<Value: Sendable>: Sendable {
  package let value: Value
  package let origin: Origin

  package init(_ value: Value, from origin: Origin) {
    self.value = value
    self.origin = origin
  }
}

extension Sourced {
  /// Whether it came from a variable.
  package var isFromEnvironment: Bool { if case .environment = origin { true } else { false } }
  /// Whether it came from the command line.
  package var isFromOption: Bool { if case .option = origin { true } else { false } }
}

extension Sourced: Equatable where Value: Equatable {}
