import ArgumentParser

/// A simple command line that tools repeat all day: an SDK's `credential-process -p dev`, a prompt's `status --short`,
/// `exec -p dev -- terraform plan`.
///
/// ArgumentParser takes longer than the rest of such a call. Every other command line, and every mistake, is left to it.
struct PlainCommandLine {
  private var profile: String?
  private var argument: String?
  private var flags: [String] = []
  private var words: [String] = []

  /// - Parameter arguments: without the program's name.
  /// - Returns: nil if ArgumentParser must read them.
  static func command(of arguments: [String]) -> (any ParsableCommand)? {
    switch arguments.first {
    case "credential-process": PlainCommandLine(arguments, flags: ["--quiet"])?.credentialProcess
    case "status": PlainCommandLine(arguments, flags: ["--short", "--json"])?.status
    case "exec": PlainCommandLine(arguments, flags: ["--quiet", "--refresh"])?.exec
    default: nil
    }
  }

  private init?(_ arguments: [String], flags known: [String]) {
    var rest = arguments.dropFirst()
    while let word = rest.popFirst() {
      switch word {
      case "--":
        words = Array(rest)
        return
      case "-p", "--profile":
        guard profile == nil, let name = rest.popFirst(), !name.isEmpty, !name.hasPrefix("-") else { return nil }
        profile = name
      case _ where known.contains(word):
        if !flags.contains(word) { flags.append(word) }
      case _ where word.isEmpty || word.hasPrefix("-") || argument != nil: return nil
      default: argument = word
      }
    }
  }

  private var namesOneProfile: Bool { profile == nil || argument == nil }

  private var credentialProcess: CredentialProcessCommand? {
    guard namesOneProfile, words.isEmpty else { return nil }
    var command = CredentialProcessCommand()
    command.name = argument
    command.options = sessionOptions
    return command
  }

  private var exec: ExecCommand? {
    guard namesOneProfile, !words.isEmpty else { return nil }
    var command = ExecCommand()
    command.name = argument
    command.options = sessionOptions
    command.refresh = RefreshOptions()
    command.refresh.refresh = flags.contains("--refresh")
    command.words = words
    return command
  }

  private var status: StatusCommand? {
    guard words.isEmpty, namesOneProfile, flags.count < 2 else { return nil }
    var command = StatusCommand()
    command.name = argument
    command.options = chosenProfile
    command.short = flags.contains("--short")
    command.json = flags.contains("--json")
    return command
  }

  private var chosenProfile: ChosenProfile {
    var options = ChosenProfile()
    options.profile = profile
    options.file = nil
    options.configFile = nil
    options.verbose = 0
    return options
  }

  private var sessionOptions: SessionOptions {
    var options = SessionOptions()
    options.chosen = chosenProfile
    options.region = nil
    options.code = nil
    options.arn = nil
    options.duration = nil
    options.wait = nil
    options.roleArn = nil
    options.force = false
    options.quiet = flags.contains("--quiet")
    return options
  }
}
