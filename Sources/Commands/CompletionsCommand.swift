import ArgumentParser
import FoundationEssentials
import Profiles
import Session
import ShellIntegration

/// Prints the completion script of a shell, by itself.
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Print the completion script of a shell.",
    discussion: "The script that 'init' prints has it already.")

  @Argument(help: "bash, zsh or fish.")
  var shell: IntegratedShell

  func run() throws {
    try StandardOutput.write(CompletionScript(for: shell).text)
  }
}

/// Prints the names of all profiles, for completion: a line each, with a tab and a description where the shell shows one.
struct ProfilesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "complete-profiles", shouldDisplay: false)

  @Option(name: [.customShort("f"), .customLong("credentials-file")])
  var file: String?

  @Flag(help: "With descriptions.")
  var describe = false

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    // Someone at the Tab key cannot be told what is wrong with a file.
    guard let files = try? ProfileFiles(credentialsFile: file, environment: environment) else { return }
    let lines = describe ? described(files, environment) : files.profileNames
    try StandardOutput.write(lines.filter(\.isPrintable).map { $0 + "\n" }.joined())
  }

  private func described(_ files: ProfileFiles, _ environment: [String: String]) -> [String] {
    let store = SessionStore(environment: environment)
    let written = WrittenProfiles(in: store).entries(in: files.credentials.path)
    let now = currentTime()
    return files.summaries.map { profile in
      let expiration = written[ExactText(profile.name)]?.expiration ?? store.expiration(of: profile)
      let description = ProfileDescription(profile, expiration: expiration, now: now).text
      return description.isEmpty ? profile.name : "\(profile.name)\t\(description)"
    }
  }
}

extension String {
  /// Whether it is one line for a shell; the tab separates a description.
  fileprivate var isPrintable: Bool {
    !isEmpty && !unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\t" }
  }
}
