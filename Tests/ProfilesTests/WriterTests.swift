@testable import Profiles
import TestSupport
import Testing

@Suite("Writing a section")
struct WriterTests {
  private static let pairs = [
    (key: "aws_access_key_id", value: "ASIANEW"), (key: "aws_session_token", value: "new/+="),
  ]

  /// Every way a file can be odd, and every section in it as the target, and a new one.
  @Test(
    "leaves every other byte of an odd file as it is, and botocore reads what was written",
    arguments: ["corpus", "generated"])
  func otherBytes(source: String) throws {
    let folder = TemporaryFolder()
    let paths = source == "corpus" ? Oracle.corpus : try Oracle.generate(1500, seed: 7, in: folder)
    let results = TemporaryFolder()
    var expected: [String: (path: String, sections: Oracle.Pairs<Oracle.Pairs<Oracle.Value>>)] = [:]
    for path in paths {
      guard let document = try? INIDocument(bytes(path)) else { continue }
      let names = document.sections.map(document.name(of:)).filter { $0 != "DEFAULT" } + ["new-section"]
      for name in names where CredentialsSection.isNameSafe(name) {
        let written = document.setting(Self.pairs, removing: ["aws_security_token"], inSection: name)
        try checkOtherBytes(document, written, name)
        // Where a malformed [DEFAULT] harmed nobody so far, a new section inherits it: such a file is not written.
        guard (try? INIDocument(written)) != nil else {
          let defaults = try #require(document.defaults, "\(path)")
          #expect(
            document.section(named: name) == nil && document.entries(of: defaults).contains { $0.value.hasPrefix("\n") }
          )
          continue
        }
        let result = try results.write(written, to: "\(expected.count)")
        var sections = document.asRead
        let defaults = defaults(document)
        var section = sections.values[CodePointString(name)] ?? defaults
        for pair in Self.pairs { section.values[CodePointString(pair.key)] = .text(pair.value) }
        section.values["aws_security_token"] = defaults.values["aws_security_token"]
        sections.values[CodePointString(name)] = section
        expected[result] = (path, sections)
      }
    }
    #expect(expected.count > 100)
    for reading in try Oracle.read(expected.keys.sorted()) {
      let (path, sections) = try #require(expected[reading.path])
      #expect(reading.error == nil, "\(path)")
      #expect(reading.sections == sections, "\(path)")
    }
  }

  /// The lines before the section's header and from the next header on, byte for byte.
  private func checkOtherBytes(_ document: INIDocument, _ written: [UInt8], _ name: String) throws {
    let (before, after) = document.bytesAround(section: name)
    #expect(written.starts(with: before))
    #expect(written.reversed().starts(with: after.reversed()))
  }

  /// What a section without keys of its own holds.
  private func defaults(_ document: INIDocument) -> Oracle.Pairs<Oracle.Value> {
    guard let extended = try? INIDocument(document.bytes + Array("\n[empty-section]\n".utf8)),
      let section = extended.section(named: "empty-section")
    else { return .init([:]) }
    return extended.values(of: section)
  }

  @Test(
    "keeps the user's comments, order, spelling, line breaks and missing final newline",
    arguments: [
      ("[a] # note\nx = 1\n", "[a] # note\nx = 1\nk = v\n"),
      ("[a]\nx = 1", "[a]\nx = 1\nk = v"),
      ("[a]\r\nK:old\r\n; c\r\ny=2\r\n\r\n[b]\r\n", "[a]\r\nK:v\r\n; c\r\ny=2\r\n\r\n[b]\r\n"),
      ("[a]\nk = old\n  more\n  # mine\n  rest\ny = 1\n", "[a]\nk = v\n  # mine\ny = 1\n"),
      ("  [a]\n  x = 1\n  [b]\n", "  [a]\n  x = 1\n  k = v\n  [b]\n"),
      ("[a]\n  [b]\n  y = 1\n", "[a]\n  k = v\n  [b]\n  y = 1\n"),
      ("", "[a]\nk = v\n"),
      ("[b]\ny = 1", "[b]\ny = 1\n\n[a]\nk = v\n"),
      ("[b]\ny = 1\n\n", "[b]\ny = 1\n\n[a]\nk = v\n"),
      ("[a]\nk =\n\n# below\n[b]\n", "[a]\nk =v\n\n# below\n[b]\n"),
    ])
  func keeps(before: String, after: String) throws {
    let document = try INIDocument(Array(before.utf8))
    #expect(String(decoding: document.setting([(key: "k", value: "v")], inSection: "a"), as: UTF8.self) == after)
  }

  @Test("writing twice is writing once")
  func idempotence() throws {
    for path in Oracle.corpus {
      guard let document = try? INIDocument(bytes(path)),
        case let once = document.setting(Self.pairs, inSection: "new-section"), let again = try? INIDocument(once)
      else { continue }
      #expect(again.setting(Self.pairs, inSection: "new-section") == once, "\(path)")
    }
  }
}

extension INIDocument {
  /// The bytes before a section's header line and from the next header on; all and none when it is not there.
  fileprivate func bytesAround(section name: String) -> (before: [UInt8], after: [UInt8]) {
    guard let section = section(named: name) else { return (bytes, []) }
    let lines = Line.all(in: bytes)
    let start = lines[Int(section.line)].content.lowerBound
    let next = headers.first { $0 > section.line }
    return (Array(bytes[..<start]), next.map { Array(bytes[lines[$0].content.lowerBound...]) } ?? [])
  }
}
