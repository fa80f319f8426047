import ArgumentParser
import Profiles
import Session

/// Lists profiles and their sessions.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "list", "List profiles with kind, account, MFA device and session.", usage: "[options] [pattern]",
    discussion: "Prints a table at a terminal, and lines with tabs elsewhere. Does not use the network.",
    examples: ["aws-mfa-session list", "aws-mfa-session list 'd*'", "aws-mfa-session list --mfa --json"])

  @Argument(help: "Only profiles whose names hold this text, or match it where it has * or ?.")
  var pattern: String?

  @Flag(help: "Only profiles that need an MFA code.")
  var mfa = false

  @OptionGroup var options: ChosenProfile

  @Flag(help: "Print JSON; docs/reference.md describes it.")
  var json = false

  func validate() throws {
    if options.profile != nil {
      throw ValidationError("list takes no --profile. Give a pattern instead: list PATTERN.")
    }
  }

  func run() throws {
    let profiles = try ListedProfiles(options)
    let now = currentTime()
    let rows = profiles.all(matching: pattern).lazy.filter { !mfa || $0.needsMFA }
      .map { ProfileRow($0, profiles.sessions, now) }
    if !json, rows.first(where: { _ in true }) == nil {
      return StandardError.write(profiles.files.nothingToList(hasFilter: pattern != nil || mfa))
    }
    if json {
      try StandardOutput.write(jsonArray: rows)
    } else if let width = StandardOutput.width {
      try StandardOutput.write(ProfileRow.table(Array(rows), profiles.environment).text(width))
    } else {
      try StandardOutput.write(rows: rows.map(\.fields))
    }
  }
}
