import Profiles
import STS
import Session
import ShellIntegration
private import Platform

/// A word that can stand at the cursor.
struct Candidate {
  let word: String
  var description = ""
  /// Whether more may follow without a space, as behind a folder.
  var continues = false
}

/// The words for a request.
struct Candidates {
  let request: CompletionRequest
  /// What the value begins with.
  let prefix: String
  let environment: [String: String]

  var all: [Candidate] {
    switch request.wanted {
    case .subcommand:
      CompletedCommand.all.map { Candidate(word: $0.name, description: $0.abstract) }
        + [Candidate(word: "help", description: "Show help for a subcommand.")]
    case .option(let options): names(of: options)
    case .value(let kind): values(kind)
    case .command, .nothing: []
    }
  }

  private func names(of options: [CompletedOption]) -> [Candidate] {
    // Short names only complete a single dash.
    let isShort = prefix.count > 1 && !prefix.hasPrefix("--")
    return options.flatMap { option in
      option.names.filter { isShort || $0.hasPrefix("--") }
        .map { Candidate(word: $0, description: option.abstract) }
    }
  }

  private func values(_ kind: CompletedValue) -> [Candidate] {
    switch kind {
    case .profile: profiles { $0.profileNames(startingWith: prefix) }
    case .writableProfile: profiles { $0.writableProfileNames(startingWith: prefix) }
    case .file: FileCandidates(prefix: prefix, environment: environment).all
    case .region: Partition.regionNames.map { Candidate(word: $0) }
    case .device: settings("mfa_serial")
    case .role: settings("role_arn")
    case .duration:
      ["15m", "1h", "4h", "8h", "12h", "36h"].map { Candidate(word: $0) }
    case .format: ExportFormat.allCases.map { Candidate(word: $0.rawValue) }
    case .shell: IntegratedShell.allCases.map { Candidate(word: $0.rawValue) }
    case .free: []
    }
  }

  /// The files; nil if one cannot be read, because completion has no place for an error message.
  private var files: ProfileFiles? {
    try? ProfileFiles(credentialsFile: request.credentialsFile, environment: environment)
  }

  /// The maximum number of profiles with descriptions: each must be resolved, and a longer list is too long to read.
  private static let descriptionLimit = 200

  private func profiles(_ names: (ProfileFiles) -> [String]) -> [Candidate] {
    guard let files else { return [] }
    let names = names(files)
    guard names.count <= Self.descriptionLimit else { return names.map { Candidate(word: $0) } }
    let sessions = ProfileSessions(in: SessionStore(environment: environment), environment: environment)
    let now = currentTime()
    return names.map { name in
      let profile = files.summary(of: Sourced(name, from: .option("--profile")), environment: environment)
      let description = ProfileDescription(profile, sessions: sessions, now: now).text
      return Candidate(word: name, description: description.isEmpty ? "profile" : description)
    }
  }

  /// The values that profiles have for a key, each once.
  private func settings(_ key: CodePointString) -> [Candidate] {
    guard let files else { return [] }
    let values = files.profileNames().compactMap { files.settings(ofProfile: $0)?[key] }
    return Set(values).sorted().map { Candidate(word: $0) }
  }
}

/// Files and folders whose path begins with a text.
private struct FileCandidates {
  let prefix: String
  let environment: [String: String]

  var all: [Candidate] {
    let slash = prefix.lastIndex(of: "/").map(prefix.index(after:)) ?? prefix.startIndex
    let (folder, beginning) = (String(prefix[..<slash]), prefix[slash...])
    // Variables stay as they are, because they may be in quotes.
    let path = folder.hasPrefix("~") ? expandingPath(folder, environment: environment) : folder
    let names = namesInFolder(path.isEmpty ? "." : path).filter {
      $0.hasPrefix(beginning) && $0 != "." && $0 != ".." && (!$0.hasPrefix(".") || beginning.hasPrefix("."))
    }
    return names.sorted().map { name in
      var status = stat()
      let isFolder = stat(path + name, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      return Candidate(word: folder + name + (isFolder ? "/" : ""), continues: isFolder)
    }
  }
}
