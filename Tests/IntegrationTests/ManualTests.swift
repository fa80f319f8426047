import Foundation
import TestSupport
import Testing

@Suite("The manual")
struct ManualTests {
  private func page(_ section: Int) throws -> String {
    try String(contentsOfFile: "\(Project.root)/man/aws-mfa-session.\(section)", encoding: .utf8)
  }

  @Test("has every subcommand, and every option that one of them has")
  func options() throws {
    let home = try Home()
    let manual = try page(1).replacing(" , ", with: " ")
    let help = try home.run("--help").output
    let subcommands = help.components(separatedBy: "SUBCOMMANDS:").last?.split(separator: "\n")
      .filter { $0.hasPrefix("  ") && !$0.hasPrefix("    ") }.compactMap {
        $0.split(separator: " ").first.map(String.init)
      }
    let names = try #require(subcommands)
    #expect(names.count > 8)
    for name in names where name.first?.isLowercase == true {
      if !manual.contains(".Cm \(name)") { Issue.record("missing: \(name)") }
      let text = try home.run(name, "--help").output + help
      for option in text.matches(of: #/(?:^|[\s,\[])--([a-z][a-z-]+)/#).map(\.output.1) {
        if !manual.contains("Fl -\(option)") { Issue.record("missing: --\(option) of \(name)") }
      }
    }
  }

  @Test("has every variable and profile setting that the README has")
  func variables() throws {
    let manual = try page(5)
    let readme = try String(contentsOfFile: "\(Project.root)/README.md", encoding: .utf8)
    for name in Set(readme.matches(of: #/AWS_MFA_[A-Z_]+[A-Z]|mfa_[a-z]+/#).map { String($0.output) })
    where name != "mfa_session" {
      if !manual.contains(name) { Issue.record("missing: \(name)") }
    }
  }
}
