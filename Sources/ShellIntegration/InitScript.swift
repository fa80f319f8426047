/// What `init` prints: the hook of a shell, with the few tokens replaced that its file names.
package struct InitScript: Sendable {
  package var shell: IntegratedShell
  package var watchesCommands = true
  package var marksPrompt = true
  /// A short name for `aws-mfa-session use`: a shell's word for a function.
  package var shortName: String?
  /// What registers completions; it comes before the last line, which says how to install the script.
  package var completions = ""

  package init(for shell: IntegratedShell) {
    self.shell = shell
  }

  package var text: String {
    var text = shell.hook
    if !watchesCommands { text = text.replacing(setting("with_hook", 1), with: setting("with_hook", 0)) }
    if !marksPrompt { text = text.replacing(setting("with_prompt", 1), with: setting("with_prompt", 0)) }
    let lastLine = text.dropLast().lastIndex(of: "\n").map(text.index(after:)) ?? text.startIndex
    text.insert(contentsOf: completions, at: lastLine)
    if let shortName { text = text.replacing("__aws_mfa_session_short", with: shortName) }
    return text
  }

  private func setting(_ name: String, _ value: Int) -> String {
    shell == .fish ? "set -g __aws_mfa_session_\(name) \(value)" : "__aws_mfa_session_\(name)=\(value)"
  }
}
