/// The reason why a call failed.
package enum QueryError: Error, Sendable {
  /// There was no complete response, also after retries.
  case unreachable(TransportError, action: String)
  /// A request that must not be sent twice may have been received, and its response was lost.
  case answerLost(TransportError, action: String)
  /// AWS denied the request.
  case refused(ServiceError)
  /// AWS throttled the request or had a server error, also after retries.
  case unavailable(ServiceError, attempts: Int)
  /// A response that is not from AWS.
  case unreadableAnswer(action: String, status: Int, host: String)
  case invalidEndpoint(Endpoint.Invalid)
}

/// The `ErrorResponse` of an AWS service.
package struct ServiceError: Error, Equatable, Sendable {
  package let action: String
  package let status: Int
  /// AWS's error code, such as `AccessDenied`; empty when the response has none.
  package let code: String
  package let message: String

  /// The error codes for throttling, as in botocore.
  private static let throttlingCodes: Set = [
    "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException", "RequestThrottled",
    "TooManyRequestsException", "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "SlowDown",
    "PriorRequestNotComplete",
  ]

  package var isThrottling: Bool { status == 429 || Self.throttlingCodes.contains(code) }
  var isTransient: Bool { status >= 500 || isThrottling }

  /// Whether a wrong clock can be the cause: the request was refused before its parameters were checked.
  var mayBeSkew: Bool {
    [
      "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException",
      "SignatureDoesNotMatch",
    ]
    .contains(code)
  }
}
