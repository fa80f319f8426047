import Processes
import Profiles
import STS
import Session
import ShellIntegration
import Terminal

/// The steps of `setup`. Each says what it found, asks before it changes anything, and can be skipped.
final class GuidedSetup {
  private var options: ChosenProfile
  private let environment: [String: String]
  private let dialogue: ChangeDialogue
  private var terminal: ControllingTerminal { dialogue.terminal }
  /// Whether no step has failed.
  private var isComplete = true

  init(_ options: ChosenProfile, environment: [String: String], dialogue: ChangeDialogue) {
    self.options = options
    self.environment = environment
    self.dialogue = dialogue
  }

  /// - Returns: whether nothing failed; skipped steps count as done.
  func run() throws -> Bool {
    terminal.say("Each step asks before it changes anything. To take all of it back: \(Program.name) setup --undo")
    heading("1. Profile")
    options.profile = try chooseProfile()
    heading("2. MFA device")
    try setDevice()
    heading("3. Shells")
    for shell in IntegratedShell.allCases { setUp(shell) }
    heading("4. First session")
    startSession()
    heading("Done")
    terminal.say("Open a new shell: AWS commands then ask for a code when they need one.")
    terminal.say("To start a session yourself: \(Program.name) use \(name.quoted)")
    terminal.say("If something does not work: \(Program.name) doctor")
    return isComplete
  }

  private var name: String { options.profile ?? "default" }

  private func heading(_ text: String) { terminal.show("\n\(text)\n") }

  private func tell(_ message: Message) {
    isComplete = false
    for line in message.lines { terminal.say("  " + line) }
  }

  private func offer(_ change: FileChange) {
    do { try dialogue.offer(change, isDefault: true) } catch { tell(error.message(change)) }
  }

  // MARK: The profile

  private func chooseProfile() throws -> String {
    var listed = try ListedProfiles(options)
    if options.profile != nil || environment.chosenProfile != nil {
      let chosen = try listed.chosen(by: options)
      terminal.say("  Profile \"\(chosen.name)\".")
      return chosen.name
    }
    var candidates = listed.withKeys
    if candidates.isEmpty {
      try configure(listed.files)
      listed = try ListedProfiles(options)
      candidates = listed.withKeys
    }
    guard let first = candidates.first else {
      throw Failure.profile(
        .noKeys(
          profile: name,
          reason: .nothing(
            credentialsFile: listed.files.credentials.path, configFile: listed.files.config.path)))
    }
    if candidates.count > 1, let picker = try ProfilePicker(listed) { return try picker.choose() }
    terminal.say("  Profile \"\(first.name)\" has an access key.")
    return first.name
  }

  /// Lets `aws configure` ask for an access key.
  private func configure(_ files: ProfileFiles) throws {
    terminal.say(
      "  No profile in \(shortPath(files.credentials.path)) or \(shortPath(files.config.path)) has an access key.")
    guard (try? Command(["aws"]).check()) != nil, terminal.confirm("  Run aws configure to enter one?", isDefault: true)
    else {
      return
    }
    let given = terminal.readLine("  Name of the profile [default]: ") ?? ""
    let name = given.filter { !$0.isWhitespace }
    let paths = [files.credentials.path, files.config.path]
    // Made now, for they note which folders are missing.
    let before = paths.map { FileChange($0, from: readableFile($0), to: nil) }
    // It writes its questions to standard output.
    let process = CapturedProcess(
      [
        "/bin/sh", "-c", "exec aws configure --profile \"$1\" </dev/tty >/dev/tty 2>&1", "sh",
        name.isEmpty ? "default" : name,
      ],
      terminal: terminal.descriptor)
    do { _ = try terminal.lend { () throws(SystemError) in try process.run() } } catch {
      throw Failure.command(CannotExecute(path: "aws", code: error.code))
    }
    for change in before {
      let change = change.resulting(in: readableFile(change.path))
      do { try dialogue.note(change) } catch { tell(error.message(change)) }
    }
  }

  // MARK: The MFA device

  private func setDevice() throws {
    let log = Log(level: options.verbose)
    let profile: ResolvedProfile
    do {
      profile = try ResolvedProfile(
        ProfileOptions(profile: options.profile, credentialsFile: options.file), environment: environment)
    } catch { return tell(error.message) }
    let inspection: KeyInspection
    do { inspection = try KeyInspection(profile, report: log.event) } catch { return tell(error.message(profile)) }
    terminal.say("  The key belongs to \(inspection.identity.label).")
    if let serial = profile.mfaSerial {
      return terminal.say("  \(serial.value) (\(serial.origin.words))")
    }
    guard let serial = try device(inspection, profile) else { return }
    offer(profile.files.settingInConfig("mfa_serial", to: serial, ofProfile: name))
  }

  /// - Returns: nil for a user without one.
  private func device(_ inspection: KeyInspection, _ profile: ResolvedProfile) throws -> String? {
    guard let devices = inspection.devices else {
      terminal.say("  The user may not list its MFA devices.")
      let answer = terminal.readLine("  ARN or serial number of the device (empty to skip): ") ?? ""
      let serial = answer.filter { !$0.isWhitespace }
      return serial.isEmpty ? nil : serial
    }
    let usable = inspection.usableDevices
    guard let first = usable.first else {
      let error: SessionError = devices.isEmpty ? .noMFADevice : .onlySecurityKeys(devices.map(\.serialNumber))
      tell(error.message(profile))
      return nil
    }
    if usable.count == 1 { return first.serialNumber }
    do { return try PersonDialogue.device(of: usable, at: terminal).serialNumber } catch { throw Failure.cancelled }
  }

  // MARK: Shells

  private func setUp(_ shell: IntegratedShell) {
    let isOwn = environment["SHELL"].flatMap(IntegratedShell.init(path:)) == shell
    guard isOwn || (try? Command([shell.rawValue]).check()) != nil else { return }
    let file = RCFile(of: shell, environment: environment)
    if file.hasLine { return terminal.say("  \(shell): \(shortPath(file.name)) has the line already.") }
    terminal.say("  \(shell):")
    offer(file.change(to: file.bytesWithLine, environment: environment))
  }

  // MARK: The session

  private func startSession() {
    guard terminal.confirm("  Start a session now, to see that it works?", isDefault: true) else { return }
    var setting = PersonDialogue.Setting()
    setting.isForShell = true
    do throws(Failure) {
      let request = try SessionRequest(
        ProfileOptions(profile: options.profile, credentialsFile: options.file), environment: environment,
        log: Log(level: options.verbose), setting: setting)
      let session = try request.session(.cached(atLeast: try request.reusableLife())).session
      terminal.say(
        "  The session of \(session.label) is valid for \(timeSpan(session.secondsLeft(at: currentTime()))).")
    } catch { tell(error.message) }
  }
}

extension ListedProfiles {
  /// Those with a long-term key of their own.
  fileprivate var withKeys: [ProfileSummary] {
    all(matching: nil).filter { $0.kind == .keys && $0.sourceAccessKeyID != nil }
  }
}
