/// The credentials file and the config file, read once.
package final class ProfileFiles: Sendable {
  package let credentials: File
  package let config: File
  let configProfiles: ConfigProfiles
  private let written: [WrittenSource]
  private let cache = SettingsCache()

  package struct File: Sendable {
    /// The path, with `~` and variables expanded.
    package let path: String
    package let exists: Bool
    package let document: INIDocument
  }

  /// Reads both files; one that does not exist counts as empty.
  /// - Parameter credentialsFile: as the user wrote it; nil for `AWS_SHARED_CREDENTIALS_FILE` or the default. The config
  ///   file is `AWS_CONFIG_FILE` or the default.
  /// - Throws: `ProfileError.unreadable`, `.malformed`.
  package init(
    credentialsFile: String?, environment: [String: String], written: [WrittenSource] = []
  ) throws(ProfileError) {
    self.written = written
    credentials = try File(Self.credentialsPath(credentialsFile, environment))
    config = try File(Self.configPath(environment))
    configProfiles = ConfigProfiles(config.document)
  }

  /// The settings of a profile from both files, the credentials file winning; nil if it is in neither.
  package func settings(ofProfile name: String) -> Settings? { profile(named: name).merged }

  /// The file whose value of a key counts for a profile.
  func origin(of key: String, ofProfile name: String) -> Origin {
    origin(of: CodePointString(key), in: profile(named: name))
  }

  func origin(of key: CodePointString, in profile: ProfileSettings) -> Origin {
    let hasCredentials = profile.credentials?.has(key) == true
    return .file(path: (hasCredentials ? credentials : config).path, profile: profile.name)
  }

  /// The settings of a profile in the config file.
  func configSettings(ofProfile name: String) -> Settings? { profile(named: name).config }

  /// The settings of a profile in the credentials file.
  func credentialsSettings(ofProfile name: String) -> Settings? { profile(named: name).credentials }

  /// The settings of a profile in each of the files.
  func profile(named name: String) -> ProfileSettings {
    cache.profile(named: name) {
      ProfileSettings(
        name: name, config: configProfiles.section(named: name).map(config.document.settings(of:)),
        credentials: credentials.document.section(named: name).map(credentials.document.settings(of:)))
    }
  }

  /// The expiration of the session in a section of the credentials file, as written there; nil if it holds none.
  package func sessionExpiration(ofProfile name: String) -> String? {
    guard let settings = credentialsSettings(ofProfile: name), KeyTriple(settings).sessionToken != nil else {
      return nil
    }
    return settings["expiration"]
  }

  /// The source of the session in a section of the credentials file, if this program wrote it.
  package func writtenSource(ofProfile name: String) -> WrittenSource? {
    written.first {
      CodePointString($0.name) == CodePointString(name) && $0.credentialsFile == credentials.path
        && $0.expiration == sessionExpiration(ofProfile: name)
    }
  }

  /// The section of the credentials file, written by this program, whose session an AWS tool uses for a profile: the profile itself,
  /// or the source of its role.
  package func writtenProfile(behind name: String) -> String? {
    guard !written.isEmpty else { return nil }
    return try? SourceChain(of: Sourced(name, from: .option("--profile")), in: self, environment: [:]).writtenProfile
  }

  /// Whether both files have keys for a profile, and different ones.
  package func hasDifferentKeys(profile name: String) -> Bool {
    let found = profile(named: name)
    guard let configured = found.config.map(KeyTriple.init), let other = found.credentials.map(KeyTriple.init),
      configured.isPresent, other.isPresent
    else { return false }
    return configured.accessKeyID != other.accessKeyID || configured.secretAccessKey != other.secretAccessKey
  }

  /// The problem of the way to a profile's key; nil if there is none.
  package func sourceProblem(ofProfile name: String) -> ProfileError? {
    do throws(ProfileError) {
      _ = try SourceChain(of: Sourced(name, from: .option("--profile")), in: self, environment: [:])
      return nil
    } catch { return error }
  }

  /// Whether a profile has all that it takes to start a session without being told to: an MFA device is named, and AWS tools
  /// would take its own long-term key, or assume its role with the key of another profile of these files.
  package func canStartSession(_ name: String) -> Bool {
    guard settings(ofProfile: name) != nil else { return false }
    let profile = summary(of: Sourced(name, from: .builtIn), environment: [:])
    return [.keys, .role].contains(profile.kind) && profile.mfaSerial != nil && profile.sourceAccessKeyID != nil
  }

  /// Settings that AWS tools follow before they look at a profile's keys.
  static let strongerThanKeys = ["role_arn", "sso_session", "sso_start_url"]

  /// The settings of `[services NAME]` in the config file.
  func services(named name: String) -> Settings? {
    config.document.sections(ofKind: "services")[CodePointString(name)].map(config.document.settings(of:))
  }

  /// Whether a profile is in one of the files.
  package func has(profile name: String) -> Bool {
    configProfiles.section(named: name) != nil || credentials.document.section(named: name) != nil
  }

  /// The names of all profiles that begin with a text, sorted.
  package func profileNames(startingWith beginning: String = "") -> [String] {
    let configured = configProfiles.names(startingWith: beginning)
    return (configured + credentialsNames(beginning).filter { configProfiles.section(named: $0) == nil }).sorted()
  }

  private func credentialsNames(_ beginning: String = "") -> [String] {
    let document = credentials.document
    return document.namedSections { $0.starts(with: beginning.utf8) }.map(document.name(of:))
  }

  /// The names of the credentials file's profiles that a session may be written into, sorted: there or in the config file,
  /// nothing is lost or stronger.
  package func writableProfileNames(startingWith beginning: String = "") -> [String] {
    credentialsNames(beginning).filter { name in
      let configured = configSettings(ofProfile: name) ?? Settings()
      let holdsKeys = [configured, credentialsSettings(ofProfile: name) ?? Settings()].contains {
        KeyTriple($0).isLongTerm
      }
      let isOverruled = Self.strongerThanKeys.contains { configured[CodePointString($0)] != nil }
      return !holdsKeys && !isOverruled
    }.sorted()
  }
}

extension ProfileFiles.File {
  fileprivate init(_ path: String) throws(ProfileError) {
    self.path = path
    let bytes: [UInt8]?
    do { bytes = try readFile(self.path) } catch { throw .unreadable(path: self.path, error) }
    exists = bytes != nil
    do { document = try INIDocument(bytes ?? []) } catch { throw .malformed(path: self.path, error) }
  }
}

extension [String: String] {
  /// The value of a variable; an empty one counts as not set, as with the AWS CLI.
  package subscript(nonEmpty name: String) -> String? {
    guard let value = self[name], !value.isEmpty else { return nil }
    return value
  }

  /// The profile that AWS tools use where the command line names none (AWS CLI User Guide, "Environment variables").
  package var chosenProfile: String? { self[own: "AWS_PROFILE"] ?? self[own: "AWS_DEFAULT_PROFILE"] }
}
