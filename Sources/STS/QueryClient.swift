private import CCurl
private import Platform

/// Calls AWS services with one pair of keys.
///
/// All calls share connections and the offset of AWS's clock. `wait` transfers calls, so that a terminal can be watched at the same
/// time.
package final class QueryClient {
  private let keys: SigningKeys
  private let sts: Endpoint
  private let iam: Endpoint
  private let transport: HTTPTransport
  private let report: (QueryEvent) -> Void
  private let redaction: Redaction
  /// How far AWS's clock is ahead of this machine's, in seconds; 0 until a response shows a difference.
  package private(set) var clockOffset = 0

  /// - Parameter report: called with events, for the log.
  /// - Throws: `QueryError.unreachable` when libcurl is missing.
  package init(
    keys: SigningKeys, sts: Endpoint, iam: Endpoint, transport settings: TransportSettings,
    report: @escaping (QueryEvent) -> Void
  ) throws(QueryError) {
    self.keys = keys
    self.sts = sts
    self.iam = iam
    self.report = report
    let proxyUser = settings.proxy.flatMap { proxy in
      proxy.lastIndex(of: "@").map { proxy[..<$0].split(separator: "/").last.map(String.init) ?? "" }
    }
    redaction = Redaction(
      secrets: [keys.accessKeyID, keys.secretAccessKey, keys.sessionToken, proxyUser].compactMap(\.self))
    do { transport = try HTTPTransport(settings) } catch { throw .unreachable(error, action: "") }
  }

  /// A client with the same connections and the same clock offset.
  package init(_ other: QueryClient, keys: SigningKeys) {
    self.keys = keys
    sts = other.sts
    iam = other.iam
    transport = other.transport
    report = other.report
    clockOffset = other.clockOffset
    redaction = other.redaction.adding(
      [keys.accessKeyID, keys.secretAccessKey, keys.sessionToken].compactMap(\.self))
  }

  /// Seconds since 1970 by AWS's clock.
  package var now: Int { time(nil) + clockOffset }

  /// Starts a call.
  package func begin<Answer>(_ operation: Operation<Answer>) -> QueryCall<Answer> {
    QueryCall(operation, by: self)
  }

  /// Makes a call and waits for its response.
  package func call<Answer>(_ operation: Operation<Answer>) throws(QueryError) -> Answer {
    try finish(begin(operation))
  }

  /// Waits for the response of a call that was started.
  package func finish<Answer>(_ call: QueryCall<Answer>) throws(QueryError) -> Answer {
    while true {
      if let outcome = call.outcome { return try outcome.get() }
      wait(for: call, descriptors: [])
    }
  }

  /// Waits for the response of a call that was started, but not longer than a number of seconds.
  package func wait<Answer>(for call: QueryCall<Answer>, atMost seconds: Int) {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while call.outcome == nil && .now < deadline { wait(for: call, descriptors: []) }
  }

  /// Transfers a call until it ends, a descriptor can be read, or about a second has passed.
  package func wait<Answer>(for call: QueryCall<Answer>, descriptors: [Int32]) {
    transport.wait(descriptors: descriptors, milliseconds: call.millisecondsToRetry ?? 1000)
    call.advance()
  }

  // MARK: For QueryCall

  fileprivate func send<Answer>(_ operation: Operation<Answer>, attempt: Int) -> HTTPTransfer {
    let endpoint = endpoint(of: operation.service)
    let body = operation.body
    let timestamp = utcTime(now, as: "%Y%m%dT%H%M%SZ")
    var headers = [
      (name: "content-type", value: "application/x-www-form-urlencoded; charset=utf-8"),
      (name: "host", value: endpoint.host),
      (name: "x-amz-date", value: timestamp),
    ]
    if let token = keys.sessionToken { headers.append((name: "x-amz-security-token", value: token)) }
    let signature = SignatureV4(
      accessKeyID: keys.accessKeyID, secretAccessKey: keys.secretAccessKey, region: endpoint.signingRegion,
      service: operation.service.rawValue)
    headers.append(
      (
        name: "authorization",
        value: signature.authorization(
          path: endpoint.path, headers: headers, body: Array(body.utf8), timestamp: timestamp)
      ))
    headers.append((name: "user-agent", value: "aws-mfa-session/\(programVersion)"))
    report(.request(action: operation.action, url: endpoint.url, region: endpoint.signingRegion, attempt: attempt))
    report(.requestHeaders(headers.map { ($0.name, redaction.header($0.name, $0.value)) }))
    report(.requestBody(redaction.form(body)))
    return transport.start(
      HTTPRequest(url: endpoint.url, headers: headers, body: Array(body.utf8), isRepeatable: operation.isRepeatable))
  }

  fileprivate func note<Answer>(_ response: HTTPResponse, of operation: Operation<Answer>) {
    let redaction = redaction.adding(operation.secrets)
    report(.response(action: operation.action, status: response.status, timing: response.timing))
    report(.responseHeaders(response.headers.map { ($0.name, redaction.header($0.name, $0.value)) }))
    report(.responseBody(redaction.answer(response.body)))
  }

  /// A message of a server or of libcurl may contain parts of the request.
  fileprivate func clean<Answer>(_ text: String, of operation: Operation<Answer>) -> String {
    redaction.adding(operation.secrets).text(text)
  }

  fileprivate func note(_ event: QueryEvent) { report(event) }

  /// Takes AWS's time from an error that a wrong clock may have caused.
  /// - Returns: false when the clocks agree.
  fileprivate func correctClock(by response: HTTPResponse) -> Bool {
    guard let date = response.header("date"), case let theirs = aws_curl_getdate(date), theirs != -1 else {
      return false
    }
    // AWS tolerates five minutes; an error with a smaller difference has another cause.
    guard abs(theirs - now) > 240 else { return false }
    clockOffset = theirs - time(nil)
    report(.clockCorrected(seconds: clockOffset))
    return true
  }

  fileprivate func endpoint(of service: Endpoint.Service) -> Endpoint {
    switch service {
    case .sts: sts
    case .iam: iam
    }
  }
}

/// A call that was started, with its retries.
package final class QueryCall<Answer> {
  /// Nil until it has ended.
  package private(set) var outcome: Result<Answer, QueryError>?

  private let operation: Operation<Answer>
  private unowned let client: QueryClient
  private var transfer: HTTPTransfer?
  private var attempt = 1
  private var clockWasCorrected = false
  private var retryTime: ContinuousClock.Instant?

  private static var attemptLimit: Int { 3 }

  fileprivate init(_ operation: Operation<Answer>, by client: QueryClient) {
    self.operation = operation
    self.client = client
    transfer = client.send(operation, attempt: attempt)
    advance()
  }

  fileprivate var millisecondsToRetry: Int? {
    retryTime.map { max(0, Int(ContinuousClock.now.duration(to: $0) / .milliseconds(1))) + 1 }
  }

  /// Handles a response, or starts the next attempt when it is time.
  fileprivate func advance() {
    if let time = retryTime, time <= .now {
      retryTime = nil
      attempt += 1
      transfer = client.send(operation, attempt: attempt)
    }
    guard let result = transfer?.outcome else { return }
    transfer = nil
    switch result {
    case .success(let response): received(response)
    case .failure(let error): failed(error)
    }
  }

  private func failed(_ raw: TransportError) {
    let error = TransportError(
      cause: raw.cause, detail: client.clean(raw.detail, of: operation), host: raw.host,
      mayHaveArrived: raw.mayHaveArrived)
    client.note(.failure(error, action: operation.action))
    if !operation.isRepeatable && error.mayHaveArrived {
      outcome = .failure(.answerLost(error, action: operation.action))
    } else if error.isTransient && attempt < Self.attemptLimit {
      retry()
    } else {
      outcome = .failure(.unreachable(error, action: operation.action))
    }
  }

  private func received(_ response: HTTPResponse) {
    client.note(response, of: operation)
    let document = XMLElement.parse(response.body)
    if response.status == 200, let result = document?["\(operation.action)Result"], let answer = operation.read(result)
    {
      outcome = .success(answer)
      return
    }
    let error = document?["Error"]
    let refusal = ServiceError(
      action: operation.action, status: response.status,
      code: client.clean(error?.text(at: "Code") ?? "", of: operation),
      message: client.clean(error?.text(at: "Message") ?? "", of: operation))
    if refusal.mayBeSkew, !clockWasCorrected, client.correctClock(by: response) {
      // The request was refused for its date, before the code was checked, so it may be sent again.
      clockWasCorrected = true
      transfer = client.send(operation, attempt: attempt)
    } else if refusal.isTransient {
      if operation.isRepeatable && attempt < Self.attemptLimit {
        retry()
      } else {
        outcome = .failure(.unavailable(refusal, attempts: attempt))
      }
    } else if error != nil {
      outcome = .failure(.refused(refusal))
    } else {
      outcome = .failure(
        .unreadableAnswer(
          action: operation.action, status: response.status, host: client.endpoint(of: operation.service).host))
    }
  }

  /// Schedules the next attempt: exponential backoff with full jitter, so that clients that failed together do not retry together.
  private func retry() {
    let seconds = Double.random(in: 0...(0.25 * Double(1 << attempt)))
    client.note(.retry(action: operation.action, seconds: seconds))
    retryTime = .now + .seconds(seconds)
  }
}
