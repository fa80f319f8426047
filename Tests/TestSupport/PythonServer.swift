import Foundation

/// A server of `Tests/Support`, which says on its first line where it is and ends with its standard input, and so with this
/// process at the latest.
final class PythonServer: Sendable {
  let firstLine: String
  private let lifeline: Int32

  init(_ script: String, _ arguments: [String]) throws {
    var (input, output): ([Int32], [Int32]) = ([0, 0], [0, 0])
    pipe(&input)
    pipe(&output)
    for end in input + output { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = try ChildProcess(
      [Project.python, Project.support(script)] + arguments,
      environment: ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"],
      files: [.descriptor(input[0]), .descriptor(output[1]), .descriptor(2)])
    close(input[0])
    close(output[1])
    lifeline = input[1]
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while read(output[0], &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
    close(output[0])
    firstLine = String(decoding: line, as: UTF8.self)
  }

  deinit { close(lifeline) }
}

/// A proxy for https.
package final class Proxy: Sendable {
  private let folder = TemporaryFolder()
  private let server: PythonServer

  package init() throws {
    server = try PythonServer("connect_proxy.py", [folder.path + "/log"])
  }

  package var url: String { server.firstLine }

  /// What was asked of it, such as `CONNECT 127.0.0.1:443`.
  package var connections: [String] { folder.read("log").split(separator: "\n").map(String.init) }
}
