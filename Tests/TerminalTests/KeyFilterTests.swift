import Testing

@testable import Terminal

@Suite("The key filter")
struct KeyFilterTests {
  private func pass(_ text: String) -> String {
    var filter = KeyFilter()
    var bytes = text.utf8.flatMap { filter.pass($0) }
    bytes += filter.flush()
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(
    "lets digits and the keys that libedit knows through",
    arguments: [
      "123456", "\u{1B}[D", "\u{1B}[C", "\u{1B}OH", "\u{1B}[H", "\u{1B}[3~", "\u{1B}b", "\u{1B}", "1\u{1B}[D2",
    ])
  func known(keys: String) {
    #expect(pass(keys) == keys)
  }

  @Test(
    "takes out sequences whose digits would be read as typed",
    arguments: [
      "\u{1B}[15~", "\u{1B}[1;5C", "\u{1B}[200~", "\u{1B}[?62;22c", "\u{1B}[12;40R", "\u{1B}[<0;12;3M",
      "\u{1B}]11;rgb:1e1e/1e1e/1e1e\u{1B}\\", "\u{1B}]11;rgb:1e1e/1e1e/1e1e\u{7}",
      "\u{1B}P>|tmux 3.4 (build 12345)\u{1B}\\",
      "\u{1B}_Gi=31;OK123456\u{1B}\\",
    ])
  func unknown(keys: String) {
    #expect(pass("12\(keys)34") == "1234")
  }

  @Test("lets nothing of a sequence through that is not finished in time, but the Escape key")
  func unfinished() {
    var filter = KeyFilter()
    #expect(filter.pass(0x1B).isEmpty && filter.flush() == [0x1B])
    for begun in ["\u{1B}[", "\u{1B}[20", "\u{1B}]11;rgb:1"] {
      #expect(begun.utf8.flatMap { filter.pass($0) }.isEmpty && filter.flush().isEmpty)
    }
  }

  @Test("leaves what is inside a bracketed paste")
  func paste() {
    #expect(pass("\u{1B}[200~123 456\u{1B}[201~") == "123 456")
  }
}
