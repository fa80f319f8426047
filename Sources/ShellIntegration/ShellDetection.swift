import Processes
private import Platform

extension ExportFormat {
  /// The syntax of the calling shell: that of the parent process, if it is a shell, else that of `$SHELL`.
  /// - Returns: a failure for a shell without a supported syntax; `sh` when no shell was found.
  package static func ofCallingShell(environment: [String: String]) -> Result<ExportFormat, UnknownShell> {
    let names = [processName(getppid()), environment["SHELL"].map(baseName)]
    for name in names.compactMap(\.self) {
      if let format = formats[name] { return .success(format) }
      if foreignShells.contains(name) { return .failure(UnknownShell(name: name)) }
    }
    return .success(.sh)
  }

  /// A shell without a supported syntax.
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
  /// The shell that started this process; nil when it was another program.
  package static var ofParentProcess: IntegratedShell? {
    processName(getppid()).flatMap(IntegratedShell.init(rawValue:))
  }
}

/// The name of the program that a process runs; nil when the system does not provide it.
private func processName(_ process: pid_t) -> String? {
  guard let path = executablePath(of: process) else { return nil }
  // The kernel marks a program file that was replaced while it ran.
  return baseName(path.hasSuffix(" (deleted)") ? String(path.dropLast(10)) : path)
}
