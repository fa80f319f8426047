import Foundation

/// Where the things are that the tests use.
package enum Project {
  package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  package static let python = "\(root)/.build/venv/bin/python"
  package static let aws = "\(root)/.build/venv/bin/aws"

  /// The program under test, built beside the tests that run.
  package static let program: String = {
    #if os(Linux)
      let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
      return URL(filePath: tests).deletingLastPathComponent().path + "/aws-mfa-session"
    #else
      return "\(root)/.build/debug/aws-mfa-session"
    #endif
  }()

  package static let hasStrace = FileManager.default.isExecutableFile(atPath: tool("strace"))

  /// The folder of a Debian suite whose bash, zsh and fish stand in for the system's: of those that `scripts/shells.sh`
  /// unpacks, the one that TEST_SUITE names.
  package static let suite = ProcessInfo.processInfo.environment["TEST_SUITE"].map { "\(root)/.build/shells/\($0)" }

  /// A library that the program under test is loaded with: the one that TEST_PRELOAD names, such as `Tests/Support/darwin`'s.
  package static let preload = ProcessInfo.processInfo.environment["TEST_PRELOAD"]

  package static func support(_ name: String) -> String { "\(root)/Tests/Support/\(name)" }

  /// The path of a program on the tests' PATH.
  package static func tool(_ name: String) -> String {
    if let suite, ShellSession.kinds.contains(name) { return "\(suite)/usr/bin/\(name)" }
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) } ?? name
  }
}
