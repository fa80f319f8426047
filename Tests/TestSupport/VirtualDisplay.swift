import Foundation

/// A display for windows that nobody sees. It ends with the test process.
package final class VirtualDisplay: Sendable {
  package static var shared: VirtualDisplay { get throws { try started.get() } }
  private static let started = Result { try VirtualDisplay() }

  /// For `DISPLAY`.
  package let name: String
  private let lifeline: Int32

  private init() throws {
    var (input, output): ([Int32], [Int32]) = ([0, 0], [0, 0])
    pipe(&input)
    pipe(&output)
    for end in input + output { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // It says its number, once it can be used, on the descriptor that it is told: standard output.
    // Beside one that is just ending, it may fail. By default it starts anew when the last window has closed, and refuses the next
    // program meanwhile.
    let script =
      "for attempt in 1 2 3; do Xvfb -displayfd 1 -noreset -screen 0 800x600x24 -nolisten tcp 2>/dev/null && break; done & read -r end; kill 0"
    _ = try ChildProcess(
      ["/bin/sh", "-c", script], environment: ["PATH": "/usr/bin:/bin"],
      files: [.descriptor(input[0]), .descriptor(output[1]), .path("/dev/null", O_WRONLY)])
    close(input[0])
    close(output[1])
    lifeline = input[1]
    var number: [UInt8] = []
    var byte: UInt8 = 0
    while read(output[0], &byte, 1) == 1, byte != UInt8(ascii: "\n") { number.append(byte) }
    // It is left open: the server would end by writing to it.
    name = ":" + String(decoding: number, as: UTF8.self)
  }
}
