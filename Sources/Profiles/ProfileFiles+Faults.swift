import Processes

// Faults in files that AWS tools read without an error, and not as their author meant them.

extension ProfileFiles {
  /// Whether the config file holds keys.
  package var configHoldsSecrets: Bool {
    profileNames().contains { configSettings(ofProfile: $0)?["aws_secret_access_key"] != nil }
  }

  /// A section that no tool reads, because its header is for the other one of the two files.
  package struct MisnamedSection: Sendable {
    package let file: String
    package let header: String
    package let correctHeader: String
    /// Nil if the correct header is taken.
    package let change: FileChange?
  }

  /// `[dev]` in the config file, `[profile dev]` in the credentials file (AWS CLI User Guide, "Configuration and credential file
  /// settings").
  package var misnamedSections: [MisnamedSection] {
    let kinds = ["profile", "sso-session", "services", "plugins", "preview", "login_session"]
    let ofConfig = config.document.namedSections.filter { section in
      let name = config.document.name(of: section)
      return name != "default" && !kinds.contains(String(name.prefix { $0 != " " && $0 != "\t" }))
        && config.document.entries(of: section).contains { Self.profileKeys.contains($0.key) }
    }.map(config.document.name(of:)).map { Self.misnamed($0, "profile \(Self.word($0))", in: config) }
    let ofCredentials = credentials.document.namedSections.map(credentials.document.name(of:))
      .filter { $0.hasPrefix("profile ") }
      .map { Self.misnamed($0, PythonRules.words(of: $0)?.dropFirst().first ?? "", in: credentials) }
    return ofConfig + ofCredentials
  }

  /// By which a section is known for a profile's: other tools have sections of their own in the config file.
  private static let profileKeys: Set = [
    "aws_access_key_id", "region", "mfa_serial", "role_arn", "source_profile", "credential_process", "sso_session",
    "sso_start_url", "login_session",
  ]

  private static func misnamed(_ name: String, _ correct: String, in file: File) -> MisnamedSection {
    let renamed =
      file.document.section(named: correct) == nil && !correct.isEmpty
      ? file.document.renaming(section: name, to: correct) : nil
    return MisnamedSection(
      file: file.path, header: name, correctHeader: correct,
      change: renamed.map { FileChange(file.path, from: file.document.bytes, to: $0) })
  }

  /// A profile's name, as it stands in a header of the config file.
  private static func word(_ name: String) -> String {
    name.contains { $0.isWhitespace } ? "\"\(name)\"" : name
  }

  /// A value in quotes, which botocore and most SDKs take for a part of it.
  package struct QuotedValue: Sendable {
    package let file: String
    package let profile: String
    package let key: String
    package let change: FileChange
  }

  /// The quoted values of a profile among the keys that are never meant so.
  package func quotedValues(ofProfile name: String) -> [QuotedValue] {
    [(credentials, credentials.document.section(named: name)), (config, configProfiles.section(named: name))]
      .flatMap { file, section in
        guard let section else { return [QuotedValue]() }
        return file.document.entries(of: section).compactMap { entry in
          guard Self.unquotedKeys.contains(entry.key), let plain = Self.withoutQuotes(entry.value) else { return nil }
          let changed = file.document.setting([(entry.key, plain)], inSection: file.document.name(of: section))
          return QuotedValue(
            file: file.path, profile: name, key: entry.key,
            change: FileChange(file.path, from: file.document.bytes, to: changed))
        }
      }
  }

  private static let unquotedKeys: Set = [
    "aws_access_key_id", "aws_secret_access_key", "aws_session_token", "mfa_serial", "role_arn", "source_profile",
    "region",
  ]

  private static func withoutQuotes(_ value: String) -> String? {
    guard value.utf8.count > 2, let quote = value.first, quote == "\"" || quote == "'", value.last == quote else {
      return nil
    }
    return String(value.dropFirst().dropLast())
  }

  /// A change that sets a key of a profile in the config file.
  /// - Parameter value: of one line.
  package func settingInConfig(_ key: String, to value: String, ofProfile name: String) -> FileChange {
    let header =
      configProfiles.section(named: name).map(config.document.name(of:))
      ?? (name == "default" ? name : "profile \(Self.word(name))")
    return FileChange(
      config.path, from: config.exists ? config.document.bytes : nil,
      to: config.document.setting([(key, value)], inSection: header))
  }

  /// The program of a profile's `credential_process`, if it cannot be found.
  package func missingCredentialProcess(ofProfile name: String) -> String? {
    guard let command = settings(ofProfile: name)?["credential_process"],
      let program = PythonRules.words(of: command)?.first, (try? Command([program]).check()) == nil
    else { return nil }
    return program
  }

  /// The problem of a profile's own keys; nil if there is none.
  package func keyProblem(ofProfile name: String) -> ProfileError? {
    let found = profile(named: name)
    for (settings, path) in [(found.credentials, credentials.path), (found.config, config.path)] {
      let keys = settings.map(KeyTriple.init)
      if let keys, keys.accessKeyID == nil, keys.secretAccessKey != nil {
        return .incompleteKeys(missing: "aws_access_key_id", origin: .file(path: path, profile: name))
      }
      do throws(ProfileError) { _ = try keys?.accessKey(from: .file(path: path, profile: name)) } catch { return error }
    }
    return nil
  }
}

extension INIDocument {
  /// The file with another name in the header of a section; every other byte stays.
  func renaming(section name: String, to other: String) -> [UInt8] {
    guard let section = section(named: name) else { return bytes }
    let line = Line.all(in: bytes)[Int(section.line)]
    guard let place = bytes[line.content].firstRange(of: Array("[\(name)]".utf8)) else { return bytes }
    return Array(bytes[..<place.lowerBound] + "[\(other)]".utf8 + bytes[place.upperBound...])
  }
}
