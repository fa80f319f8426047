import ShellIntegration
import Testing

@Suite("The subshell")
struct SubshellTests {
  private let change = EnvironmentChange(set: [("A", "1")], unset: ["B"])

  @Test("is the user's, interactive, with the change and a marked prompt")
  func environment() {
    let shell = Subshell(change, label: "alice@123456789012", environment: ["SHELL": "/bin/bash", "B": "2", "C": "3"])
    #expect(shell.path == "/bin/bash")
    #expect(shell.arguments == ["/bin/bash", "-i"])
    #expect(shell.environment == ["SHELL": "/bin/bash", "A": "1", "C": "3", "PS1": "AWS:alice@123456789012 \\$ "])
  }

  @Test("is sh where SHELL says nothing")
  func fallback() {
    #expect(Subshell(change, label: "a", environment: [:]).path == "/bin/sh")
    #expect(Subshell(change, label: "a", environment: ["SHELL": ""]).path == "/bin/sh")
  }

  @Test("does not run what a name holds")
  func hostileName() {
    let shell = Subshell(change, label: "$(id)`id`%n", environment: ["SHELL": "/bin/zsh"])
    #expect(shell.environment["PS1"] == "AWS:__id__id__n %# ")
  }
}
