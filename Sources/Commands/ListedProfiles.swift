import FoundationEssentials
import Profiles
import Session

/// What the commands need that look at profiles and sessions without making one.
struct ListedProfiles {
  let environment: [String: String]
  let files: ProfileFiles
  let store: SessionStore
  let sessions: ProfileSessions
  let all: [ProfileSummary]

  /// - Throws: `Failure.profile`.
  init(_ options: SessionOptions) throws(Failure) {
    environment = ProcessInfo.processInfo.environment
    do { files = try ProfileFiles(credentialsFile: options.file, environment: environment) } catch {
      throw .profile(error)
    }
    store = SessionStore(environment: environment, notify: Log(level: options.verbose).notice)
    do { try store.checkPrivacy() } catch { throw .store(error) }
    sessions = ProfileSessions(in: store, credentialsFile: files.credentials.path)
    all = files.summaries
  }

  /// The profile that the options or the environment name.
  /// - Returns: nil for `default` where there is none and nobody has named it.
  /// - Throws: `Failure.profile` for a name that is in neither file.
  func chosen(by options: SessionOptions) throws(Failure) -> ProfileSummary? {
    let name = ProfileFiles.chosenName(options.profile, environment)
    if let found = all.first(where: { ExactText($0.name) == ExactText(name.value) }) { return found }
    if name.isOpen { return nil }
    throw .profile(files.noSuchProfile(name))
  }
}
