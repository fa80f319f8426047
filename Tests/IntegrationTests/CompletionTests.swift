import Foundation
import TestSupport
import Testing

@Suite("Completion")
struct CompletionTests {
  static let shells = ShellSession.kinds

  /// To a shell, the last is full of things to run, to expand and to end a quote.
  static let names = ["my dev", "it's:über", #"odd"$(touch pwned)`touch pwned`\[*]?{a,b}~#&;|!"#]

  /// What a word of the command line is begun with, and the words that it becomes.
  static let begun: [(typed: String, words: [String])] = [
    ("use my", ["use", names[0]]), (#"use my\ d"#, ["use", names[0]]), (#"use "my "#, ["use", names[0]]),
    ("use 'my d", ["use", names[0]]), ("-p my", ["-p", names[0]]), ("-pmy", ["-p" + names[0]]),
    ("--profile=my", ["--profile=" + names[0]]), (#"--profile="my d"#, ["--profile=" + names[0]]),
    ("use it", ["use", names[1]]), (#"use "it"#, ["use", names[1]]), ("use 'it", ["use", names[1]]),
    (#"use it\'s:"#, ["use", names[1]]), (#"use "it's:"#, ["use", names[1]]),
    (#"--profile=it\'s:"#, ["--profile=" + names[1]]),
    ("use od", ["use", names[2]]), (#"use odd\""#, ["use", names[2]]), (#"use "od"#, ["use", names[2]]),
    ("use 'odd\"", ["use", names[2]]), ("--profile=od", ["--profile=" + names[2]]),
  ]

  @Test("of a profile makes the one word that is its name, however it was begun", arguments: shells)
  func profiles(shell: String) throws {
    let session = try Self.session(shell)
    for (typed, words) in Self.begun {
      #expect(try session.words("aws-mfa-session \(typed)\t") == words, "\(typed)")
    }
    #expect(try session.run("ls").contains("pwned") == false)
  }

  @Test("does so in the settings that users have", arguments: shells)
  func settings(shell: String) throws {
    let settings = [
      "bash": "set -eu -o pipefail; shopt -s failglob nocaseglob nocasematch extdebug; IFS=:; alias local=: case=:",
      "zsh": "setopt KSH_ARRAYS NO_UNSET SH_WORD_SPLIT GLOB_SUBST WARN_CREATE_GLOBAL NULL_GLOB; alias if=: then=:",
      "fish": "set -g IFS :; abbr -a use off",
    ]
    let session = try Self.session(shell, after: settings[shell] ?? "")
    for (typed, words) in Self.begun.suffix(5) {
      #expect(try session.words("aws-mfa-session \(typed)\t") == words, "\(typed)")
    }
  }

  @Test("shows descriptions where the shell has them", arguments: shells)
  func descriptions(shell: String) throws {
    let session = try Self.session(shell)
    let list = try session.list("aws-mfa-session use ", until: "odd\"")
    // Older fish shows them quoted.
    let unquoted = { (text: String) in text.replacing("\\", with: "") }
    #expect(Self.names.allSatisfy { unquoted(list).contains(unquoted($0)) }, "\(list)")
    #expect(list.contains("123456789012, eu-west-1") == (shell != "bash"))
  }

  @Test("finds one of 10,000 profiles", arguments: shells)
  func many(shell: String) throws {
    let numbers = 10_000..<20_000
    let session = try Self.session(
      shell,
      credentials: numbers.map { "[team \($0 % 10):account-\($0)]\naws_access_key_id = A\naws_secret_access_key = s\n" }
        .joined(),
      config: numbers.map { "[profile \"team \($0 % 10):account-\($0)\"]\nregion = eu-west-1\n" }.joined())
    #expect(
      try session.words(#"aws-mfa-session use "team 2:account-1234"# + "\t") == ["use", "team 2:account-12342"])
  }

  @Test("takes profiles from the file that is on the line", arguments: shells)
  func file(shell: String) throws {
    let session = try Self.session(shell)
    try session.home.folder.write("[elsewhere two]\n", to: "a folder/creds")
    let path = session.home.folder.path + "/a folder/creds"
    for typed in [#"-f ~/a\ folder/creds"#, #"-f "\#(path)""#, "--credentials-file='\(path)'", "-f'\(path)'"] {
      #expect(try session.words("aws-mfa-session use \(typed) el\t").last == "elsewhere two", "\(typed)")
    }
  }

  @Test("offers for --update-profile what it may write into", arguments: shells)
  func writable(shell: String) throws {
    let session = try Self.session(
      shell,
      credentials: """
        [keys-long-term]
        aws_access_key_id = AKIAIOSFODNN7EXAMPLE
        aws_secret_access_key = s
        [keys-session]
        aws_access_key_id = ASIAIOSFODNN7EXAMPLE
        aws_secret_access_key = s
        aws_session_token = t
        """)
    for option in ["-u ", "-u", "--update-profile ", "--session-profile="] {
      #expect(try session.words("aws-mfa-session \(option)k\t").last?.hasSuffix("keys-session") == true, "\(option)")
    }
  }

  @Test("knows subcommands, options, their values, and files", arguments: shells)
  func others(shell: String) throws {
    let session = try Self.session(shell)
    try session.home.folder.write("", to: "a folder/some file")
    // A profile of that name is not a folder.
    try session.home.folder.write("", to: "my dev/file")
    #expect(try session.words("aws-mfa-session comp\tz\t") == ["completions", "zsh"])
    #expect(try session.words("aws-mfa-session use --du\t900") == ["use", "--duration", "900"])
    #expect(try session.words("aws-mfa-session --format=po\t") == ["--format=powershell"])
    #expect(try session.words("aws-mfa-session use my\t") == ["use", "my dev"])
    for option in ["-f ", "--credentials-file="] {
      #expect(
        try session.words("aws-mfa-session \(option)a\\ fo\tso\t").last?.hasSuffix("a folder/some file") == true)
    }
    let list = try session.list("aws-mfa-session ", until: "completions")
    #expect(["use", "off", "init", "help"].allSatisfy(list.contains), "\(list)")
    #expect(!list.contains("hook") && !list.contains("complete-profiles"))
  }

  @Test(
    "offers only options that still make sense",
    arguments: [
      ("use --pro", ["--profile"]), ("use -p x --pro", []), ("use -px --pro", []), ("--profile=x use --pro", []),
      ("use -v --ver", ["--verbose"]), ("use --exp", []), ("--exp", ["--export"]), ("off --pro", []),
      ("-u x --session", []), ("exec -p x -- aws --pro", []), ("status --j", ["--json"]), ("use dev ", []),
    ])
  func remaining(line: String, options: [String]) throws {
    #expect(try offered(line) == Set(options))
  }

  @Test("knows regions, and the devices and roles of the files", arguments: shells)
  func values(shell: String) throws {
    let session = try Self.session(
      shell,
      config: """
        [profile a]
        mfa_serial = arn:aws:iam::123456789012:mfa/alice
        [profile b]
        mfa_serial = GAHT12345678
        role_arn = arn:aws:iam::123456789012:role/admin
        """)
    #expect(try session.words("aws-mfa-session -r eu-n\t") == ["-r", "eu-north-1"])
    #expect(try session.words("aws-mfa-session --arn GA\t") == ["--arn", "GAHT12345678"])
    #expect(
      try session.words("aws-mfa-session use --arn arn\t") == ["use", "--arn", "arn:aws:iam::123456789012:mfa/alice"])
    #expect(
      try session.words("aws-mfa-session exec --role-arn arn\t")
        == ["exec", "--role-arn", "arn:aws:iam::123456789012:role/admin"])
  }

  @Test("completes in the middle of a line", arguments: shells)
  func middle(shell: String) throws {
    let session = try Self.session(shell)
    let left = String(repeating: "\u{1B}[D", count: " --force".count)
    #expect(try session.words("aws-mfa-session use my --force\(left)\t") == ["use", Self.names[0], "--force"])
  }

  @Test(
    "is that of the command behind exec --",
    arguments: [("bash", true), ("bash", false), ("zsh", true), ("fish", true)]
  )
  func behindExec(shell: String, withLibrary: Bool) throws {
    let own = [
      "bash": "_other() { COMPREPLY=($(compgen -W 'list-buckets' -- \"$2\")); }; complete -F _other other",
      "zsh": "_other() { compadd list-buckets }; compdef _other other", "fish": "complete -c other -f -a list-buckets",
    ]
    let library = shell == "bash" && withLibrary ? "source /usr/share/bash-completion/bash_completion\n" : ""
    let session = try Self.session(shell, before: library, after: own[shell] ?? "")
    try session.home.folder.write("", to: "lisfile")
    let word = withLibrary ? "list-buckets" : "lisfile"
    #expect(
      try session.words("aws-mfa-session exec -p 'my dev' -- other --x=y:z lis\t")
        == ["exec", "-p", Self.names[0], "--", "other", "--x=y:z", word])
    #expect(try session.words("aws-mfa-session exec -p od\t").last == Self.names[2])
  }

  @Test("works beside bash-completion")
  func library() throws {
    let session = try Self.session("bash", before: "source /usr/share/bash-completion/bash_completion")
    for (typed, words) in Self.begun {
      #expect(try session.words("aws-mfa-session \(typed)\t") == words, "\(typed)")
    }
  }

  @Test("of zsh is silent without compinit, and there when it comes")
  func withoutSystem() throws {
    let session = try Self.session("zsh", compinit: false)
    try session.run("true")
    #expect(!session.terminal.transcript.contains("command not found"))
    try session.run("autoload -Uz compinit; compinit -u -D")
    try session.run("true")
    #expect(try session.words("aws-mfa-session use my\t") == ["use", Self.names[0]])
  }

  @Test("knows every command and option that the program has, and no other")
  func table() throws {
    let help = try run([Project.program, "--experimental-dump-help"], environment: [:]).output
    let root = try JSONDecoder().decode(DumpedHelp.self, from: Data(help.utf8)).command
    let commands = root.subcommands ?? []
    #expect(try offered("") == Set(commands.map(\.commandName)))
    for command in [root] + commands where command.commandName != "help" {
      let name = command.commandName == root.commandName ? "" : command.commandName + " "
      let options = command.arguments?.flatMap { $0.shouldDisplay ? $0.names ?? [] : [] } ?? []
      // The tree has --version for every command; it is the program's.
      let long = Set(options.filter { $0.kind == "long" }.map { "--" + $0.name })
      #expect(try offered(name + "--") == (name.isEmpty ? long : long.subtracting(["--version"])), "\(name)")
    }
  }

  /// What the program offers at the end of a line.
  private func offered(_ line: String) throws -> Set<String> {
    let answer = try run(
      [Project.program, "complete", "zsh", "1"], environment: ["AWS_MFA_SESSION_LINE": "aws-mfa-session " + line])
    return Set(answer.output.split(separator: "\n").dropFirst().map { String($0.prefix { $0 != "\t" }) })
  }

  private struct DumpedHelp: Decodable {
    let command: Command
    struct Command: Decodable {
      let commandName: String
      let subcommands: [Command]?
      let arguments: [Argument]?
    }
    struct Argument: Decodable {
      let shouldDisplay: Bool
      let names: [Name]?
    }
    struct Name: Decodable {
      let kind: String
      let name: String
    }
  }

  @Test("of the short name is that of use", arguments: shells)
  func shortName(shell: String) throws {
    let session = try Self.session(shell, initOptions: "--cmd mfa")
    #expect(try session.words("mfa od\t") == [Self.names[2]])
    #expect(try session.words("mfa --force 'my\t") == ["--force", Self.names[0]])
    #expect(try session.words("mfa --for\tit\t").last == Self.names[1])
  }

  @Test("leaves the options and traps of bash alone")
  func options() throws {
    let session = try Self.session("bash", after: "set -eu")
    let settings = "shopt -p; set +o; trap; echo \"$-\""
    // The first line of an empty history is watched while it runs.
    try session.run("true")
    let before = try session.run(settings)
    #expect(try session.words("aws-mfa-session use my\t") == ["use", Self.names[0]])
    #expect(try session.run(settings) == before)
  }

  @Test("works by its script alone, without init", arguments: shells)
  func alone(shell: String) throws {
    let evaluation = [
      "bash": "eval \"$(aws-mfa-session completions bash)\"",
      "zsh": "eval \"$(aws-mfa-session completions zsh)\"",
      "fish": "aws-mfa-session completions fish | source",
    ]
    let session = try Self.session(shell, initOptions: "--no-completions", after: evaluation[shell] ?? "")
    #expect(try session.words("aws-mfa-session use my\t") == ["use", Self.names[0]])
  }

  @Test("works as packages install it", arguments: [("zsh", "_aws-mfa-session"), ("fish", "aws-mfa-session.fish")])
  func installed(shell: String, file: String) throws {
    let home = try Home()
    let path = try home.folder.write(Self.checkedIn(file), to: "installed/\(file)")
    let folder = path.dropLast(file.count + 1)
    let search = shell == "zsh" ? "fpath=('\(folder)' $fpath)" : "set -p fish_complete_path '\(folder)'"
    let session = try Self.session(shell, home: home, before: search, initOptions: "--no-completions")
    #expect(try session.words("aws-mfa-session use od\t") == ["use", Self.names[2]])
  }

  @Test(
    "is checked in as it is",
    arguments: zip(shells, ["aws-mfa-session.bash", "_aws-mfa-session", "aws-mfa-session.fish"]))
  func checkedIn(shell: String, file: String) throws {
    let fresh = try run([Project.program, "completions", shell], environment: [:]).output
    #expect(!fresh.isEmpty && fresh == Self.checkedIn(file))
  }

  // MARK: Means

  private static func checkedIn(_ file: String) -> String {
    let contents = FileManager.default.contents(atPath: "\(Project.root)/completions/\(file)")
    return String(decoding: contents ?? Data(), as: UTF8.self)
  }

  /// A shell in which `aws-mfa-session` and its short name show the words that they get.
  private static func session(
    _ shell: String, home: Home? = nil, before: String = "", initOptions: String = "", after: String = "",
    credentials: String? = nil, config: String? = nil, compinit: Bool = true
  ) throws -> ShellSession {
    let home = try home ?? Home()
    try home.folder.write(credentials ?? names.map { "[\($0)]\n" }.joined(), to: ".aws/credentials")
    try home.folder.write(
      config ?? "[profile \"my dev\"]\nregion = eu-west-1\nmfa_serial = arn:aws:iam::123456789012:mfa/alice\n",
      to: ".aws/config")
    let functions = ["aws-mfa-session", "mfa"].map { name in
      shell == "fish"
        ? "function \(name); printf 'words'; printf '<%s>' $argv; echo end; end"
        : "\(name)() { printf 'words'; printf '<%s>' \"$@\"; echo end; }"
    }
    // compinit comes late, as in many an rc file, and the home is where the files are.
    let rest = ["cd", shell == "zsh" && compinit ? "autoload -Uz compinit; compinit -u -D" : "", after] + functions
    return try ShellSession(
      shell, home, before: before, initOptions: initOptions, after: rest.joined(separator: "\n"),
      environment: ["XDG_CONFIG_HOME": home.folder.path + "/.config", "INPUTRC": "/dev/null"])
  }
}

extension ShellSession {
  /// Types keys and Enter, and answers the words that the command was given.
  fileprivate func words(_ keys: String) throws -> [String] {
    type(keys)
    try expect("words<")
    let words = try expect(">end").dropLast(4).components(separatedBy: "><")
    try awaitPrompt()
    return words
  }

  /// Types the beginning of a line and what lists its completions; answers what appeared until a text and thereafter.
  fileprivate func list(_ line: String, until text: String) throws -> String {
    terminal.type(line + (kind == "zsh" ? "\t" : "\t\t"))
    let list = try expect(text)
    terminal.type("\u{15}echo 'li''sted'\n")
    return try list + expect("listed").withoutEscapes
  }
}
