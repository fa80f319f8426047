/// A `credential_process` that is this very program: no source of keys, but a pointer to the profile that has them.
struct CredentialProcessReference: Equatable {
  /// The profile that it names, or its own.
  private(set) var profile: String
  private(set) var roleARN: String?
  private(set) var mfaSerial: String?

  /// Nil for another program, and for options that a pointer cannot have.
  /// - Parameter profile: whose setting it is.
  init?(_ command: String, of profile: String) {
    guard let words = PythonRules.words(of: command), words.first?.split(separator: "/").last == "aws-mfa-session",
      let subcommand = words.firstIndex(of: "credential-process")
    else { return nil }
    self.profile = profile
    var rest = words[1..<subcommand] + words[(subcommand + 1)...]
    while let word = rest.popFirst() {
      if !word.hasPrefix("-") {
        self.profile = word
        continue
      }
      guard let (option, value) = Self.option(word, &rest) else { return nil }
      switch option {
      case "p", "profile": self.profile = value
      case "a", "arn": mfaSerial = value
      case "role-arn": roleARN = value
      case "d", "duration", "wait", "": break
      default: return nil
      }
    }
  }

  /// The option of a word that takes a value, and the value, which may be the next word; flags before it are passed over.
  /// - Returns: for a word of flags alone, one that means nothing.
  private static func option(_ word: String, _ rest: inout ArraySlice<String>) -> (name: String, value: String)? {
    let nothing = (name: "", value: "")
    if word.hasPrefix("--") {
      let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if ["quiet", "verbose", "force"].contains(parts[0]) { return nothing }
      guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else { return nil }
      return (String(parts[0]), value)
    }
    let letters = word.dropFirst().drop { $0 == "q" || $0 == "v" }
    guard let letter = letters.first else { return nothing }
    let joined = letters.dropFirst().drop { $0 == "=" }
    guard let value = joined.isEmpty ? rest.popFirst() : String(joined) else { return nil }
    return (String(letter), value)
  }
}
