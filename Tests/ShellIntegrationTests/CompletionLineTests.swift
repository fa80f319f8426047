import ShellIntegration
import Testing

@Suite("A line that is being completed")
struct CompletionLineTests {
  @Test(
    "is split as the shell would, up to the cursor",
    arguments: [
      ("use de", IntegratedShell.bash, ["use"], "de"), ("use ", .bash, ["use"], ""), ("", .bash, [], ""),
      (#"use my\ d"#, .bash, ["use"], "my d"), (#"use "my d"#, .zsh, ["use"], "my d"),
      (#"use 'my d"#, .bash, ["use"], "my d"), (#"-p 'a'"b"c d"#, .bash, ["-p", "abc"], "d"),
      (#"use "it's"#, .fish, ["use"], "it's"), (#"use 'it\'s"#, .fish, ["use"], "it's"), ("use ''", .bash, ["use"], ""),
      (#"use 'it\"#, .bash, ["use"], #"it\"#), (#"use "a\b"#, .bash, ["use"], #"a\b"#),
      (#"use "a\$b"#, .bash, ["use"], "a$b"),
      ("use a\\", .bash, ["use"], "a"),
    ])
  func split(text: String, shell: IntegratedShell, words: [String], current: String) {
    let line = CompletionLine(text, in: shell)
    #expect(line.words == words && line.current == current)
  }

  @Test(
    "knows what stands before the part that readline replaces, and in which quote that begins",
    arguments: [
      ("use team:de", "de", "team:", nil), (#"use "team a:de"#, "de", "team a:", "\"" as Character),
      ("--profile=x", "x", "--profile=", nil), ("use de", "de", "", nil), (#"use "de"#, "de", "", "\""),
    ])
  func replaced(text: String, replaced: String, head: String, quote: Character?) {
    let line = CompletionLine(text, replacing: replaced, in: .bash)
    #expect(line.head == head && line.quote == quote)
  }

  @Test(
    "gets words that are quoted for there",
    arguments: [
      ("use m", "m", ["my dev"], [#"my\ dev"#]), (#"use "m"#, "m", ["my $dev"], [#"my \$dev"#]),
      ("use 'i", "i", ["it's"], [#"it'\''s"#]), ("use a:b", "b", ["a:b c", "a:bx d"], [#"b\ c"#, #"bx\ d"#]),
      (#"use "a"#, "a", ["a!b"], [#"a"\!"b"#]), ("use m", "m", ["m a b", "m c"], [#"m\ a\ b"#, #"m\ c"#]),
    ])
  func quoted(text: String, replaced: String, words: [String], expected: [String]) {
    let line = CompletionLine(text, replacing: replaced, in: .bash)
    let menu = ReadlineWord.replacements(words, at: line, isMenu: true)
    #expect(menu == expected)
    // In a list, only what all have in common is quoted.
    let list = ReadlineWord.replacements(words, at: line, isMenu: false)
    #expect(words.count > 1 ? list != menu : list == menu)
  }
}
