import Profiles

/// What the user has set for the shell integration, in the environment.
package struct HookSettings: Equatable, Sendable {
  /// Off with `AWS_MFA_SESSION_HOOK=0`.
  package let isOn: Bool
  /// Off with `AWS_MFA_SESSION_PROMPT=0`.
  package let marksPrompt: Bool
  /// The commands that need AWS: `AWS_MFA_SESSION_COMMANDS`, separated by spaces.
  package let commandNames: [String]
  /// What a session must have left, in seconds: `AWS_MFA_SESSION_MARGIN`.
  package let margin: Int
  /// The same for single commands: `AWS_MFA_SESSION_MIN_LIFE`, such as `terraform=15m cdk=600`.
  private let minimumLives: [String: Int]

  package static let defaultCommandNames = [
    "aws", "terraform", "tofu", "terragrunt", "cdk", "cdktf", "sam", "pulumi", "packer", "sls", "sst", "copilot", "eb",
    "eksctl", "ecs-cli", "kubectl", "helm", "helmfile", "k9s", "stern", "s5cmd", "chamber",
  ]
  private static let defaultMargin = 60

  package init(_ environment: [String: String]) {
    isOn = environment["AWS_MFA_SESSION_HOOK"] != "0"
    marksPrompt = environment["AWS_MFA_SESSION_PROMPT"] != "0"
    let names = Self.words(environment["AWS_MFA_SESSION_COMMANDS"])
    commandNames = names.isEmpty ? Self.defaultCommandNames : names
    margin = environment["AWS_MFA_SESSION_MARGIN"].flatMap(duration) ?? Self.defaultMargin
    let lives = Self.words(environment["AWS_MFA_SESSION_MIN_LIFE"]).compactMap { setting -> (String, Int)? in
      guard let equals = setting.firstIndex(of: "="),
        let life = duration(String(setting[setting.index(after: equals)...]))
      else { return nil }
      return (String(setting[..<equals]), life)
    }
    minimumLives = Dictionary(lives) { max($0, $1) }
  }

  private static func words(_ text: String?) -> [String] { text?.split { $0.isWhitespace }.map(String.init) ?? [] }

  /// What a session must have left for a command, in seconds.
  package func life(for command: String) -> Int { max(margin, minimumLives[command] ?? 0) }

  /// What the most demanding command needs, in seconds.
  package var longestLife: Int { max(margin, minimumLives.values.max() ?? 0) }
}
