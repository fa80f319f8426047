import Profiles

/// Where a command is about to run, and whether it needs AWS there.
///
/// Some commands work with AWS only in some folders or contexts. Their files tell which. If that cannot be determined, AWS is needed: a
/// needless question costs less than a failed command.
package struct CommandContext {
  let environment: [String: String]
  /// The current folder.
  let folder: String

  package init(environment: [String: String], folder: String) {
    self.environment = environment
    self.folder = folder
  }

  /// - Parameters:
  ///   - arguments: the arguments of the command; nil for one that only the shell knows.
  ///   - isElsewhere: whether the line changes the folder or the environment before it.
  package func needsAWS(_ command: String, _ arguments: [String?], isElsewhere: Bool) -> Bool {
    if let first = arguments.first, let first, Self.withoutAWS[command]?.contains(first) == true { return false }
    guard !isElsewhere else { return true }
    return switch command {
    case "kubectl", "helm", "k9s", "helmfile", "stern":
      KubernetesContext(arguments, self).map(\.needsAWS) ?? true
    case "terraform", "tofu", "terragrunt":
      TerraformFolder(arguments, self).map(\.needsAWS) ?? true
    default: true
    }
  }

  /// Subcommands that only look at files, or sign in by themselves.
  private static let withoutAWS: [String: Set<String>] = [
    "aws": ["configure", "login", "logout", "sso"],
    "kubectl": ["config", "kustomize", "plugin"],
    "helm": ["create", "env", "lint", "plugin", "repo", "search", "show", "template"],
    "k9s": ["info"],
    "terraform": terraform, "tofu": terraform, "terragrunt": ["hclfmt", "hcl"],
    "cdk": ["init", "doctor", "docs", "acknowledge"], "sam": ["init", "validate", "local"],
    "pulumi": ["new", "plugin", "whoami", "login", "logout"], "packer": ["fmt", "init", "plugins", "validate"],
    "sls": ["create", "plugin"], "copilot": ["docs"], "eksctl": ["info"],
  ]
  private static let terraform: Set = ["fmt", "get", "login", "logout", "validate"]

  /// The value of an option on the line.
  enum OptionValue: Equatable {
    case absent
    /// It holds a variable or a substitution, which only the shell can expand.
    case unknown
    case text(String)

    var text: String? { if case .text(let text) = self { text } else { nil } }
  }

  /// The value of the option that stands last among the arguments.
  static func value(of names: [String], in arguments: [String?]) -> OptionValue {
    var found = OptionValue.absent
    for (index, argument) in arguments.enumerated() {
      guard let argument else { continue }
      for name in names {
        if argument == name, index + 1 < arguments.count {
          found = arguments[index + 1].map(OptionValue.text) ?? .unknown
        }
        if argument.hasPrefix(name + "=") { found = .text(String(argument.dropFirst(name.count + 1))) }
      }
    }
    return found
  }

  /// The text of a file in the current folder, or of one with an absolute path; nil when there is none that can be read.
  func text(_ path: String) -> String? {
    let path = path.hasPrefix("/") ? path : "\(folder)/\(path)"
    return readableFile(path).map { String(decoding: $0, as: UTF8.self) }
  }
}
