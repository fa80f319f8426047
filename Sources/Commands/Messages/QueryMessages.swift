import Processes
import Profiles
import STS

// What can be wrong with the network and with what AWS answers.

extension QueryError {
  func message(_ profile: ResolvedProfile) -> Message {
    switch self {
    case .unreachable(let error, _): error.message(region: profile.region?.value)
    case .answerLost(let error, _):
      Message(
        "The code was sent to \(error.host), and the answer was lost: \(error.detail).",
        "It may be spent: run the command again with the next code.")
    case .refused(let error): error.message(profile)
    case .unavailable(let error, let attempts):
      Message(
        "AWS could not answer\(attempts > 1 ? " \(attempts) times" : ""): \(error.words).",
        error.action == "GetSessionToken"
          ? "The code may be spent: try again in a while, with the next one." : "Try again in a while.")
    case .unreadableAnswer(let action, let status, let host):
      Message(
        "What \(host) answered to \(action) is not from AWS (status \(status)).",
        "Is there a login page, a proxy or a wrong endpoint URL in between?"
          + (action == "GetSessionToken" ? " The code may be spent: take the next one." : ""))
    case .invalidEndpoint(let error): error.message
    }
  }
}

extension TransportError {
  /// - Parameter region: that was asked for.
  fileprivate func message(region: String?) -> Message {
    switch cause {
    case .noLibrary: Message("libcurl cannot be loaded: \(detail).", "Install it: libcurl4 on Debian and Ubuntu.")
    case .cannotResolve:
      Message(
        "\(host) cannot be found: \(detail).", "Is the network up, and the region right?", Self.nearestRegion(region))
    case .cannotConnect, .timedOut, .interrupted:
      Message("\(host) cannot be reached: \(detail).", "Is the network up? Is a proxy needed (HTTPS_PROXY)?")
    case .cannotReachProxy: Message("The proxy cannot be used: \(detail).", "Check HTTPS_PROXY and NO_PROXY.")
    case .badCertificates:
      Message("The certificates to trust cannot be read: \(detail).", "Check the path in AWS_CA_BUNDLE or ca_bundle.")
    case .untrusted:
      Message(
        "The identity of \(host) cannot be verified: \(detail).",
        "Where a proxy opens TLS, name its certificates with AWS_CA_BUNDLE.")
    case .answerTooLarge:
      Message("\(host) answered far more than AWS does.", "Is there a proxy or a wrong endpoint URL in between?")
    }
  }

  /// For a region that is none of those that are known; a new one may be right all the same.
  private static func nearestRegion(_ region: String?) -> String {
    guard let region, !Partition.regionNames.contains(region) else { return "" }
    return NearMisses(of: region, among: Partition.regionNames).question
  }
}

extension Endpoint.Invalid {
  var message: Message {
    switch self {
    case .notAURL(let url):
      Message("The endpoint \"\(url)\" is not a URL of a server.", "It looks like https://sts.example.com.")
    case .namesAUser(let host):
      Message(
        "The endpoint URL for \(host) names a user or a password, which AWS endpoints do not take.", "Leave it out.")
    case .notEncrypted(let url):
      Message(
        "The endpoint \(url) is not encrypted, and would show your keys and codes to the network.",
        "Use https. Plain http is for this machine alone.")
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
        "AWS refused the role \(role): \(words).",
        "Does its trust policy allow your user, with MFA and this external_id? And may your user call sts:AssumeRole for it?"
      )
    case "ValidationError":
      Message(
        "AWS does not take these values for the role \(role): \(words).",
        "Check the role's settings in the profile: duration_seconds, role_session_name, external_id, tags.")
    default:
      Message(
        "AWS refused the role \(role): \(words).", "The AWS documentation of AssumeRole lists its errors.")
    }
  }

  func message(_ profile: ResolvedProfile) -> Message {
    let key = "\(profile.key.value) (\(profile.key.origin.words))"
    switch code {
    case "InvalidClientTokenId", "UnrecognizedClientException":
      return Message(
        "AWS does not know the \(key): \(words).", "Was it deleted or deactivated? And is the region's partition right?"
      )
    case "SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature":
      return Message("AWS refused the signature of the \(key): \(words).", "Is its secret right?")
    case "ValidationError":
      return Message("AWS does not take these values: \(words).", "Check the MFA device (--arn) and --duration.")
    case "AccessDenied" where action == "ListMFADevices":
      return Message(
        "The user may not ask for its MFA devices: \(words).",
        "Name the device with --arn, or as mfa_serial in the profile.")
    case "AccessDenied" where message.contains("MFA serial number"):
      return Message(
        "AWS does not take the MFA device\(profile.mfaSerial.map { " \($0.value) (\($0.origin.words))" } ?? ""): \(words).",
        "Is it the device of the user whose key is used?")
    case "RegionDisabledException":
      return Message(
        "STS is not activated in \(profile.signingRegion): \(words).", "Choose another region with --region.")
    case "AccessDenied":
      return Message("AWS refused \(action): \(words).", "See the IAM policies of the user.")
    default: return Message("AWS refused \(action): \(words).", "The AWS documentation of \(action) lists its errors.")
    }
  }
}
