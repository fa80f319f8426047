import Foundation
import TestSupport
import Testing

/// Every block of the documents is for one of these readers: `sh` and `fish` run, `ini` is read by botocore and the program, `toml`
/// and `text` are looked at only.
@Suite("The documents")
struct DocumentTests {
  struct Block: CustomTestStringConvertible, Sendable {
    let document: String
    let line: Int
    let language: String
    let text: String

    var testDescription: String { "\(document):\(line)" }
  }

  private static let documents =
    ["README.md", "SECURITY.md", "CONTRIBUTING.md", "shell/README.md"]
    + ((try? FileManager.default.contentsOfDirectory(atPath: "\(Project.root)/docs")) ?? []).filter {
      $0.hasSuffix(".md")
    }.sorted().map { "docs/\($0)" }

  private static func text(_ document: String) -> String {
    (try? String(contentsOfFile: "\(Project.root)/\(document)", encoding: .utf8)) ?? ""
  }

  private static let blocks = documents.flatMap { document in
    var blocks: [Block] = []
    var begun: (line: Int, language: String, lines: [Substring])?
    for (number, line) in zip(1..., text(document).split(separator: "\n", omittingEmptySubsequences: false)) {
      let content = line.drop { $0 == " " }
      if content.hasPrefix("```") {
        if let block = begun {
          blocks.append(
            Block(
              document: document, line: block.line, language: block.language,
              text: block.lines.joined(separator: "\n")))
          begun = nil
        } else {
          begun = (number, String(content.dropFirst(3)), [])
        }
      } else {
        begun?.lines.append(content)
      }
    }
    return blocks
  }

  private static func blocks(in language: String) -> [Block] { blocks.filter { $0.language == language } }

  @Test("have no block that nothing looks at")
  func languages() {
    #expect(Self.blocks.count > 12)
    #expect(Set(Self.blocks.map(\.language)).isSubset(of: ["sh", "fish", "ini", "toml", "text"]))
    // Indented text is a block as well, and would be overlooked.
    for document in Self.documents {
      #expect(!Self.text(document).contains("\n\n    "), "\(document)")
    }
  }

  /// A home in which what the documents tell has been done.
  private func home() throws -> Home {
    var home = try Home()
    try home.configure("[profile admin]\nrole_arn = \(home.emulator.makeRole())\nsource_profile = dev")
    try home.cacheSession()
    home.environment["AWS_PAGER"] = ""
    // fish makes it at its first start.
    try home.folder.write("", to: ".config/fish/config.fish")
    return home
  }

  /// What takes another machine, a person or this very run: these have tests of their own, or are looked for in the Makefile.
  private func isRunElsewhere(_ line: String) -> Bool {
    ["git clone", "swift ", "PATH=", "aws-mfa-session setup"].contains { line.hasPrefix($0) }
  }

  @Test("have commands that work", arguments: blocks(in: "sh"))
  func commands(block: Block) throws {
    let home = try home()
    for line in block.text.split(separator: "\n").map(String.init) where !isRunElsewhere(line) {
      if let target = line.wholeMatch(of: /(?:PREFIX=\S+ )?make ([a-z-]+)(?: [A-Z_]+=\S+)?(?: +#.*)?/)?.output.1 {
        #expect(Self.text("Makefile").contains("\n\(target):"), "\(line)")
        continue
      }
      let result = try home.shell("bash", "eval \"$(aws-mfa-session init bash)\"; \(line)")
      #expect(result.status == 0, "\(line): \(result)")
    }
  }

  @Test("have commands that work in fish", arguments: blocks(in: "fish"))
  func fish(block: Block) throws {
    let result = try home().shell("fish", block.text)
    #expect(result.status == 0, "\(result)")
  }

  @Test("have rc lines that load the integration")
  func rcLines() throws {
    let home = try home()
    let lines = Self.blocks(in: "sh").flatMap { $0.text.split(separator: "\n") }.filter { $0.hasPrefix("echo ") }
    #expect(lines.count == 3)
    try home.shell("sh", lines.joined(separator: "\n"))
    for shell in ShellSession.kinds {
      let answer = try home.shell(
        shell, shell == "fish" ? "type -t aws-mfa-session" : "\(shell) -ic 'type aws-mfa-session'")
      #expect(answer.output.contains("function"), "\(shell): \(answer)")
    }
  }

  @Test("have settings that botocore and the program read", arguments: blocks(in: "ini"))
  func settings(block: Block) throws {
    let home = try home()
    try home.folder.write(block.text + "\n", to: ".aws/config")
    let names = block.text.matches(of: /\[profile (\S+)\]/).map { String($0.output.1) }
    #expect(!names.isEmpty)
    let list = try home.run("list", environment: Home.offline)
    let aws = try TestSupport.run(
      [
        Project.python, "-c",
        "import botocore.session; print(*botocore.session.Session().available_profiles, sep='\\n')",
      ],
      environment: home.environment)
    for name in names {
      #expect(aws.output.split(separator: "\n").contains { $0 == name }, "\(aws)")
      #expect(list.output.split(separator: "\n").contains { $0.hasPrefix(name + "\t") }, "\(list)")
    }
  }

  @Test("have links that lead somewhere")
  func links() {
    for document in Self.documents {
      let folder = document.contains("/") ? document.prefix { $0 != "/" } + "/" : ""
      for link in Self.text(document).matches(of: /\]\(([^)#]+)[^)]*\)/).map({ String($0.output.1) })
      where !link.hasPrefix("http") && !link.hasPrefix("$") {
        #expect(FileManager.default.fileExists(atPath: "\(Project.root)/\(folder)\(link)"), "\(document): \(link)")
      }
    }
  }

  @Test("name every setting that the program has")
  func allSettings() throws {
    let sources = try TestSupport.run(
      ["/bin/sh", "-c", "cat $(find '\(Project.root)/Sources' -name '*.swift')"], environment: ["PATH": "/usr/bin:/bin"]
    ).output
    let readme = Self.text("README.md") + Self.text("docs/reference.md")
    for name in Set(sources.matches(of: /"(AWS_MFA_(?:SESSION_)?[A-Z_]+|mfa_[a-z]+)"/).map { String($0.output.1) })
    where !Self.internalVariables.contains(name) && !readme.contains("`\(name)`") {
      Issue.record("missing: \(name)")
    }
  }

  /// What only the program and its shells tell each other.
  private static let internalVariables: Set = [
    "AWS_MFA_SESSION_ASKING", "AWS_MFA_SESSION_COMP_TYPE", "AWS_MFA_SESSION_REPLACED",
    "AWS_MFA_SESSION_CREDENTIAL_PROCESS", "AWS_MFA_SESSION_LINE", "AWS_MFA_SESSION_MEMO",
    "AWS_MFA_SESSION_SHELL", "AWS_MFA_SESSION_SUBCOMMAND",
  ]
}
