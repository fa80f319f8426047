import ArgumentParser
import ShellIntegration

/// The option by which a shell says that it evaluates the output.
struct IntegrationOptions: ParsableArguments {
  @Option(help: .hidden)
  var integration: IntegratedShell?

  /// - Throws: `Failure.needsIntegration` if no shell does.
  func required(for command: String) throws(Failure) -> IntegratedShell {
    if let integration { return integration }
    throw .needsIntegration(command: command, .ofCaller)
  }
}

extension IntegratedShell? {
  /// The shell that called; nil for another one.
  static var ofCaller: IntegratedShell? {
    let format = try? ExportFormat.ofCallingShell(environment: processEnvironment()).get()
    return format.flatMap { IntegratedShell(rawValue: $0.rawValue) }
  }
}

extension IntegratedShell: ExpressibleByArgument {}
