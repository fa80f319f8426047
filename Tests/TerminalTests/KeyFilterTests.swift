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
    arguments: ["\u{1B}[15~", "\u{1B}[1;5C", "\u{1B}[200~", "\u{1B}[?62;22c", "\u{1B}[12;40R", "\u{1B}[<0;12;3M"])
  func unknown(keys: String) {
    #expect(pass("12\(keys)34") == "1234")
  }

  @Test("leaves what is inside a bracketed paste")
  func paste() {
    #expect(pass("\u{1B}[200~123 456\u{1B}[201~") == "123 456")
  }
}
