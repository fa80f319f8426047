import Profiles
import Session
private import Platform

/// Checks the AWS files and the folder of cached sessions: permissions, and whether they can be parsed.
struct FileChecks {
  private let environment: [String: String]
  private let credentialsFile: String?
  private let store: SessionStore
  /// The files, or why they cannot be read.
  let files: Result<ProfileFiles, ProfileError>

  init(environment: [String: String], credentialsFile: String?, store: SessionStore) {
    self.environment = environment
    self.credentialsFile = credentialsFile
    self.store = store
    files = Result { () throws(ProfileError) in
      try ProfileFiles(
        credentialsFile: credentialsFile, environment: environment, written: WrittenProfiles(in: store).sources)
    }
  }

  var findings: [Finding] {
    [unreadable, noProfiles, openCredentials, openConfig].compactMap(\.self) + missingFiles + stateFolder
  }

  private var unreadable: Finding? {
    guard case .failure(let error) = files else { return nil }
    return Finding(error.message, reason: "AWS tools cannot read any profile in it.")
  }

  private var noProfiles: Finding? {
    guard let files = try? files.get(), files.profileNames().isEmpty else { return nil }
    return Finding(files.nothingToList(hasFilter: false), reason: "No session can be started.")
  }

  private var openCredentials: Finding? {
    open(
      ProfileFiles.credentialsPath(credentialsFile, environment), reason: "It holds long-term keys or sessions.")
  }

  private var openConfig: Finding? {
    guard let files = try? files.get(), files.configHoldsSecrets else { return nil }
    return open(files.config.path, reason: "It holds secret access keys.")
  }

  private func open(_ path: String, reason: String) -> Finding? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & 0o077 != 0 else { return nil }
    return Finding(
      "\(shortPath(path)) is open to other users.", reason: reason, fix: "Run: chmod 600 \(pastablePath(path))",
      change: FileChange(path, mode: 0o600))
  }

  private var missingFiles: [Finding] {
    ["AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE", "AWS_CA_BUNDLE"].compactMap { variable in
      guard let value = environment[nonEmpty: variable], case let path = expandingPath(value, environment: environment),
        access(path, F_OK) == -1
      else { return nil }
      return Finding(
        "\(variable) names a file that does not exist: \(shortPath(path)).",
        reason: "AWS tools look for profiles or certificates there, and find none.",
        fix: "Correct or unset \(variable).")
    }
  }

  // MARK: Cached sessions

  private var stateFolder: [Finding] {
    let reason = "Sessions are not cached in a folder that others can open."
    do { try store.checkPrivacy() } catch {
      let isOpen = error.step == .notPrivate
      return [
        Finding(
          error.message, reason: reason, change: isOpen ? FileChange(store.directory, mode: 0o700) : nil)
      ]
    }
    var findings: [Finding] = []
    if let folder = environment[nonEmpty: "XDG_STATE_HOME"], !folder.hasPrefix("/") {
      findings.append(
        Finding(
          "XDG_STATE_HOME is not an absolute path: \(folder).", reason: "It is ignored, as its specification says.",
          fix: "Correct or unset XDG_STATE_HOME."))
    }
    return findings + unusableSessions
  }

  private var unusableSessions: [Finding] {
    store.unusableFiles.map { path, error in
      let bytes = error == .malformed ? (try? readOwnFile(path)) ?? nil : nil
      return Finding(
        "The cached session \(shortPath(path)) cannot be used: \(error.words).",
        reason: "You are asked for a code although a session may be live.", fix: "Run: rm \(pastablePath(path))",
        change: bytes.map { FileChange(path, from: $0, to: nil) })
    }
  }
}
