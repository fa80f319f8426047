/// The rc file of a shell, and the line in it that loads the integration.
package struct RCFile: Sendable {
  package let shell: IntegratedShell
  /// The path as messages show it, with `~` for the home folder.
  package let name: String
  /// Nil for a file that does not exist yet.
  package let contents: [UInt8]?
  private var bytes: [UInt8] { contents ?? [] }
  private let lines: [String]

  /// - Parameters:
  ///   - environment: zsh's is in `ZDOTDIR`, fish's in `XDG_CONFIG_HOME`.
  ///   - read: reads a file whose name begins with `~` or `/`; nil for one that is not there.
  package init(of shell: IntegratedShell, environment: [String: String], read: (String) -> [UInt8]?) {
    self.shell = shell
    name = Self.name(shell, environment)
    contents = read(name)
    lines = Self.lines(of: contents ?? []).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func name(_ shell: IntegratedShell, _ environment: [String: String]) -> String {
    switch (shell, environment["ZDOTDIR"], environment["XDG_CONFIG_HOME"]) {
    case (.zsh, let folder?, _) where folder.hasPrefix("/"): "\(folder)/.zshrc"
    case (.fish, _, let folder?) where folder.hasPrefix("/"): "\(folder)/fish/config.fish"
    default: shell.installation.file
    }
  }

  private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  }

  private static func isComment(_ line: String) -> Bool { line.drop { $0 == " " || $0 == "\t" }.hasPrefix("#") }

  private var ownLine: Int? { lines.firstIndex { $0.contains("aws-mfa-session init") && !Self.isComment($0) } }

  /// Whether the file loads the integration.
  package var hasLine: Bool { ownLine != nil }

  /// The first line that removes the hook of bash: it comes after the integration and assigns to PROMPT_COMMAND.
  package var overridingLine: String? {
    guard shell == .bash, let own = ownLine else { return nil }
    return lines.dropFirst(own + 1).first { line in
      guard !Self.isComment(line), let name = line.firstRange(of: "PROMPT_COMMAND=") else { return false }
      let isWhole = line[..<name.lowerBound].last.map { " \t;".contains($0) } ?? true
      return isWhole && !line[name.upperBound...].contains("PROMPT_COMMAND")
    }
  }

  /// The contents with the line that loads the integration added at the end, below a comment.
  package var bytesWithLine: [UInt8] {
    let separator = bytes.isEmpty ? "" : bytes.last == UInt8(ascii: "\n") ? "\n" : "\n\n"
    return bytes
      + Array("\(separator)# aws-mfa-session: sessions with MFA in this shell\n\(shell.installation.line)\n".utf8)
  }

  /// The contents with the line that loads the integration moved to the end.
  package var bytesWithLineAtEnd: [UInt8] {
    guard let own = ownLine else { return bytes }
    var lines = Self.lines(of: bytes)
    let line = lines.remove(at: own)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return Array((lines + [line, []]).joined(separator: [UInt8(ascii: "\n")]))
  }
}
