import Profiles
import STS
import Session

/// Checks profiles: keys in both files, sources, MFA devices, expired sessions.
struct ProfileChecks {
  let files: ProfileFiles
  let sessions: ProfileSessions
  let environment: [String: String]
  /// Once for all profiles: a literal is read anew each time.
  private let availabilityZone = /[a-z-]+-\d[a-z]/

  var findings: [Finding] {
    files.misnamedSections.map(misnamed)
      + files.summaries(environment: environment).flatMap { profile in
        files.quotedValues(ofProfile: profile.name).map(quoted) + settings(profile)
          + [
            differentKeys(profile), incompleteKey(profile), source(profile), securityKey(profile), device(profile),
            expiredSession(profile), region(profile), process(profile),
          ].compactMap(\.self)
      }
  }

  private func misnamed(_ section: ProfileFiles.MisnamedSection) -> Finding {
    Finding(
      "No AWS tool reads the section [\(section.header)] in \(shortPath(section.file)).",
      reason: "Profiles are [profile NAME] in the config file, and [NAME] in the credentials file.",
      fix: section.change == nil
        ? "Merge it into [\(section.correctHeader)]." : "Rename it to [\(section.correctHeader)].",
      change: section.change)
  }

  private func quoted(_ value: ProfileFiles.QuotedValue) -> Finding {
    Finding(
      "The \(value.key) of profile \"\(value.profile)\" is in quotes in \(shortPath(value.file)).",
      reason: "AWS tools take the quotes for a part of the value.", fix: "Remove the quotes.", change: value.change)
  }

  // MARK: Keys

  private func differentKeys(_ profile: ProfileSummary) -> Finding? {
    guard files.hasDifferentKeys(profile: profile.name) else { return nil }
    let (credentials, config) = (shortPath(files.credentials.path), shortPath(files.config.path))
    return Finding(
      "Profile \"\(profile.name)\" has different keys in \(credentials) and \(config).",
      reason: "AWS tools use those of \(credentials).", fix: "Remove the keys from one of the two files.")
  }

  private func incompleteKey(_ profile: ProfileSummary) -> Finding? {
    files.keyProblem(ofProfile: profile.name).map {
      Finding($0.message, reason: "AWS tools cannot use the profile \"\(profile.name)\".")
    }
  }

  private func source(_ profile: ProfileSummary) -> Finding? {
    let reason = "AWS tools cannot use the profile \"\(profile.name)\"."
    if let problem = files.sourceProblem(ofProfile: profile.name) { return Finding(problem.message, reason: reason) }
    guard profile.kind == .role, profile.sourceProfile == profile.name, profile.sourceAccessKeyID == nil,
      files.settings(ofProfile: profile.name)?["credential_source"] == nil
    else { return nil }
    return Finding(ProfileError.NoKeys.roleWithoutSource.message(profile.name), reason: reason)
  }

  private func process(_ profile: ProfileSummary) -> Finding? {
    files.missingCredentialProcess(ofProfile: profile.name).map { program in
      Finding(
        "The credential_process of profile \"\(profile.name)\" cannot be run: \(program).",
        reason: "AWS tools get no credentials for the profile.", fix: "Install it, or write its full path.")
    }
  }

  // MARK: MFA devices

  private func securityKey(_ profile: ProfileSummary) -> Finding? {
    guard let serial = profile.mfaSerial, MFADevice(serialNumber: serial, userName: nil).isSecurityKey else {
      return nil
    }
    return Finding(
      "The mfa_serial of profile \"\(profile.name)\" is a security key or passkey: \(serial).",
      reason: "AWS takes no security keys for API sessions.",
      fix: "Set mfa_serial to an authenticator app, or sign in with: aws login --profile \(profile.name.quoted)")
  }

  /// Compares the MFA device with that of a session that was made with the profile's key.
  private func device(_ profile: ProfileSummary) -> Finding? {
    guard profile.kind == .keys,
      let session = sessions.all(of: profile).map(\.session).first(where: { $0.roleARN == nil })
    else { return nil }
    return Finding(device: session.serialNumber, account: session.account, of: profile, in: files)
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

  // MARK: Settings

  private func region(_ profile: ProfileSummary) -> Finding? {
    guard let region = profile.region, region.wholeMatch(of: availabilityZone) != nil else { return nil }
    return Finding(
      "The region of profile \"\(profile.name)\" is an availability zone: \(region).",
      reason: "AWS has no endpoints of that name.", fix: "Set it to \(region.dropLast()).")
  }

  private func settings(_ profile: ProfileSummary) -> [Finding] {
    [
      OwnSetting.duration.problem(ofProfile: profile.name, in: files),
      OwnSetting.waitLimit.problem(ofProfile: profile.name, in: files),
      OwnSetting.promptMethod.problem(ofProfile: profile.name, in: files),
    ].compactMap(\.self).map { Finding($0.message, reason: "No session can be started with the profile.") }
  }
}

extension Finding {
  /// Compares the MFA device of a user with the one that the profile names; nil if they agree.
  /// - Parameter account: the account of the user; nil if it is not known.
  init?(device serial: String, account: String?, of profile: ProfileSummary, in files: ProfileFiles) {
    let change = files.settingInConfig("mfa_serial", to: serial, ofProfile: profile.name)
    guard let named = profile.mfaSerial else {
      self.init(
        "Profile \"\(profile.name)\" has no mfa_serial.",
        reason: "The hook asks only for profiles that have one, and each new session takes one request more.",
        fix: "Add to the profile: mfa_serial = \(serial)", change: change)
      return
    }
    guard let account, let other = Identity(arn: named)?.account, other != account else { return nil }
    self.init(
      "The mfa_serial of profile \"\(profile.name)\" is of account \(other), its key of account \(account).",
      reason: "AWS refuses every code for it.", fix: "Set it to: mfa_serial = \(serial)", change: change)
  }
}
