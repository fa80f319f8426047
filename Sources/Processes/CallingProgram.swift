private import Platform

/// The program that called this one: the parent process, or, if that is a shell that only runs one command, the shell's parent.
package struct CallingProgram: Sendable {
  /// The name, such as `terraform`; for an interpreter, that of the script.
  package let name: String
  package let process: Int32

  /// Nil when the system does not provide it.
  package init?() {
    var process = getppid()
    for _ in 0..<8 where process > 1 {
      let words = arguments(of: process)
      guard let program = words.first.map(baseName) else { return nil }
      if Self.shells.contains(program), words.dropFirst().first?.hasSuffix("c") == true, let next = parent(of: process)
      {
        process = next
        continue
      }
      self.process = process
      name = Self.script(of: program, words.dropFirst()) ?? program
      return
    }
    return nil
  }

  private static let shells: Set = ["sh", "dash", "bash", "zsh", "ksh", "fish", "ash"]
  private static let interpreters = ["python", "node", "ruby", "perl", "java", "php", "bash", "sh", "zsh", "fish"]

  /// The script that an interpreter runs; nil for other programs, and for an interpreter without a script.
  private static func script(of program: String, _ words: ArraySlice<String>) -> String? {
    guard interpreters.contains(where: { program == $0 || program.hasPrefix($0) && program.last?.isNumber == true })
    else { return nil }
    var words = words
    while let word = words.popFirst() {
      switch word {
      case "-c", "-e", "-": return nil
      case "-m", "-jar": return words.first.map(baseName)
      case "--rcfile", "--init-file": words = words.dropFirst()
      case _ where word.hasPrefix("-"): continue
      default: return baseName(word)
      }
    }
    return nil
  }
}

/// The last part of a path, without the dash of a login shell.
package func baseName(_ path: String) -> String {
  let name = path.split(separator: "/").last.map(String.init) ?? path
  return name.hasPrefix("-") ? String(name.dropFirst()) : name
}
