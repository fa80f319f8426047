import Foundation
import ShellIntegration
import TestSupport
import Testing

@Suite("Exported values")
struct QuotingTests {
  /// What values are made of: every printable and control byte, and what shells read something into.
  private static let pieces: [String] =
    (1...126).map { String(UnicodeScalar(UInt8($0))) } + [
      "'", "\\", "\"", "$", "`", "!", "$(echo no)", "${HOME}", "''", "\\'", "\n", "\r\n", "\t", " ", "é", "日本",
      "\u{2019}", "🔑",
      "\u{7F}", "%s", "~", "*", ";", "&", "|", "#", "=", "-n", "\\n", "\\x41", "{a,b}", "(", ")", "<", ">",
    ]

  private static func randomValues(_ count: Int) -> [String] {
    let known = [
      "", "plain", "'", "'''", "\\", "ends with \\", "\n", "a\nb\n", "\n\n", "-", "$(touch /tmp/no)", "`id`", "it's",
    ]
    return known + (0..<count).map { _ in (0..<Int.random(in: 1...12)).map { _ in pieces.randomElement()! }.joined() }
  }

  @Test(
    "come back from eval as they were, whatever they hold",
    arguments: [
      ("bash", ExportFormat.bash, #"eval "$(cat "$1")"; "#), ("zsh", .zsh, #"eval "$(cat "$1")"; "#),
      ("dash", .sh, #"eval "$(cat "$1")"; "#), ("bash", .sh, #"eval "$(cat "$1")"; "#),
      ("fish", .fish, #"eval (cat "$argv[1]"); "#), ("fish", .fish, #"cat "$argv[1]" | source; "#),
    ])
  func roundTrip(shell: String, format: ExportFormat, evaluation: String) throws {
    let values = Self.randomValues(400)
    let change = EnvironmentChange(set: values.enumerated().map { ("V\($0.offset)", $0.element) }, unset: ["GONE"])
    let folder = TemporaryFolder()
    let script = try folder.write(try format.render(change), to: "exports")
    let read =
      "import os, json; print(json.dumps([os.environ[f'V{i}'] for i in range(\(values.count))] + [os.environ.get('GONE')]))"
    let reader = try folder.write(read, to: "read.py")
    var command = [Project.tool(shell)]
    if shell == "zsh" { command += ["-f", "-o", "rc_quotes"] }
    if shell == "fish" { command.append("--no-config") }
    command += ["-c", evaluation + "\(Project.python) -X utf8 '\(reader)'"]
    command += shell == "fish" ? [script] : [shell, script]
    let result = try run(
      command, environment: ["PATH": "/usr/bin:/bin", "HOME": folder.path, "LANG": "C.UTF-8", "GONE": "x"])
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    let answers = try JSONDecoder().decode([String?].self, from: Data(result.output.utf8))
    #expect(answers.last == .some(nil))
    for (value, answer) in zip(values, answers) { #expect(Array(value.utf8) == Array((answer ?? "missing").utf8)) }
  }

  private static let sample = EnvironmentChange(
    set: [(name: "A", value: "it's 100% \u{2019}q\u{2019}"), (name: "B", value: "x")], unset: ["C"])

  @Test(
    "have the syntax of each format",
    arguments: [
      (ExportFormat.bash, "unset C;\nexport A='it'\\''s 100% ’q’';\nexport B='x';\n"),
      (.fish, "set -eg C; or true;\nset -gx A 'it\\'s 100% ’q’';\nset -gx B 'x';\n"),
      (.cmd, "set \"C=\"\nset \"A=it's 100% ’q’\"\nset \"B=x\"\n"),
      (
        .powershell,
        "Remove-Item Env:C -ErrorAction SilentlyContinue\n$Env:A = 'it''s 100% ’’q’’'\n$Env:B = 'x'\n"
      ),
      (.env, "A=it's 100% ’q’\nB=x\n"),
      (.json, "{\n  \"A\" : \"it's 100% ’q’\",\n  \"B\" : \"x\",\n  \"C\" : null\n}\n"),
    ])
  func formats(format: ExportFormat, text: String) throws {
    #expect(try format.render(Self.sample) == text)
  }

  @Test("that a format cannot express are refused", arguments: [ExportFormat.cmd, .env])
  func unrepresentable(format: ExportFormat) {
    let change = EnvironmentChange(set: [("A", "x"), ("B", "1\n2")], unset: [])
    #expect(throws: ExportFormat.Unrepresentable(variable: "B", format: format)) { try format.render(change) }
  }
}
