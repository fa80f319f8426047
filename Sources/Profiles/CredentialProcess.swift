package import Processes
import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Why a `credential_process` gave no keys.
package enum CredentialProcessError: Error, Equatable, Sendable {
  /// The setting cannot be split into words: a quote is left open.
  case unbalancedQuotes
  case cannotStart(command: String, SystemError)
  /// It ended with a status other than 0; signals count as 128 + n.
  case failed(command: String, status: Int32)
  /// Its output is not the JSON of version 1.
  case malformedOutput(command: String)
  case tooMuchOutput(command: String)
  /// It runs this program, which would run it again.
  case circular
}

/// An external program that prints credentials (AWS SDKs and Tools Reference Guide, "Process credential provider").
struct CredentialProcess {
  private let words: [String]
  private let profile: String

  /// - Parameters:
  ///   - command: the setting, split into words as botocore does, without a shell.
  ///   - profile: whose setting it is.
  init(_ command: String, of profile: String) throws(CredentialProcessError) {
    guard let words = PythonRules.words(of: command), !words.isEmpty else { throw .unbalancedQuotes }
    self.words = words
    self.profile = profile
  }

  private struct Output: Decodable {
    let version: Int
    let accessKeyId: String
    let secretAccessKey: String
    let sessionToken: String?

    enum CodingKeys: String, CodingKey {
      case version = "Version"
      case accessKeyId = "AccessKeyId"
      case secretAccessKey = "SecretAccessKey"
      case sessionToken = "SessionToken"
    }
  }

  /// The variable by which the program knows that it is run by itself; it has a line for each profile on the way.
  private static let trace = "AWS_MFA_SESSION_CREDENTIAL_PROCESS"

  /// Runs it; its standard error and terminal are the user's. A standard input that is something else is the command's that is
  /// going to have the session.
  func run(environment: [String: String]) throws(CredentialProcessError) -> KeyTriple {
    let callers = (environment[Self.trace] ?? "").split(separator: "\n")
    guard !callers.contains(where: { CodePointString(String($0)) == CodePointString(profile) }) else { throw .circular }
    let trace = (callers + [profile[...]]).joined(separator: "\n")
    let result: CapturedProcess.Result
    do {
      result = try CapturedProcess(words, variables: [(Self.trace, trace)], inheritsInput: isatty(STDIN_FILENO) == 1)
        .run()
    } catch {
      throw .cannotStart(command: words[0], error)
    }
    guard !result.exceedsLimit else { throw .tooMuchOutput(command: words[0]) }
    guard result.status == 0 else { throw .failed(command: words[0], status: result.status) }
    guard let credentials = try? JSONDecoder().decode(Output.self, from: Data(result.output)), credentials.version == 1
    else { throw .malformedOutput(command: words[0]) }
    return KeyTriple(
      accessKeyID: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey,
      sessionToken: credentials.sessionToken)
  }
}
