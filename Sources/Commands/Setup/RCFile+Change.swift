import Profiles
import ShellIntegration

extension RCFile {
  init(of shell: IntegratedShell, environment: [String: String]) {
    self.init(of: shell, environment: environment) { readableFile(expandingPath($0, environment: environment)) }
  }

  /// The change of its contents.
  func change(to bytes: [UInt8], environment: [String: String]) -> FileChange {
    FileChange(expandingPath(name, environment: environment), from: contents, to: bytes)
  }
}
