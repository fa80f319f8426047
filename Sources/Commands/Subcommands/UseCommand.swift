import ArgumentParser
import Profiles
import Session
import ShellIntegration

/// Starts a session in the calling shell, or uses the cached one. The shell's function of the program's name
/// evaluates the output.
struct UseCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "use", "Start a session in this shell, or use the cached one.", usage: "[options] [name]",
    discussion: """
      Needs the shell integration (see init). Without a profile, you choose one: with fzf if it is installed, else from a \
      list. A dash goes back to the profile before.
      """,
    examples: ["aws-mfa-session use dev", "aws-mfa-session use -"])

  @Argument(help: "Source profile, as with --profile; - for the one before.")
  var name: String?

  @OptionGroup var options: SessionOptions

  @OptionGroup var refresh: RefreshOptions

  @OptionGroup var integration: IntegrationOptions

  func validate() throws {
    _ = try options.naming(name)
  }

  func run() throws {
    let shell = try integration.required(for: "use")
    var memo = ShellMemo(processEnvironment()[ShellMemo.variable] ?? "")
    let (options, request) = try chosenRequest(memo)
    if refresh.refresh { try request.checkRefreshable() }
    let session = try request.session(options)
    memo.use(request.profile.name.value, current: ExportedSession(request.environment)?.profile)
    RecentProfiles(in: request.store).note(request.profile.name.value)
    try StandardOutput.write(
      request.change(by: session, for: shell, isRefreshed: refresh.refresh) + shell.assignments([("memo", memo.text)]))
  }

  /// The request. The user chooses the profile if none is named, or if it does not exist.
  private func chosenRequest(_ memo: ShellMemo) throws -> (SessionOptions, SessionRequest) {
    var options = try namedOptions(memo)
    // A profile that only this shell's session names is not a choice of the user.
    if ProfileFiles.chosenName(options.chosen.profile, processEnvironment()).isImplicit,
      let listed = try? ListedProfiles(options.chosen), let picker = try ProfilePicker(listed)
    {
      options.chosen.profile = try picker.choose()
    }
    do throws(Failure) { return (options, try SessionRequest(options, isForShell: true)) } catch {
      guard case .profile(.noSuchProfile(let typed, .option, _, _, _)) = error,
        let listed = try? ListedProfiles(options.chosen), let picker = try ProfilePicker(listed)
      else { throw error }
      StandardError.write(error.message)
      options.chosen.profile = try picker.choose(matching: typed)
      return (options, try SessionRequest(options, isForShell: true))
    }
  }

  private func namedOptions(_ memo: ShellMemo) throws -> SessionOptions {
    if name == "-" {
      // As with `cd -`; after `off`, back to the profile that was left.
      let current = ExportedSession(processEnvironment())?.profile
      guard let before = current == nil ? memo.profile : memo.profileBefore else { throw Failure.noProfileBefore }
      return try options.naming(before)
    }
    return try options.naming(name)
  }
}

extension SessionRequest {
  /// Code for a shell's integration.
  /// - Throws: `Failure.unrepresentable`.
  /// - Parameter isRefreshed: whether the shell gets a profile in place of keys.
  func change(
    by acquired: AcquiredSession, for shell: IntegratedShell, isRefreshed: Bool
  ) throws(Failure) -> String {
    let folder = isRefreshed ? refreshFolder(isLasting: true) : nil
    if let folder { try write(folder) }
    do {
      let change = variables(of: acquired, refreshedBy: folder)
      // After a renewal, `off` restores the same variables as before.
      let isRenewed = ExportedSession(environment)?.profile == acquired.session.profile
      return try ShellChange(
        change, backTo: isRenewed ? nil : environment, past: ExportedSession.possibleVariables, for: shell
      ).render()
    } catch { throw .unrepresentable(error) }
  }
}
