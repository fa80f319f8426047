/// An event of a call, for the log; it contains no secret.
package enum QueryEvent: Sendable {
  case request(action: String, url: String, region: String, attempt: Int)
  case requestHeaders([(name: String, value: String)])
  case requestBody(String)
  case response(action: String, status: Int, timing: HTTPTiming)
  case responseHeaders([(name: String, value: String)])
  case responseBody(String)
  case failure(TransportError, action: String)
  case retry(action: String, seconds: Double)
  /// The local clock is wrong, and requests are dated by AWS's clock. In seconds; negative when the local clock is ahead.
  case clockCorrected(seconds: Int)
}
