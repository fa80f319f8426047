import Processes
import Profiles
import STS
import Session
import ShellIntegration

/// The outputs of a session: printed, written, opened as a shell.
struct SessionOutputs {
  private let format: ExportFormat?
  private let section: WrittenSection?
  private let shell: Subshell?
  private let request: SessionRequest
  /// The config file in place of the session's keys; nil for the keys.
  private let folder: RefreshFolder?

  /// - Throws: `Failure` if one of them cannot work.
  init(
    format: ExportFormat?, sectionName: String?, opensShell: Bool, isRefreshed: Bool, request: SessionRequest
  ) throws(Failure) {
    folder = isRefreshed ? request.refreshFolder(isLasting: true) : nil
    if let folder { try request.write(folder) }
    self.format = format
    self.request = request
    shell = opensShell ? try Subshell(for: request) : nil
    section = try sectionName.map { name throws(Failure) in try WrittenSection(named: name, in: request) }
  }

  /// Delivers a session to all outputs. The shell comes last, because it replaces this process.
  /// - Throws: the first `Failure`; then the shell is not opened, but the other outputs are delivered.
  func deliver(_ acquired: AcquiredSession) throws(Failure) {
    let variables = request.variables(of: acquired, refreshedBy: folder)
    var problem: Failure?
    if let format { collect(&problem) { () throws(Failure) in try print(variables, format) } }
    if let section { collect(&problem) { () throws(Failure) in try write(acquired.session, section) } }
    if let problem { throw problem }
    if let shell { try open(shell, variables, acquired.session) }
  }

  private func collect(_ problem: inout Failure?, _ step: () throws(Failure) -> Void) {
    do { try step() } catch { problem = problem ?? error }
  }

  private func print(_ variables: EnvironmentChange, _ format: ExportFormat) throws(Failure) {
    let text: String
    do { text = try format.render(variables) } catch { throw .unrepresentable(error) }
    try StandardOutput.write(text)
  }

  private func write(_ session: MFASession, _ section: WrittenSection) throws(Failure) {
    try section.write(session)
    StandardError.write(
      line: "Session saved as [\(section.name)] in \(shortPath(section.path)), valid until \(session.expiration).")
  }

  private func open(_ shell: Subshell, _ variables: EnvironmentChange, _ session: MFASession) throws(Failure) {
    if let outer = ExportedSession(request.environment) {
      StandardError.write(
        line: "This shell already has the \(outer.profile) session; the new one has the \(session.profile) session.")
    }
    let change = shell.marked(variables, label: session.label)
    do { try shell.command.replaceProcess(setting: change.set, unsetting: change.unset) } catch { throw .shell(error) }
  }
}

extension Subshell {
  /// The user's shell, after writing the files that it needs.
  /// - Throws: `Failure.shell` if it cannot be run.
  fileprivate init(for request: SessionRequest) throws(Failure) {
    let environment = request.environment
    self.init(environment: environment, folder: "\(request.store.directory)/shell")
    do { try command.check() } catch { throw .shell(error) }
    do {
      for file in files { try LockedFile(file.path).ensure(Array(file.text.utf8)) }
    } catch {
      // Without them, the prompt still names the session.
      StandardError.write(error.message)
      self.init(environment: environment, folder: nil)
    }
  }
}
