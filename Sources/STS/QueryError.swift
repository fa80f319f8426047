/// Why a call got no answer, or not the one hoped for.
package enum QueryError: Error, Sendable {
  /// There was no whole answer, and trying again did not help.
  case unreachable(TransportError, action: String)
  /// A request that must not be sent twice may have arrived, and its answer was lost.
  case answerLost(TransportError, action: String)
  /// AWS said no.
  case refused(ServiceError)
  /// AWS is overloaded or asks for patience, after all attempts.
  case unavailable(ServiceError, attempts: Int)
  /// An answer that is not AWS's.
  case unreadableAnswer(action: String, status: Int, host: String)
  case invalidEndpoint(Endpoint.Invalid)
}

/// The `ErrorResponse` of an AWS service.
package struct ServiceError: Error, Equatable, Sendable {
  package let action: String
  package let status: Int
  /// AWS's code, such as `AccessDenied`; empty when the answer had none.
  package let code: String
  package let message: String

  /// botocore's list of codes that ask for a slower pace.
  private static let throttlingCodes: Set = [
    "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException", "RequestThrottled",
    "TooManyRequestsException", "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "SlowDown",
    "PriorRequestNotComplete",
  ]

  package var isThrottling: Bool { status == 429 || Self.throttlingCodes.contains(code) }
  var isTransient: Bool { status >= 500 || isThrottling }

  /// Whether a wrong clock can be the reason: the request was refused before anything in it was looked at.
  var mayBeSkew: Bool {
    [
      "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException",
      "SignatureDoesNotMatch",
    ]
    .contains(code)
  }
}
