import Testing

@testable import STS

@Suite("Answers")
struct AnswerTests {
  @Test("are read without namespaces, and with the white space around text gone")
  func reading() throws {
    let document = try #require(
      XMLElement.parse(Array(#"<r xmlns="urn:x"><a> 1 &amp; 2 </a><b><c>é</c></b></r>"#.utf8)))
    #expect(document.text(at: "a") == "1 & 2")
    #expect(document.text(at: "b", "c") == "é")
    #expect(document.text(at: "b") == nil)
    #expect(document.text(at: "x", "c") == nil)
  }

  @Test(
    "that are broken, hold a document type, or are nested absurdly deep are refused",
    arguments: [
      "", "<r>", "<r></s>", "text", "<r>\u{0}</r>", #"<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>"#,
      String(repeating: "<r>", count: 100) + String(repeating: "</r>", count: 100),
    ])
  func refusing(text: String) {
    #expect(XMLElement.parse(Array(text.utf8)) == nil)
  }

  @Test(
    "with keys or tokens that are not one word are not taken: they would stand in files and shells",
    arguments: [
      "AKIA\n[evil]", "a b", "é", "\u{7F}",
    ])
  func oddKeys(value: String) throws {
    func answer(_ token: String) throws -> SessionCredentials? {
      let keys =
        "<AccessKeyId>A</AccessKeyId><SecretAccessKey>b/+=</SecretAccessKey><SessionToken>\(token)</SessionToken>"
      let text = "<R><Credentials>\(keys)<Expiration>2026-01-02T03:04:05.6Z</Expiration></Credentials></R>"
      return Operation.getSessionToken(duration: 900, serialNumber: "s", code: "123456").read(
        try #require(XMLElement.parse(Array(text.utf8))))
    }
    #expect(try answer("t/+==")?.expiration == 1_767_323_045)
    #expect(try answer(value) == nil)
  }

  @Test("are logged without keys and tokens, wherever they are cut")
  func redaction() {
    let answer =
      "<C><AccessKeyId>ASIAID</AccessKeyId><SecretAccessKey>se/cret</SecretAccessKey><SessionToken>tok+en</SessionToken></C>"
    for end in 0...answer.utf8.count {
      let text = Redaction(secrets: []).answer(Array(answer.utf8.prefix(end)))
      for secret in ["ASIA", "se/", "tok"] { #expect(!text.contains(secret), "\(text)") }
    }
    #expect(Redaction(secrets: []).answer(Array(answer.utf8)).hasSuffix("<SessionToken>[redacted]</SessionToken></C>"))
  }

  @Test("and requests without codes, signatures and keys")
  func requests() {
    let redaction = Redaction(secrets: ["AKIAID", "s3cret"])
    #expect(redaction.form("Action=X&TokenCode=123456&D=1") == "Action=X&TokenCode=[redacted]&D=1")
    #expect(redaction.header("Authorization", "AWS4 Signature=abc") == "[redacted]")
    #expect(redaction.header("x-amz-security-token", "tok") == "[redacted]")
    #expect(redaction.text("AWS4 Signature=0a1b2c, x") == "AWS4 Signature=[redacted], x")
    #expect(redaction.text("who AKIAID is, s3cret\u{1B}[31m") == "who [redacted] is, [redacted][31m")
  }
}
