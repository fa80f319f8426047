import Processes
import Profiles
import STS

// The messages for problems with the network and AWS.

extension QueryError {
  func message(_ profile: ResolvedProfile) -> Message {
    switch self {
    case .unreachable(let error, _): error.message(region: profile.region?.value)
    case .answerLost(let error, _):
      Message(
        "\(error.host) did not answer after the code was sent: \(error.detail).",
        "The code may have been used. Run the command again with the next one.")
    case .refused(let error): error.message(profile)
    case .unavailable(let error, let attempts):
      Message(
        "AWS is unavailable\(attempts > 1 ? " after \(attempts) attempts" : ""): \(error.words).",
        error.action == "GetSessionToken"
          ? "The code may have been used. Try again later with the next one." : "Try again later.")
    case .unreadableAnswer(let action, let status, let host):
      Message(
        "The answer of \(host) to \(action) is not from AWS (status \(status)).",
        "Check for a login page, a proxy or a wrong endpoint URL."
          + (action == "GetSessionToken" ? " The code may have been used; take the next one." : ""))
    case .invalidEndpoint(let error): error.message
    }
  }
}

extension TransportError {
  /// - Parameter region: the region of the request.
  fileprivate func message(region: String?) -> Message {
    switch cause {
    case .noLibrary: Message("Cannot load libcurl: \(detail).", "Install it: libcurl4 on Debian and Ubuntu.")
    case .cannotResolve:
      Message(
        "\(host) not found: \(detail).", "Check the network and the region.", Self.nearestRegion(region))
    case .cannotConnect, .timedOut, .interrupted:
      Message("Cannot reach \(host): \(detail).", "Check the network, and set HTTPS_PROXY if there is a proxy.")
    case .cannotReachProxy: Message("Cannot use the proxy: \(detail).", "Check HTTPS_PROXY and NO_PROXY.")
    case .badCertificates:
      Message("Cannot read the trusted certificates: \(detail).", "Check the path in AWS_CA_BUNDLE or ca_bundle.")
    case .untrusted:
      Message(
        "Cannot verify the identity of \(host): \(detail).",
        "If a proxy inspects TLS, set AWS_CA_BUNDLE to its certificates.")
    case .answerTooLarge:
      Message("The answer of \(host) is too large to be from AWS.", "Check for a proxy or a wrong endpoint URL.")
    }
  }

  /// A suggestion for an unknown region, which may also be a new one.
  private static func nearestRegion(_ region: String?) -> String {
    guard let region, !Partition.regionNames.contains(region) else { return "" }
    return NearMisses(of: region, among: Partition.regionNames).question
  }
}

extension Endpoint.Invalid {
  var message: Message {
    switch self {
    case .notAURL(let url):
      Message("The endpoint \"\(url)\" is not a valid URL.", "It looks like https://sts.example.com.")
    case .namesAUser(let host):
      Message(
        "The endpoint URL for \(host) holds a user name or a password.", "Remove it.")
    case .notEncrypted(let url):
      Message(
        "The endpoint \(url) is not encrypted and would expose your codes.",
        "Use https. Plain http works for this machine only.")
    case .noDualStack(let region):
      Message("There is no dual-stack endpoint for \(region).", "Unset use_dualstack_endpoint.")
    }
  }
}

extension ServiceError {
  /// AWS's own code and message, without the full stop.
  var words: String {
    let said = message.reversed().drop { $0.isWhitespace || $0 == "." }.reversed()
    return code.isEmpty ? "status \(status)" : "\(code): \(String(said))"
  }

  func message(role: String) -> Message {
    switch code {
    case "AccessDenied":
      Message(
        "AWS denied the role \(role): \(words).",
        "Check that its trust policy allows your user, with MFA and this external_id, and that your user may call sts:AssumeRole."
      )
    case "ValidationError":
      Message(
        "AWS rejected a setting of the role \(role): \(words).",
        "Check the role's settings in the profile: duration_seconds, role_session_name, external_id, tags.")
    default:
      Message(
        "AWS refused the role \(role): \(words).", "See the errors of AssumeRole in the AWS documentation.")
    }
  }

  func message(_ profile: ResolvedProfile) -> Message {
    let key = "\(profile.key.value) (\(profile.key.origin.words))"
    switch code {
    case "InvalidClientTokenId", "UnrecognizedClientException":
      return Message(
        "AWS does not know the \(key): \(words).",
        "Check that it is active, and that the region is in the right partition."
      )
    case "SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature":
      return Message("AWS refused the signature of the \(key): \(words).", "Check its secret access key.")
    case "ValidationError":
      return Message("AWS rejected a value: \(words).", "Check the MFA device (--arn) and --duration.")
    case "AccessDenied" where action == "ListMFADevices":
      return Message(
        "The user may not list its MFA devices: \(words).",
        "Name the device with --arn, or as mfa_serial in the profile.")
    case "AccessDenied" where message.contains("MFA serial number"):
      return Message(
        "AWS rejected the MFA device\(profile.mfaSerial.map { " \($0.value) (\($0.origin.words))" } ?? ""): \(words).",
        "Check that it belongs to the user of the key.")
    case "RegionDisabledException":
      return Message(
        "STS is not activated in \(profile.signingRegion): \(words).", "Choose another region with --region.")
    case "AccessDenied":
      return Message("AWS denied \(action): \(words).", "Check the IAM policies of the user.")
    default: return Message("AWS refused \(action): \(words).", "See the errors of \(action) in the AWS documentation.")
    }
  }
}
