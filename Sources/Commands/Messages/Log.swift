import Profiles
import STS
import Session

/// The log of `-v` on standard error, and the notices that are shown without it. Its sources remove secrets before anything
/// comes here.
final class Log {
  /// The number of `-v`.
  private let level: Int
  /// The unusable files that were reported already.
  private var unusable: Set<String> = []
  /// The messages to show after the prompt; nil if there is no prompt.
  private var held: [Message]?

  /// Whether there was a `-v`.
  var isOn: Bool { level > 0 }

  init(level: Int) {
    self.level = level
  }

  /// Holds messages back while a prompt is on the screen.
  func quiet<Result, Failure: Error>(during prompt: () throws(Failure) -> Result) throws(Failure) -> Result {
    held = []
    defer {
      let messages = held ?? []
      held = nil
      messages.forEach(say)
    }
    return try prompt()
  }

  func resolved(_ profile: ResolvedProfile) {
    let files = profile.files
    for file in [files.credentials, files.config] {
      write(1, "file \(file.path)\(file.exists ? "" : " (does not exist)")")
    }
    write(1, "profile \(profile.name.value) (\(profile.name.origin.words))")
    write(1, "long-term \(profile.key.value) (\(profile.key.origin.words))")
    for role in profile.roles { write(1, "role \(role.arn.value) (\(role.arn.origin.words))") }
    if let process = profile.mfaProcess { write(1, "mfa_process (\(process.origin.words))") }
    write(1, "MFA device \(profile.mfaSerial.map { "\($0.value) (\($0.origin.words))" } ?? "to be asked of IAM")")
    write(
      1,
      "region \(profile.region.map { "\($0.value) (\($0.origin.words))" } ?? "\(profile.signingRegion) for want of one")"
    )
    for url in [profile.endpoints.stsURL, profile.endpoints.iamURL].compactMap(\.self) {
      write(1, "endpoint \(url.value) (\(url.origin.words))")
    }
  }

  /// Shows a notice at any level.
  func notice(_ notice: SessionNotice) {
    switch notice {
    case .securityKeysSkipped(let keys):
      say(Message("Skipping security keys, which cannot produce codes: \(keys.joined(separator: ", "))."))
    case .notCached(let error):
      say(Message("The session could not be cached, so other terminals cannot use it."))
      say(error.message)
    case .stateFileUnusable(let path, let error):
      if unusable.insert(path).inserted { write(1, "skipping \(path), which \(error.words)") }
    case .roleDurationCapped(let role, let seconds):
      say(
        Message(
          "Assuming \(role) for 1 hour instead of \(timeSpan(seconds)), the limit of AWS for a role that is assumed from a role."
        ))
    case .processFailed(let error): say(error.message)
    case .awaitingNextCode(let seconds):
      say(Message("The code of the mfa_process was already used; waiting \(seconds) s for the next one."))
    }
  }

  func event(_ event: QueryEvent) {
    switch event {
    case .clockCorrected(let seconds):
      say(
        Message(
          "The clock of this machine is \(abs(seconds)) s \(seconds > 0 ? "behind" : "ahead of") AWS; requests use the time of AWS.",
          "Correct the clock: AWS refuses requests of other tools."))
    case .request(let action, let url, let region, let attempt):
      write(2, "\(action) to \(url), signed for \(region)\(attempt > 1 ? ", attempt \(attempt)" : "")")
    case .response(let action, let status, let timing):
      let connection =
        timing.isNewConnection
        ? "new connection, connected after \(milliseconds(timing.connected)), encrypted after \(milliseconds(timing.encrypted))"
        : "connection used again"
      write(2, "\(action) answered \(status) after \(milliseconds(timing.total)); \(connection)")
    case .failure(let error, let action): write(2, "\(action) got no answer: \(error.detail)")
    case .retry(let action, let seconds): write(2, "\(action) again in \(milliseconds(seconds))")
    case .requestHeaders(let headers): write(3, headers.map { "> \($0.name): \($0.value)" })
    case .responseHeaders(let headers): write(3, headers.map { "< \($0.name): \($0.value)" })
    case .requestBody(let body): write(4, ["> \(body)"])
    case .responseBody(let body): write(4, body.split(separator: "\n").map { "< \($0)" })
    }
  }

  private func write(_ level: Int, _ line: String) { write(level, [line]) }

  private func write(_ level: Int, _ lines: [String]) {
    guard self.level >= level else { return }
    for line in lines { say(Message(line)) }
  }

  private func say(_ message: Message) {
    if held == nil { StandardError.write(message) } else { held?.append(message) }
  }

  private func milliseconds(_ seconds: Double) -> String { "\(Int((seconds * 1000).rounded())) ms" }
}
