import Foundation

/// A folder that goes when its owner does.
package final class TemporaryFolder: Sendable {
  package let path: String

  package init() {
    let template = NSTemporaryDirectory() + "aws-mfa-session-test.XXXXXX"
    var name = Array(template.utf8CString)
    guard mkdtemp(&name) != nil else { fatalError("no temporary folder: \(template)") }
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult
  package func write(_ text: String, to name: String) throws -> String {
    try write(Array(text.utf8), to: name)
  }

  /// Writes a file, and the folders above it; answers its path.
  @discardableResult
  package func write(_ bytes: [UInt8], to name: String) throws -> String {
    let file = URL(filePath: path + "/" + name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file.path
  }

  /// Makes a symbolic link, and the folders above it.
  package func link(_ name: String, to target: String) throws {
    let link = URL(filePath: path + "/" + name)
    try FileManager.default.createDirectory(at: link.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: target)
  }

  /// Copies a program; answers its path.
  ///
  /// Another process writes the copy: what this one writes, a process that another test starts at that moment may hold open,
  /// and then it cannot be run (ETXTBSY).
  package func copyProgram(_ original: String, to name: String) throws -> String {
    let copy = path + "/" + name
    try run(["/usr/bin/install", "-m", "755", original, copy], environment: [:])
    return copy
  }

  /// Writes a program; answers its path.
  package func writeProgram(_ text: String, to name: String) throws -> String {
    try copyProgram(write(text, to: name + ".text"), to: name)
  }

  /// The text of a file, as far as it is text; empty when there is none.
  package func read(_ name: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path + "/" + name) ?? Data(), as: UTF8.self)
  }
}
