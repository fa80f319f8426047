import Processes
import Profiles
import STS
import Session
import ShellIntegration
private import Platform

// Here, and in the files beside this one for profiles, sessions and queries, failures become words: what happened, in the
// user's terms, then what to do.

extension Failure {
  var message: Message {
    switch self {
    case .profile(let error): error.message
    case .session(let error, let profile): error.message(profile)
    case .section(let error): error.message
    case .standardOutput(let code):
      Message(
        "The session could not be printed: \(systemWords(code)).",
        "It is kept: the same command without --code (-c) needs no other.")
    case .shell(let error):
      Message(
        "The shell \(error.path) cannot be run: \(systemWords(error.code)).", "Set SHELL to the path of your shell.")
    case .unknownShell(let name):
      Message(
        "There is no export syntax for \(name).",
        "Choose one with --format: \(ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
    case .needsIntegration(let command, let shell):
      Message(
        "\"\(command)\" changes this shell, and for that its rc file must have the shell integration.",
        shell.map { "Put this line into \($0.installation.file), and open a new shell:" }
          ?? "It is there for bash, zsh and fish; see \(Program.name) init --help.",
        shell.map { "  \($0.installation.line)" } ?? "")
    case .unrepresentable(let error):
      Message(
        "\(error.variable) holds a line break, which \(error.format.rawValue) cannot express.",
        "Choose another syntax with --format.")
    case .command(let error):
      Message(
        "\"\(error.path)\" cannot be run: \(systemWords(error.code)).", "Check the command's name, and PATH.")
    case .noSession(let profile): Message("There is no session of profile \"\(profile)\" here.")
    case .store(let error): error.message
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

/// A path with `~` for the home folder.
func shortPath(_ path: String) -> String {
  guard let home = getenv("HOME").map({ String(cString: $0) }), home.count > 1, path.hasPrefix(home + "/") else {
    return path
  }
  return "~" + path.dropFirst(home.count)
}

func systemWords(_ code: Int32) -> String { String(cString: strerror(code)) }
