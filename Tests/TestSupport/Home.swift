import Foundation

/// A throw-away home folder with a user of the emulator, and what a shell in it would have in its environment.
package struct Home {
  package let folder = TemporaryFolder()
  package let emulator: Emulator
  package let user: Emulator.User
  package var environment: [String: String]

  /// The profile that `init` writes.
  package static let profile = "dev"

  /// - Parameters:
  ///   - serial: whether the profile names the first device.
  ///   - settings: further lines of the profile in the config file.
  package init(
    devices: [Emulator.DeviceKind] = [.virtual], denied: [String] = [], serial: Bool = true, settings: String = ""
  ) throws {
    emulator = try Emulator.shared
    user = try emulator.makeUser(devices: devices, denied: denied)
    environment = [
      "HOME": folder.path,
      "PATH":
        "\(Project.suite.map { "\($0)/usr/bin:" } ?? "")\(Project.root)/.build/venv/bin:/usr/local/bin:/usr/bin:/bin",
      "LANG": "C.UTF-8",
      "SHELL": "/bin/sh", "AWS_ENDPOINT_URL": emulator.url, "AWS_EC2_METADATA_DISABLED": "true",
    ]
    try writeCredentials()
    // Where a zsh that is not the system's finds its modules and functions.
    if let suite = Project.suite {
      try folder.write(
        "module_path=(\(suite)/usr/lib/*/zsh/*) fpath=(\(suite)/usr/share/zsh/functions/**/*(/))\n", to: ".zshenv")
    }
    let device = serial ? "mfa_serial = \(user.devices[0].serial)\n" : ""
    try folder.write("[profile \(Self.profile)]\nregion = eu-west-1\n\(device)\(settings)", to: ".aws/config")
  }

  package func writeCredentials(extra: String = "") throws {
    try folder.write(
      """
      [\(Self.profile)]
      aws_access_key_id = \(user.accessKeyId)
      aws_secret_access_key = \(user.secretAccessKey)
      \(extra)
      """, to: ".aws/credentials")
  }

  /// Lets the profile have a session in the cache, as a user would with a code from elsewhere.
  @discardableResult
  package func cacheSession(_ arguments: String..., window: Int = 0) throws -> Finished {
    let code = try emulator.code(device, window: window)
    return try TestSupport.run(
      [Project.program, "exec", "-p", Self.profile, "-c", code] + arguments + ["--", "/bin/true"],
      environment: environment)
  }

  /// Adds lines to the config file.
  package func configure(_ text: String) throws {
    try folder.write(folder.read(".aws/config") + "\n" + text + "\n", to: ".aws/config")
  }

  /// The names of a user's requests so far, without those that only try keys.
  package func calls() throws -> [String] {
    try emulator.requests(of: user).map(\.action).filter { $0 != "GetCallerIdentity" }
  }

  package var stateFolder: String { folder.path + "/.local/state/aws-mfa-session" }

  /// The paths of the files that hold sessions.
  package func stateFiles() throws -> [String] {
    guard FileManager.default.fileExists(atPath: stateFolder) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: stateFolder).filter { $0.count == 32 }.sorted()
      .map { "\(stateFolder)/\($0)" }
  }

  /// Without a network, so to speak.
  package static let offline = ["AWS_ENDPOINT_URL": "http://127.0.0.1:1"]

  /// The user's key, as a `credential_process` prints it.
  package var keyAsJSON: String {
    #"{"Version": 1, "AccessKeyId": "\#(user.accessKeyId)", "SecretAccessKey": "\#(user.secretAccessKey)"}"#
  }

  package var device: Emulator.User.Device { user.devices[0] }
  package var credentials: String { folder.read(".aws/credentials") }

  /// The paths, modes and checksums of all that is in the home, but for what `shell` has put there.
  package func snapshot() throws -> String {
    try shell(
      "bash",
      "cd; find . ! -path './bin*' -printf '%p %m %l\\n' | sort; find . -type f ! -path './bin*' -exec sha256sum {} + | sort"
    ).output
  }

  /// Runs the program without a terminal.
  package func run(_ arguments: String..., environment more: [String: String] = [:]) throws -> Finished {
    try TestSupport.run([Project.program] + arguments, environment: environment.merging(more) { $1 })
  }

  /// Runs the program at a terminal.
  package func start(
    _ arguments: String..., environment more: [String: String] = [:], input: String? = nil, output: String? = nil,
    errors: String? = nil
  ) throws -> PseudoTerminal {
    try PseudoTerminal(
      [Project.program] + arguments,
      environment: environment.merging(Project.preload.map { ["LD_PRELOAD": $0] } ?? [:]) { $1 }.merging(more) { $1 },
      input: input, output: output, errors: errors)
  }

  /// Runs a script in a real shell, in which `aws-mfa-session` is the program under test.
  @discardableResult
  package func shell(_ shell: String, _ script: String, environment more: [String: String] = [:]) throws -> Finished {
    try TestSupport.run([Project.tool(shell), "-c", script], environment: environmentWithProgram(more))
  }

  /// The same at a terminal.
  package func shellAtTerminal(_ script: String, environment more: [String: String] = [:]) throws -> PseudoTerminal {
    try PseudoTerminal([Project.tool("bash"), "-c", script], environment: environmentWithProgram(more))
  }

  /// A shell for a person, as the files of this home make it.
  package func interactiveShell(_ shell: String) throws -> PseudoTerminal {
    try PseudoTerminal([Project.tool(shell), "-i"], environment: environmentWithProgram([:]))
  }

  private func environmentWithProgram(_ more: [String: String]) throws -> [String: String] {
    let bin = folder.path + "/bin"
    if !FileManager.default.fileExists(atPath: bin + "/aws-mfa-session") {
      try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(atPath: bin + "/aws-mfa-session", withDestinationPath: Project.program)
    }
    return environment.merging(["PATH": "\(bin):\(environment["PATH"] ?? "")"]) { $1 }.merging(more) { $1 }
  }
}
