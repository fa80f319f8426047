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

  /// Whether there are the older shells that `scripts/old-shells.sh` unpacks on Debian.
  package static let hasOldShells = FileManager.default.fileExists(atPath: oldShell("done"))

  package static func oldShell(_ path: String) -> String { "\(root)/.build/old-shells/\(path)" }

  package static func support(_ name: String) -> String { "\(root)/Tests/Support/\(name)" }

  /// The path of a program on the tests' PATH.
  package static func tool(_ name: String) -> String {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) } ?? name
  }
}
