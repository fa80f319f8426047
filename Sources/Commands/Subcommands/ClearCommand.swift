import ArgumentParser
import Profiles
import Session

/// Removes cached sessions.
struct ClearCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "clear", "Remove cached sessions.", usage: "[options] [name]",
    discussion: """
      Removes the sessions of a profile, with those of roles that were assumed with its key, or all. AWS still accepts them \
      until they expire; this machine no longer has them. The next command that needs one asks for a code.
      """,
    examples: ["aws-mfa-session clear dev", "aws-mfa-session clear --all --written"])

  @Argument(help: "Profile, as with --profile.")
  var name: String?

  @OptionGroup var options: ChosenProfile

  @Flag(help: "Remove the sessions of all profiles.")
  var all = false

  @Flag(help: "Also remove from the credentials file what --update-profile has written.")
  var written = false

  func validate() throws {
    if all, let named = try options.naming(name).profile {
      throw ValidationError("--all cannot be combined with the profile \(named).")
    }
  }

  func run() throws {
    let environment = processEnvironment()
    let options = try options.naming(name)
    // --all works without the AWS files, which may be unreadable.
    let store = try SessionStore(options, environment: environment)
    let profiles = all ? nil : try ListedProfiles(options)
    let chosen = try profiles?.chosen(by: options)
    let sessions = chosen.flatMap { profiles?.sessions.all(of: $0) } ?? store.sessions
    do throws(FileReplacementError) {
      if all { try store.removeAll() } else { for session in sessions { try store.remove(session) } }
    } catch { throw Failure.store(error) }
    report(sessions.count, of: chosen?.name)
    if written { try removeWritten(store, environment, of: chosen?.name, in: profiles?.files.credentials.path) }
    if let exported = ExportedSession(environment), all || exported.profile == chosen?.name {
      StandardError.write(line: "This shell still has the session: \(Program.name) off")
    }
  }

  private func report(_ count: Int, of name: String?) {
    let whose = name.map { " of \($0)" } ?? ""
    StandardError.write(
      line: count == 0
        ? "\(Program.name): no cached session\(whose)."
        : "\(Program.name): removed \(count == 1 ? "1 cached session" : "\(count) cached sessions")\(whose).")
  }

  /// Removes the written profiles that were made from a profile, and that profile if it was written itself.
  /// - Throws: the first `Failure`; the other profiles are removed.
  private func removeWritten(
    _ store: SessionStore, _ environment: [String: String], of name: String?, in credentialsFile: String?
  ) throws(Failure) {
    let index = WrittenProfiles(in: store)
    var problem: Failure?
    for entry in index.all
    where all || entry.credentialsFile == credentialsFile && [entry.name, entry.sourceProfile].contains(name) {
      do throws(Failure) {
        let isRemoved = try removeSection(of: entry, environment)
        StandardError.write(
          line: isRemoved
            ? "Removed [\(entry.name)] from \(shortPath(entry.credentialsFile))."
            : "Kept [\(entry.name)] in \(shortPath(entry.credentialsFile)): it has changed since it was written.")
        do { try index.forget(entry) } catch { throw Failure.store(error) }
      } catch { problem = problem ?? error }
    }
    if let problem { throw problem }
  }

  private func removeSection(of entry: WrittenProfiles.Entry, _ environment: [String: String]) throws(Failure) -> Bool {
    let files: ProfileFiles
    do { files = try ProfileFiles(credentialsFile: entry.credentialsFile, environment: environment) } catch {
      throw .profile(error)
    }
    do {
      let section = try CredentialsSection(named: entry.name, in: files, isToBeWritten: false)
      return try section.removeSession(until: rfc3339(entry.expiration))
    } catch {
      // A section that holds keys now, or has a role beside it, is not ours.
      switch error {
      case .holdsLongTermKeys, .overruled: return false
      default: throw .section(error)
      }
    }
  }
}
