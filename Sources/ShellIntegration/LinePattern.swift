/// Patterns by which a shell tells, without a process, that a line may need the program.
extension IntegratedShell {
  /// For a line that holds one of the commands, and not inside a longer word. In bash, the line has a space at both ends.
  package func pattern(ofCommands names: [String]) -> String {
    switch self {
    case .bash: "*[![:alnum:]_.-]@(\(alternatives(names)))[![:alnum:]_.-]*"
    case .zsh: "(|*[^[:alnum:]_.-])(\(alternatives(names)))(|[^[:alnum:]_.-]*)"
    case .fish: #"(?<![\w.-])(?:\#(alternatives(names)))(?![\w.-])"#
    }
  }

  /// For a line that may name a profile.
  package var patternOfProfiles: String {
    switch self {
    case .bash: "*@(profile|PROFILE)*"
    case .zsh: "*(profile|PROFILE)*"
    case .fish: "profile|PROFILE"
    }
  }

  /// Names with everything escaped that could mean something in a pattern.
  private func alternatives(_ names: [String]) -> String {
    names.map { name in
      name.unicodeScalars.map { scalar in
        scalar.isASCII && !scalar.properties.isAlphabetic && scalar.properties.numericType == nil && scalar != "_"
          ? "\\\(scalar)" : String(scalar)
      }.joined()
    }.joined(separator: "|")
  }
}
