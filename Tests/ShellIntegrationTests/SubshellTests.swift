import ShellIntegration
import Testing

@Suite("The subshell")
struct SubshellTests {
  @Test("is the user's, interactive, with the change and a marked prompt")
  func environment() {
    let shell = Subshell(environment: ["SHELL": "/bin/bash"])
    #expect(shell.path == "/bin/bash")
    #expect(shell.arguments == ["/bin/bash", "-i"])
    let change = shell.marked(EnvironmentChange(set: [("A", "1")], unset: ["B"]), label: "alice@123456789012")
    #expect(change == EnvironmentChange(set: [("A", "1"), ("PS1", "AWS:alice@123456789012 \\$ ")], unset: ["B"]))
  }

  @Test("is sh where SHELL says nothing")
  func fallback() {
    #expect(Subshell(environment: [:]).path == "/bin/sh")
    #expect(Subshell(environment: ["SHELL": ""]).path == "/bin/sh")
  }

  @Test("does not run what a name holds")
  func hostileName() {
    let change = Subshell(environment: ["SHELL": "/bin/zsh"]).marked(.init(set: [], unset: []), label: "$(id)`id`%n")
    #expect(change.set.first?.value == "AWS:__id__id__n %# ")
  }
}
