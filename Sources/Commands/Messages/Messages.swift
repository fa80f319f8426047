import Processes
import Profiles
import STS
import Session
import ShellIntegration
private import Platform

// This file, and those beside it for profiles, sessions and queries, turn failures into words: what happened, in the
// user's terms, then what to do.

extension Failure {
  var message: Message {
    switch self {
    case .profile(let error): error.message
    case .session(let error, let profile): error.message(profile)
    case .section(let error): error.message
    case .standardOutput(let code):
      Message(
        "Cannot write to standard output: \(systemWords(code)).",
        "The session is cached; run the command again without --code (-c).")
    case .shell(let error):
      Message(
        "Cannot run the shell \(error.path): \(systemWords(error.code)).", "Set SHELL to the path of your shell.")
    case .unknownShell(let name):
      Message(
        "There is no export syntax for \(name).",
        "Choose one with --format: \(ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
    case .needsIntegration(let command, let shell):
      Message(
        "\"\(command)\" changes this shell and needs the shell integration.",
        shell.map { "Add this line to \($0.installation.file) and open a new shell:" }
          ?? "It exists for bash, zsh and fish; see \(Program.name) init --help.",
        shell.map { "  \($0.installation.line)" } ?? "")
    case .unrepresentable(let error):
      Message(
        "\(error.variable) holds a line break, which the format \(error.format.rawValue) cannot express.",
        "Choose another one with --format.")
    case .command(let error):
      Message(
        "Cannot run \"\(error.path)\": \(systemWords(error.code)).", "Check the name of the command, and PATH.")
    case .noSession(let profile):
      Message(
        "Profile \"\(profile)\" has no session here.",
        "Start one with: \(Program.name) use\(profile == "default" ? "" : " " + profile.quoted), or see the profiles with: \(Program.name) list"
      )
    case .welcome(let shell):
      Message(
        "temporary AWS credentials for an MFA code, in your shell.",
        "Set up profile, MFA device and shells: \(Program.name) setup",
        "Or add a line to \((shell ?? .bash).installation.file) yourself: \((shell ?? .bash).installation.line)",
        "AWS commands then ask for a code when they need one. To start a session: \(Program.name) use PROFILE",
        "Run one command with a session: \(Program.name) exec PROFILE -- COMMAND",
        "See also: \(Program.name) list, \(Program.name) doctor, \(Program.name) --help")
    case .unknownIntegration:
      Message(
        "The calling shell is not bash, zsh or fish.",
        "Name one: \(Program.name) init bash. In other shells, use \(Program.name) exec, or a credential_process (README)."
      )
    case .store(let error): error.message
    case .noTerminal:
      Message(
        "This command asks before it changes anything, and there is no terminal to ask on.", "Run it in a terminal.")
    case .cancelled: Message("Cancelled.")
    case .refreshNeedsProfile:
      Message(
        "--refresh needs a profile: the key is in the environment, which the command's AWS tools will not have.",
        "Put the key into a profile with: aws configure --profile NAME")
    case .noProfileBefore:
      Message("No profile was used in this shell before.", "Name one: \(Program.name) use PROFILE")
    }
  }
}

/// A path to paste into a shell, with `~` for the home folder where it needs no quotes.
func pastablePath(_ path: String) -> String {
  let short = shortPath(path)
  return short.hasPrefix("~") && String(short.dropFirst()).quoted == short.dropFirst() ? short : path.quoted
}

/// A path with `~` for the home folder.
func shortPath(_ path: String) -> String {
  guard let home = getenv("HOME").map({ String(cString: $0) }), home.count > 1, path.hasPrefix(home + "/") else {
    return path
  }
  return "~" + path.dropFirst(home.count)
}

func systemWords(_ code: Int32) -> String { String(cString: strerror(code)) }
