import ArgumentParser
import Profiles
import Session

/// Prints the names of profiles, for completion: a line each, with a tab and a description where the shell shows one.
struct ProfilesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "complete-profiles", shouldDisplay: false)

  /// Of these, the credentials file. An option of its own of that name would be the root command's, and stay empty.
  @OptionGroup var options: ChosenProfile

  @Option(help: "Only names that begin with this; a shell is slower at it.")
  var prefix = ""

  @Flag(help: "Only profiles that a session may be written into.")
  var writable = false

  @Flag(help: "With descriptions.")
  var describe = false

  func run() throws {
    let environment = processEnvironment()
    // Someone at the Tab key cannot be told what is wrong with a file.
    guard let files = try? ProfileFiles(credentialsFile: options.file, environment: environment) else { return }
    let names = (writable ? files.writableProfileNames : files.profileNames).filter {
      $0.isOneField && $0.utf8.starts(with: prefix.utf8)
    }
    let descriptions = describe ? descriptions(files, environment) : [:]
    try StandardOutput.write(
      names.map { name in descriptions[ExactText(name)].map { "\(name)\t\($0)\n" } ?? "\(name)\n" }.joined())
  }

  private func descriptions(_ files: ProfileFiles, _ environment: [String: String]) -> [ExactText: String] {
    let sessions = ProfileSessions(
      in: SessionStore(environment: environment), environment: environment)
    let now = currentTime()
    let descriptions = files.summaries(environment: environment).compactMap { profile -> (ExactText, String)? in
      let text = ProfileDescription(profile, sessions: sessions, now: now).text
      return text.isOneField ? (ExactText(profile.name), text) : nil
    }
    return Dictionary(descriptions) { first, _ in first }
  }
}

extension String {
  /// Whether it can stand in a line before or after a tab.
  fileprivate var isOneField: Bool {
    !isEmpty && !unicodeScalars.contains { $0.properties.generalCategory == .control }
  }
}
