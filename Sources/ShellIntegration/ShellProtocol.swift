private import Platform

/// The agreement between the program and the shell files that call it: which calls there are, and what their output may be.
///
/// A shell keeps the files that it has read when the program is upgraded. Each of their calls says the number of its protocol; 0
/// is that of files that say none.
package enum ShellProtocol {
  package static let current = 1
  package static let supported = 0...current

  /// The number in a call; nil for a call that this program does not understand.
  package static func number(_ word: String?) -> Int? {
    guard let word else { return 0 }
    return Int(word).flatMap { supported.contains($0) ? $0 : nil }
  }
}

extension IntegratedShell {
  /// Code that says once that a shell and the program do not fit together, and ends the integration there. It speaks to the
  /// terminal, because a hook may have put standard error away.
  package func retirement(saying message: String) -> String {
    switch self {
    case .bash, .zsh:
      "__aws_mfa_session_retired=1\n\\builtin printf '%s\\n' \(Quoting.posix(message)) >/dev/tty\n"
    case .fish: "set -g __aws_mfa_session_retired 1\nbuiltin printf '%s\\n' \(Quoting.fish(message)) >/dev/tty\n"
    }
  }

  /// Code that sets variables of the integration.
  /// - Parameter variables: names without `__aws_mfa_session_`.
  package func assignments(_ variables: [(name: String, value: String)]) -> String {
    variables.map { name, value in
      switch self {
      case .bash: "__aws_mfa_session_\(name)=\(Quoting.posix(value))\n"
      case .zsh: "typeset -g __aws_mfa_session_\(name)=\(Quoting.posix(value))\n"
      case .fish: "set -g __aws_mfa_session_\(name) \(Quoting.fish(value))\n"
      }
    }.concatenated()
  }

  /// Code that sets a variable of the integration: in bash to a list, elsewhere to the one value that there is.
  package func assignment(_ name: String, _ values: [String]) -> String {
    self == .bash
      ? "__aws_mfa_session_\(name)=(\(values.map(Quoting.posix).concatenated(" ")))\n"
      : assignments([(name, values.first ?? "")])
  }
}
