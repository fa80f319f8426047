/// What happens during a call, for the log; free of secrets.
package enum QueryEvent: Sendable {
  case request(action: String, url: String, region: String, attempt: Int)
  case requestHeaders([(name: String, value: String)])
  case requestBody(String)
  case response(action: String, status: Int, timing: HTTPTiming)
  case responseHeaders([(name: String, value: String)])
  case responseBody(String)
  case failure(TransportError, action: String)
  case retry(action: String, seconds: Double)
  /// The local clock is wrong; requests are dated with AWS's. Seconds that it is behind, negative when it is ahead.
  case clockCorrected(seconds: Int)
}
