/// A `credential_process` that is this very program: no source of keys, but a pointer to the profile that has them.
enum OwnCredentialProcess {
  /// The profile that it names.
  /// - Parameter profile: whose setting it is, and which it means when it names none.
  /// - Returns: nil for another program's.
  static func profile(of command: String, in profile: String) -> String? {
    guard let words = PythonText.words(of: command),
      let name = words.firstIndex(where: { $0.split(separator: "/").last == "aws-mfa-session" }),
      words[name...].contains("credential-process")
    else { return nil }
    let arguments = words[name...].dropFirst()
    for (word, next) in zip(arguments, arguments.dropFirst().map(Optional.some) + [nil]) {
      if word == "-p" || word == "--profile" { return next ?? profile }
      for prefix in ["--profile=", "-p="] where word.hasPrefix(prefix) { return String(word.dropFirst(prefix.count)) }
      if word.hasPrefix("-p") { return String(word.dropFirst(2)) }
    }
    return profile
  }
}
