import FoundationEssentials
import Profiles
import STS
import Session
import ShellIntegration

/// What becomes of a session: any of printed, written, and opened as a shell.
struct SessionOutputs {
  private let format: ExportFormat?
  private let section: CredentialsSection?
  private let shell: Subshell?
  private let files: ProfileFiles

  /// - Throws: `Failure` when one of them is bound to fail.
  init(
    format: ExportFormat?, sectionName: String?, opensShell: Bool, files: ProfileFiles, environment: [String: String]
  ) throws(Failure) {
    self.format = format
    self.files = files
    shell = opensShell ? Subshell(environment: environment) : nil
    if let shell { do { try checkExecutable(shell.path) } catch { throw .shell(error) } }
    do {
      section = try sectionName.map { name throws(CredentialsSection.Invalid) in try .init(named: name, in: files) }
    } catch {
      throw .section(error)
    }
  }

  /// Delivers a session everywhere it is wanted. The shell comes last, for with it this process is over.
  /// - Parameter path: of the state file, where there is one.
  /// - Throws: `Failure` of the first that fails; then the shell is not opened, but what can be printed and written was.
  func deliver(_ session: MFASession, keptIn path: String?) throws(Failure) {
    let variables = EnvironmentChange(session, keptIn: path)
    var problem: Failure?
    if let format { collect(&problem) { () throws(Failure) in try print(variables, format) } }
    if let section { collect(&problem) { () throws(Failure) in try write(session, section) } }
    if let problem { throw problem }
    if let shell { try open(shell, variables, session) }
  }

  private func collect(_ problem: inout Failure?, _ step: () throws(Failure) -> Void) {
    do { try step() } catch { problem = problem ?? error }
  }

  private func print(_ variables: EnvironmentChange, _ format: ExportFormat) throws(Failure) {
    let text: String
    do { text = try format.render(variables) } catch { throw .unrepresentable(error) }
    try StandardOutput.write(text)
  }

  private func write(_ session: MFASession, _ section: CredentialsSection) throws(Failure) {
    let credentials = session.credentials
    do {
      try section.write(
        accessKeyID: credentials.accessKeyID, secretAccessKey: credentials.secretAccessKey,
        sessionToken: credentials.sessionToken, expiration: session.expiration, region: session.region?.value)
    } catch { throw .section(error) }
    StandardError.write(
      line: "The session is in [\(section.name)] of \(files.credentials.path) until \(session.expiration).")
  }

  private func open(_ shell: Subshell, _ variables: EnvironmentChange, _ session: MFASession) throws(Failure) {
    let change = shell.marked(variables, label: session.identity.label)
    do { try replaceProcess(path: shell.path, arguments: shell.arguments, change: change) } catch {
      throw .shell(error)
    }
  }
}

extension MFASession {
  /// RFC 3339.
  var expiration: String {
    Date(timeIntervalSince1970: TimeInterval(credentials.expiration)).formatted(.iso8601)
  }
}

extension EnvironmentChange {
  /// The variables of a session, for SDKs and for the shell integration.
  init(_ session: MFASession, keptIn path: String?) {
    let credentials = session.credentials
    var set = [
      (name: "AWS_ACCESS_KEY_ID", value: credentials.accessKeyID),
      (name: "AWS_SECRET_ACCESS_KEY", value: credentials.secretAccessKey),
      (name: "AWS_SESSION_TOKEN", value: credentials.sessionToken),
      (name: "AWS_CREDENTIAL_EXPIRATION", value: session.expiration),
    ]
    var unset = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SECURITY_TOKEN"]
    if let region = session.region?.value {
      set += [(name: "AWS_REGION", value: region), (name: "AWS_DEFAULT_REGION", value: region)]
    }
    // By this the next session knows a region that is not the user's own, and does not take it for another profile's.
    let mark = ResolvedProfile.regionMark
    if let region = session.region, !region.isFromEnvironment {
      set.append((name: mark, value: region.value))
    } else {
      unset.append(mark)
    }
    set += [
      (name: "AWS_MFA_SESSION_PROFILE", value: session.profile),
      (name: "AWS_MFA_SESSION_EXPIRES", value: String(credentials.expiration)),
    ]
    if let path { set.append((name: "AWS_MFA_SESSION_FILE", value: path)) }
    // SDKs disagree on whether a profile or keys in the environment win, and boto reads AWS_SECURITY_TOKEN, the old name,
    // before AWS_SESSION_TOKEN.
    self.init(set: set, unset: unset)
  }
}
