private import Platform

/// The protocol between the program and the shell files that call it: the calls, and their output.
///
/// A running shell keeps the files that it has loaded when the program is upgraded, so each call names its protocol by a number; 0 is
/// the protocol of files that name none.
package enum ShellProtocol {
  package static let current = 1
  package static let supported = 0...current

  /// The number in a call; nil for a call that this program does not support.
  package static func number(_ word: String?) -> Int? {
    guard let word else { return 0 }
    return Int(word).flatMap { supported.contains($0) ? $0 : nil }
  }
}

extension IntegratedShell {
  /// Code that prints once that the shell's files and the program are incompatible, and turns off the integration. It prints to the
  /// terminal, because a hook may have redirected standard error.
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

  /// Code that sets a variable of the integration: in bash to a list, in other shells to its only value.
  package func assignment(_ name: String, _ values: [String]) -> String {
    self == .bash
      ? "__aws_mfa_session_\(name)=(\(values.map(Quoting.posix).concatenated(" ")))\n"
      : assignments([(name, values.first ?? "")])
  }
}
