import Processes
private import Platform

extension ExportFormat {
  /// The syntax of the shell that called: of the parent process, if that is a shell, else of `$SHELL`.
  /// - Returns: a failure when a shell was found for which there is no syntax; `sh` when none was found.
  package static func ofCallingShell(environment: [String: String]) -> Result<ExportFormat, UnknownShell> {
    let names = [processName(getppid()), environment["SHELL"].map(baseName)]
    for name in names.compactMap(\.self) {
      if let format = formats[name] { return .success(format) }
      if foreignShells.contains(name) { return .failure(UnknownShell(name: name)) }
    }
    return .success(.sh)
  }

  /// A shell for which there is no syntax here.
  package struct UnknownShell: Error, Equatable, Sendable {
    package let name: String
  }

  private static let formats: [String: ExportFormat] = [
    "bash": .bash, "zsh": .zsh, "fish": .fish, "pwsh": .powershell, "powershell": .powershell,
    "sh": .sh, "dash": .sh, "ash": .sh, "busybox": .sh, "ksh": .sh, "ksh93": .sh, "mksh": .sh, "oksh": .sh, "yash": .sh,
  ]

  private static let foreignShells: Set = ["csh", "tcsh", "nu", "elvish", "xonsh", "rc", "es"]
}

extension IntegratedShell {
  /// The shell that started this process; nil for another program.
  package static var ofParentProcess: IntegratedShell? {
    processName(getppid()).flatMap(IntegratedShell.init(rawValue:))
  }
}

/// The name of the program that a process runs; nil when the system does not tell.
private func processName(_ process: pid_t) -> String? {
  guard let path = executablePath(of: process) else { return nil }
  // A shell that was upgraded while it ran.
  return baseName(path.hasSuffix(" (deleted)") ? String(path.dropLast(10)) : path)
}
