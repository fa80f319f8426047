package import Profiles

/// The settings of the shell integration, from the environment.
package struct HookSettings: Equatable, Sendable {
  /// Whether the hook asks: off with `AWS_MFA_SESSION_HOOK=0`.
  package let isOn: Bool
  /// Whether the prompt has a marker: off with `AWS_MFA_SESSION_PROMPT=0`.
  package let marksPrompt: Bool
  /// The commands that need AWS: `AWS_MFA_SESSION_COMMANDS`, separated by spaces.
  package let commandNames: [String]
  /// The minimum remaining time of a session, in seconds: `AWS_MFA_SESSION_MARGIN`.
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
    // A setting must not break the hook; `doctor` reports it.
    margin = (try? OwnSetting.margin.value(in: environment)) ?? Self.defaultMargin
    let lives = Self.words(environment[Self.minimumLivesVariable]).compactMap(Self.minimumLife)
    minimumLives = Dictionary(lives) { max($0, $1) }
  }

  private static let minimumLivesVariable = "AWS_MFA_SESSION_MIN_LIFE"

  private static func minimumLife(_ setting: String) -> (command: String, seconds: Int)? {
    guard let equals = setting.firstIndex(of: "="),
      let life = duration(String(setting[setting.index(after: equals)...]))
    else { return nil }
    return (String(setting[..<equals]), life)
  }

  /// The problems of the settings, which are read without an error.
  package static func problems(in environment: [String: String]) -> [ProfileError] {
    let lives = OwnSetting(minimumLivesVariable, expected: "a list such as terraform=15m cdk=600") { text in
      words(text).allSatisfy { minimumLife($0) != nil } ? text : nil
    }
    let switches = ["AWS_MFA_SESSION_HOOK", "AWS_MFA_SESSION_PROMPT"].map { variable in
      OwnSetting(variable, expected: "0 for off, or 1") { ["0", "1"].contains($0) ? $0 : nil }
    }
    return [OwnSetting.margin.problem(in: environment), lives.problem(in: environment)].compactMap(\.self)
      + switches.compactMap { $0.problem(in: environment) }
  }

  private static func words(_ text: String?) -> [String] { text?.split { $0.isWhitespace }.map(String.init) ?? [] }

  /// The minimum remaining time for a command, in seconds.
  package func life(for command: String) -> Int { max(margin, minimumLives[command] ?? 0) }

  /// The minimum remaining time for the most demanding command, in seconds.
  package var longestLife: Int { max(margin, minimumLives.values.max() ?? 0) }
}
