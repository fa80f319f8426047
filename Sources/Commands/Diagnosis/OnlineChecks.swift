import Profiles
import STS
import Session

/// Asks AWS: whether it can be reached, the clock, the keys and the MFA devices. Takes one or two requests for each key, and no code.
struct OnlineChecks {
  let files: ProfileFiles
  let environment: [String: String]
  let store: SessionStore
  let log: Log
  /// The one profile to look at; nil for all that have a key.
  let profile: String?

  var findings: [Finding] {
    var seen: Set<String> = []
    var findings: [Finding] = []
    for summary in files.summaries(environment: environment, where: { profile == nil || $0 == profile })
    where summary.kind == .keys {
      guard let id = summary.sourceAccessKeyID, seen.insert(id).inserted else { continue }
      let found = check(summary)
      findings += found.findings
      // The other profiles most likely cannot reach it either.
      if found.isUnreachable { break }
    }
    return findings
  }

  private func check(_ summary: ProfileSummary) -> (findings: [Finding], isUnreachable: Bool) {
    let resolved: ResolvedProfile
    do {
      resolved = try ResolvedProfile(
        ProfileOptions(profile: summary.name, credentialsFile: files.credentials.path), environment: environment,
        written: WrittenProfiles(in: store).sources)
    } catch {
      return ([Finding(error.message, reason: "No session can be started with the profile.")], false)
    }
    do {
      // Problems become findings; the rest is for the log.
      let inspection = try KeyInspection(resolved) { event in if log.isOn { log.event(event) } }
      return (clock(inspection) + device(inspection, summary, resolved), false)
    } catch {
      if case .unreachable = error {
        return ([Finding(error.message(resolved), reason: "New sessions cannot be started.")], true)
      }
      return (
        [Finding(error.message(resolved), reason: "AWS tools cannot use the profile \"\(summary.name)\".")], false
      )
    }
  }

  private func clock(_ inspection: KeyInspection) -> [Finding] {
    guard inspection.clockOffset != 0 else { return [] }
    let direction = inspection.clockOffset > 0 ? "slow" : "fast"
    return [
      Finding(
        "The clock of this machine is \(timeSpan(abs(inspection.clockOffset))) \(direction).",
        reason: "AWS refuses the requests of most tools, and sessions seem to expire at the wrong time.",
        fix: "Set the clock, or start a time service (timedatectl set-ntp true).")
    ]
  }

  private func device(_ inspection: KeyInspection, _ summary: ProfileSummary, _ profile: ResolvedProfile) -> [Finding] {
    guard let device = inspection.usableDevices.first else {
      guard let devices = inspection.devices else { return [] }
      return devices.isEmpty
        ? []
        : [
          Finding(
            SessionError.onlySecurityKeys(devices.map(\.serialNumber)).message(profile),
            reason: "AWS takes no security keys for API sessions.")
        ]
    }
    let isOwn = inspection.devices?.contains { $0.serialNumber == summary.mfaSerial } ?? true
    if let finding = Finding(
      device: device.serialNumber, account: inspection.identity.account, of: summary, in: files)
    {
      return [finding]
    }
    guard !isOwn, let serial = summary.mfaSerial else { return [] }
    return [
      Finding(
        "The mfa_serial of profile \"\(summary.name)\" is no MFA device of \(inspection.identity.label): \(serial).",
        reason: "AWS refuses every code for it.", fix: "Set it to: mfa_serial = \(device.serialNumber)",
        change: files.settingInConfig("mfa_serial", to: device.serialNumber, ofProfile: summary.name))
    ]
  }
}
