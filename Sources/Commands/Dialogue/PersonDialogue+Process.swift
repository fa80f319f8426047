import Processes
import Session
import Terminal

/// Gets a code from the user's command.
extension PersonDialogue {
  func code(from command: String) throws(DialogueError) -> Result<String, MFAProcessError> {
    let terminal: ControllingTerminal?
    do { terminal = isTerminalUsable ? try begin() : nil } catch { throw DialogueError(error) }
    let process = CapturedProcess(
      ["/bin/sh", "-c", command], variables: [(Self.askingVariable, "1")], terminal: terminal?.descriptor,
      hasOwnGroup: setting.isForHook || terminal == nil, inheritsInput: false)
    let result: CapturedProcess.Result
    do throws(SystemError) {
      let run: () throws(SystemError) -> CapturedProcess.Result = { () throws(SystemError) in try process.run() }
      if let held {
        result = try held.lend(run)
      } else if let terminal {
        result = try terminal.lend(run)
      } else {
        result = try run()
      }
    } catch { return .failure(.cannotStart(error)) }
    if result.status == Self.interrupted { throw .cancelled }
    if result.status != 0 && !result.exceedsLimit { return .failure(.failed(status: result.status)) }
    // ykman prints the name of the account before it.
    let last = String(decoding: result.output, as: UTF8.self).split { $0.isWhitespace }.last.map(String.init)
    guard let code = last, code.isMFACode else { return .failure(.noCode) }
    return .success(code)
  }

  /// The variable by which the program knows that another one of it waits for it: then it must not ask.
  static let askingVariable = "AWS_MFA_SESSION_ASKING"

  /// The status of a program that Ctrl-C has ended.
  private static let interrupted: Int32 = 130
}
