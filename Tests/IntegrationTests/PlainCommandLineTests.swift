import TestSupport
import Testing

/// `--credentials-file` with the default file changes nothing, and is a matter for ArgumentParser.
@Suite("A command line that is read without ArgumentParser means the same as with it")
struct PlainCommandLineTests {
  @Test(
    .serialized,
    arguments: [
      "status", "status dev", "status -p dev", "status --profile dev --short", "status dev --json",
      "status --short dev",
      "status dev other", "status other -p dev", "status dev -p dev", "status --short --json", "status ''",
      "status -p ''",
      "status -p", "status -p -x", "status -- dev", "status --bogus", "status -p dev -p other",
      "credential-process", "credential-process -p dev", "credential-process --profile dev --quiet",
      "credential-process dev",
      "credential-process -p other", "credential-process -- dev",
      "exec -p dev -- printenv AWS_ACCESS_KEY_ID", "exec --quiet -p dev -- printenv AWS_MFA_SESSION_PROFILE",
      "exec dev -p other -- true", "exec --refresh dev -- true", "exec dev -- true",
      "exec -q dev -- printenv AWS_MFA_SESSION_PROFILE",
      "exec dev x -- true",
      "credential-process dev -q", "credential-process dev -p dev", "exec -p dev -- sh -c 'exit 7'",
      "exec -p dev -- printf %s -- -p",
      "exec -- no-such-command",
    ])
  func same(line: String) throws {
    let home = try Self.home.get()
    let plain = try home.shell("sh", "aws-mfa-session \(line)", environment: Home.offline)
    let name = line.prefix { $0 != " " }
    let parsed = try home.shell(
      "sh", "aws-mfa-session \(name) -f ~/.aws/credentials\(line.dropFirst(name.count))", environment: Home.offline)
    #expect(plain.status == parsed.status)
    #expect(Self.withoutTimes(plain.output) == Self.withoutTimes(parsed.output))
    #expect(Self.withoutTimes(plain.errors) == Self.withoutTimes(parsed.errors))
  }

  /// One for all lines: none of them changes it.
  private static let home = Result {
    let home = try Home()
    try home.cacheSession()
    return home
  }

  /// What is left of the session may differ by a second between the two.
  private static func withoutTimes(_ text: String) -> String {
    text.replacing(/\d+ (hour|minute|second)s?|\d+[hms]\b|"seconds_left" *: *\d+/, with: "…")
  }
}
