import Profiles
import TestSupport
import Testing

@Suite("The reader agrees with botocore")
struct ReaderTests {
  @Test("over the hand-made files")
  func corpus() throws {
    #expect(Oracle.corpus.count >= 60)
    try compare(Oracle.corpus)
  }

  @Test("over thousands of generated files", arguments: [1, 2])
  func generated(seed: Int) throws {
    let folder = TemporaryFolder()
    let files = try Oracle.generate(2000, seed: seed, in: folder)
    #expect(files.count == 2000)
    try compare(files)
  }

  @Test("over files with 1,000 sections")
  func large() throws {
    let folder = TemporaryFolder()
    try compare(Oracle.generate(40, seed: 3, large: true, in: folder))
  }

  private func compare(_ paths: [String]) throws {
    let readings = try Oracle.read(paths)
    #expect(readings.count == paths.count)
    var accepted = 0
    for reading in readings {
      let name = reading.path.split(separator: "/").last ?? ""
      do {
        let document = try INIDocument(bytes(reading.path))
        if let error = reading.error {
          Issue.record("\(name): botocore refuses it (\(error)), we do not")
          continue
        }
        accepted += 1
        #expect(document.asRead == reading.sections, "\(name)")
        #expect(document.profiles == reading.profiles, "\(name)")
        #expect(
          Oracle.Pairs(document.sections(ofKind: "services").mapValues(document.values(of:))) == reading.services,
          "\(name)")
      } catch {
        #expect(reading.error != nil, "\(name): we refuse it (line \(error.line): \(error.reason)), botocore does not")
      }
    }
    // A comparison that all files fail, or none, would show little.
    #expect(accepted > paths.count / 4 && accepted < paths.count)
  }

  @Test("on which file has the last word on a key")
  func precedence() throws {
    let folder = TemporaryFolder()
    let credentials = try folder.write(
      "[dev]\naws_access_key_id = AKIAFROMCREDENTIALS\nregion = eu-west-1\n[only]\nregion = a\n[profile odd]\nregion = b\n",
      to: "credentials")
    let config = try folder.write(
      "[profile dev]\nAWS_ACCESS_KEY_ID = AKIAFROMCONFIG\noutput = json\nregion = us-east-1\ns3 =\n  a = b\n[default]\nregion = d\n",
      to: "config")
    let files = try ProfileFiles(credentialsFile: credentials, environment: ["AWS_CONFIG_FILE": config])
    let ours = files.profileNames().map { name in
      (CodePointString(name), Oracle.Pairs(files.settings(ofProfile: name)?.values.mapValues(Oracle.Value.init) ?? [:]))
    }
    let theirs = try Oracle.merge(credentials: credentials, config: config)
    #expect(Oracle.Pairs(Dictionary(uniqueKeysWithValues: ours)) == theirs)
  }

  @Test(
    "and says where a file is wrong",
    arguments: [
      ("[a]\nkey\n", 2, INIDocument.SyntaxError.notAKeyAndValue),
      ("key = value\n", 1, .textBeforeFirstSection),
      ("[a]\nx = 1\n[b]\n[a]\n", 4, .duplicateSection(name: "a", firstLine: 1)),
      ("[a]\nx = 1\n# note\nX = 2\n", 4, .duplicateKey(name: "x", firstLine: 2)),
      ("\u{FEFF}[a]\n", 1, .byteOrderMark),
      ("[a]\ns3 =\n  what\n", 2, .malformedNestedLine(key: "s3")),
    ])
  func errors(text: String, line: Int, reason: INIDocument.SyntaxError) {
    #expect(throws: INIDocument.ParseError(line: line, reason: reason)) { try INIDocument(Array(text.utf8)) }
  }

  @Test("and finds each of 2,000 sections that are a header alone, and the one that is there twice")
  func headersAlone() throws {
    let names = (0..<2000).map(String.init)
    let text = names.map { "[\($0)]" }.joined(separator: "\n")
    let document = try INIDocument(Array(text.utf8))
    #expect(names.allSatisfy { document.section(named: $0).map(document.name(of:)) == $0 })
    #expect(document.section(named: "2000") == nil)
    #expect(throws: INIDocument.ParseError(line: 2001, reason: .duplicateSection(name: "1234", firstLine: 1235))) {
      try INIDocument(Array("\(text)\n[1234]".utf8))
    }
  }

  @Test("and says on which line the text is no UTF-8")
  func encoding() {
    #expect(throws: INIDocument.ParseError(line: 2, reason: .notUTF8)) {
      try INIDocument([0x5B, 0x61, 0x5D, 0x0A, 0xFF])
    }
  }
}
