import Profiles
import Session
private import Platform

/// The files and sessions for commands that look at profiles without starting a session.
struct ListedProfiles {
  let environment: [String: String]
  let files: ProfileFiles
  let store: SessionStore
  let sessions: ProfileSessions

  /// - Throws: `Failure.profile`, `.store`.
  init(_ options: ChosenProfile) throws(Failure) {
    environment = processEnvironment()
    store = try SessionStore(options, environment: environment)
    do {
      files = try ProfileFiles(
        credentialsFile: options.file, environment: environment, written: WrittenProfiles(in: store).sources)
    } catch { throw .profile(error) }
    sessions = ProfileSessions(in: store, environment: environment)
  }

  /// - Parameter pattern: part of a name or, with `*` or `?`, the whole of it; nil for all.
  func all(matching pattern: String?) -> some Sequence<ProfileSummary> {
    files.summaries(environment: environment) { name in pattern.map { name.matches($0) } ?? true }
  }

  /// The profile that the options or the environment name; `default` if none is named, even if it does not exist.
  /// - Throws: `Failure.profile` for a name that is in neither file.
  func chosen(by options: ChosenProfile) throws(Failure) -> ProfileSummary {
    let name = ProfileFiles.chosenName(options.profile, environment)
    guard name.isImplicit || files.has(profile: name.value) else {
      throw .profile(files.noSuchProfile(name))
    }
    return files.summary(of: name, environment: environment)
  }
}

extension String {
  fileprivate func matches(_ pattern: String) -> Bool {
    guard pattern.contains(where: { "*?[".contains($0) }) else {
      return lowercased().contains(pattern.lowercased())
    }
    return fnmatch(pattern.lowercased(), lowercased(), 0) == 0
  }
}

extension SessionStore {
  /// - Throws: `Failure.store` for a folder that cannot be used.
  init(_ options: ChosenProfile, environment: [String: String]) throws(Failure) {
    self.init(environment: environment, notify: Log(level: options.verbose).notice)
    do { try checkPrivacy() } catch { throw .store(error) }
  }
}
