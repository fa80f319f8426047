import ArgumentParser
import Session
import STS

/// Prints a session for an SDK that calls this program as its `credential_process` (AWS SDKs and Tools Reference Guide, "Process
/// credential provider"). The SDK holds the standard streams, so the person is asked at the terminal.
struct CredentialProcessCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "credential-process", "Print the session for the credential_process of AWS tools.", usage: "[options] [name]",
    discussion: """
      As the credential_process of a profile in ~/.aws/config, it gives the session to every AWS tool that uses the profile, \
      and asks for a code when that is needed.
      """,
    examples: ["aws-mfa-session credential-process dev"])

  @Argument(help: "Profile, as with --profile.")
  var name: String?

  @OptionGroup var options: SessionOptions

  func validate() throws {
    _ = try options.naming(name)
  }

  func run() throws {
    let options = try options.naming(name)
    let session = try SessionRequest(options).session(options).session
    try StandardOutput.write(json: Output(session), isPretty: false)
  }

  private struct Output: Encodable {
    let version = 1
    let accessKeyId: String
    let secretAccessKey: String
    let sessionToken: String
    let expiration: String

    init(_ session: MFASession) {
      accessKeyId = session.credentials.accessKeyID
      secretAccessKey = session.credentials.secretAccessKey
      sessionToken = session.credentials.sessionToken
      expiration = session.expiration
    }

    enum CodingKeys: String, CodingKey {
      case version = "Version"
      case accessKeyId = "AccessKeyId"
      case secretAccessKey = "SecretAccessKey"
      case sessionToken = "SessionToken"
      case expiration = "Expiration"
    }
  }
}
