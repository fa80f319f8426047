import Profiles
import STS
import Session

/// What profiles say: keys in both files, sources, MFA devices, sessions that have expired.
struct ProfileChecks {
  let files: ProfileFiles
  let environment: [String: String]

  var findings: [Finding] {
    files.summaries(environment: environment).flatMap { profile in
      [differentKeys(profile), source(profile), device(profile), expiredSession(profile)].compactMap(\.self)
    }
  }

  private func differentKeys(_ profile: ProfileSummary) -> Finding? {
    guard files.hasDifferentKeys(profile: profile.name) else { return nil }
    let (credentials, config) = (shortPath(files.credentials.path), shortPath(files.config.path))
    return Finding(
      "Profile \"\(profile.name)\" has different keys in \(credentials) and \(config).",
      reason: "AWS tools use those of \(credentials).", fix: "Remove the keys from one of the two files.")
  }

  private func source(_ profile: ProfileSummary) -> Finding? {
    files.sourceProblem(ofProfile: profile.name).map {
      Finding($0.message, reason: "AWS tools cannot use the profile \"\(profile.name)\".")
    }
  }

  private func device(_ profile: ProfileSummary) -> Finding? {
    guard let serial = profile.mfaSerial, MFADevice(serialNumber: serial, userName: nil).isSecurityKey else {
      return nil
    }
    return Finding(
      "The mfa_serial of profile \"\(profile.name)\" is a security key or passkey: \(serial).",
      reason: "AWS takes no security keys for API sessions.",
      fix: "Set mfa_serial to an authenticator app, or sign in with: aws login --profile \(profile.name.quoted)")
  }

  private func expiredSession(_ profile: ProfileSummary) -> Finding? {
    guard let end = profile.sessionExpiration.flatMap({ time(rfc3339: $0) }), end <= currentTime() else { return nil }
    let written = files.writtenSource(ofProfile: profile.name)
    return Finding(
      "The session in profile \"\(profile.name)\" expired \(timeSpan(currentTime() - end)) ago.",
      reason: "AWS refuses its keys.",
      fix: written.map { "Renew it with: \(Program.name) -p \($0.sourceProfile.quoted) -u \(profile.name.quoted)" }
        ?? "Renew it with the tool that wrote it.")
  }
}
