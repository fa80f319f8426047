import ShellIntegration
import Testing

@Suite("The subshell")
struct SubshellTests {
  @Test("is the user's, interactive, with the change and a marked prompt")
  func environment() {
    let shell = Subshell(environment: ["SHELL": "/bin/ksh"], folder: "/x")
    #expect(shell.path == "/bin/ksh")
    #expect(shell.arguments == ["/bin/ksh", "-i"])
    let change = shell.marked(EnvironmentChange(set: [("A", "1")], unset: ["B"]), label: "alice@123456789012")
    #expect(change == EnvironmentChange(set: [("A", "1"), ("PS1", "AWS:alice@123456789012 \\$ ")], unset: ["B"]))
  }

  @Test("is sh where SHELL says nothing")
  func fallback() {
    #expect(Subshell(environment: [:], folder: nil).path == "/bin/sh")
    #expect(Subshell(environment: ["SHELL": ""], folder: nil).path == "/bin/sh")
  }

  @Test("does not run what a name holds")
  func hostileName() {
    let change = Subshell(environment: ["SHELL": "/bin/zsh"], folder: nil).marked(
      .init(set: [], unset: []), label: "$(id)`id`%n")
    #expect(change.set.first?.value == "AWS:__id__id__n %# ")
  }
}

@Suite("A change of the environment")
struct EnvironmentChangeTests {
  @Test("is undone by what was there before, and by unsetting what was not")
  func undone() {
    let change = EnvironmentChange(set: [("A", "new"), ("B", "new")], unset: ["C", "D"])
    #expect(
      change.undone(in: ["A": "old", "C": "c", "E": "e"])
        == EnvironmentChange(set: [("C", "c"), ("A", "old")], unset: ["D", "B"]))
  }
}
