import ArgumentParser
import Profiles
import Session

/// Forgets sessions.
struct ClearCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clear",
    abstract: "Forget the kept sessions of a profile, or all.",
    discussion: """
      With a user's profile, the sessions of roles that were assumed with its key go too. AWS knows the sessions until they \
      end; what goes is what this machine has of them. The next command that needs one asks for a code.
      """)

  @ParentCommand var root: SessionCommand

  @Argument(help: "Profile, as with --profile.", completion: .profiles)
  var name: String?

  @OptionGroup var options: SessionOptions

  @Flag(help: "Those of all profiles.")
  var all = false

  @Flag(help: "Also take what --update-profile has written out of the credentials file.")
  var written = false

  func validate() throws {
    try root.checkNothingIsLost(taking: true)
    try options.checkOnlyProfile()
    if all, let named = try options.naming(name).profile {
      throw ValidationError("--all and the profile \(named) exclude each other.")
    }
  }

  func run() throws {
    let options = try options.naming(name)
    let profiles = try ListedProfiles(options)
    let chosen = all ? nil : try profiles.chosen(by: options)
    let sessions = all ? profiles.store.sessions : chosen.map(profiles.sessions.all) ?? []
    if all { profiles.store.removeAll() } else { sessions.forEach(profiles.store.remove) }
    let whose = all ? "" : " of \(chosen?.name ?? "default")"
    StandardError.write(
      line: sessions.isEmpty
        ? "\(Program.name): no session\(whose) was kept."
        : "\(Program.name): \(sessions.count == 1 ? "1 session" : "\(sessions.count) sessions")\(whose) forgotten.")
    if written { try removeWritten(profiles, of: chosen) }
    if let exported = ExportedSession(profiles.environment), all || exported.profile == chosen?.name {
      StandardError.write(line: "This shell still has it in its environment: \(Program.name) off")
    }
  }

  /// Those that were made from the profile, and the one that is it.
  private func removeWritten(_ profiles: ListedProfiles, of profile: ProfileSummary?) throws(Failure) {
    let index = WrittenProfiles(in: profiles.store)
    for entry in index.all where all || [entry.name, entry.sourceProfile].contains(profile?.name) {
      let files: ProfileFiles
      do {
        files = try ProfileFiles(credentialsFile: entry.credentialsFile, environment: profiles.environment)
      } catch { throw .profile(error) }
      do {
        let section = try CredentialsSection(named: entry.name, in: files)
        if try section.removeSession(until: rfc3339(entry.expiration)) {
          StandardError.write(line: "[\(entry.name)] is out of \(entry.credentialsFile).")
        }
      } catch {
        // What holds keys now is none of ours.
        guard case .holdsLongTermKeys = error else { throw .section(error) }
      }
      do { try index.forget(entry) } catch { throw .store(error) }
    }
  }
}
