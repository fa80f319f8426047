import ArgumentParser
import Processes
import ShellIntegration
import Terminal
private import Platform

/// The program: from the arguments of the process to its exit status.
package enum Program {
  static let name = "aws-mfa-session"
  static let version = programVersion

  /// The path of the program: as found in `PATH` if that leads here, so that it stays right after an upgrade.
  static var path: String {
    let running = executablePath(of: getpid()) ?? name
    guard let named = Command([name]).path, named.hasPrefix("/"), realPath(named) == realPath(running) else {
      return running
    }
    return named
  }

  private static func realPath(_ path: String) -> String? {
    guard let end = realpath(path, nil) else { return nil }
    defer { free(end) }
    return String(cString: end)
  }

  /// Runs the command that the arguments name, and exits.
  package static func run() -> Never {
    #if !DEBUG  // which is for debuggers
      hideMemory()
    #endif
    keepStandardDescriptors()
    // A closed reader of standard output is a failure to report, and must not end the program before the other outputs.
    ignoreBrokenPipes()
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      // Calls from the shell files bypass ArgumentParser, which takes longer than the rest of such a call.
      switch arguments.first {
      case "hook": try HookCommand(arguments.dropFirst())?.run()
      case "plan": try PlanCommand(arguments.dropFirst())?.run()
      case "waiting": try WaitingCommand(arguments.dropFirst())?.run()
      case "discard": try DiscardCommand(arguments.dropFirst())?.run()
      case "complete": try CompleteCommand(arguments.dropFirst())?.run()
      case "--version" where arguments.count == 1: try StandardOutput.write("\(name) \(version)\n")
      case "init":
        // Every start of a shell waits for this one; with options, ArgumentParser reads them.
        guard arguments.count == 2, let shell = IntegratedShell(rawValue: arguments[1]) else { fallthrough }
        try InitCommand.write(InitScript(for: shell))
      default:
        var command = try Invocation.command(of: arguments)
        try command.run()
      }
      exit(0)
    } catch let failure as Failure {
      stop(failure.message, failure.exitCode)
    } catch {
      // The status is the whole answer.
      if let code = error as? ExitCode { exit(code.rawValue) }
      let code = SessionCommand.exitCode(for: error)
      // Help and the version are not failures.
      if code.isSuccess { help(SessionCommand.fullMessage(for: error)) }
      if let mistake = Invocation.unknownSubcommand { stop(mistake, ExitStatus.usage) }
      let words = SessionCommand.message(for: error).split { $0.isWhitespace }.joined(separator: " ")
      stop(Message(words, hint), ExitStatus.usage)
    }
  }

  /// The second line of a message about the command line.
  private static var hint: String {
    let arguments = CommandLine.arguments.dropFirst()
    return arguments.first == "exec" && !arguments.contains("--")
      ? "Put -- before the command: \(name) exec [options] -- COMMAND …" : "See \(name) --help."
  }

  /// A standard stream that the caller has closed stays closed: without this, the next file or connection that is opened
  /// would take its number, and what is meant for standard output would go there.
  private static func keepStandardDescriptors() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
      // Opened for the wrong direction, so that using it fails as with a closed one.
      _ = open("/dev/null", (descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY) | O_CLOEXEC)
    }
  }

  /// Help goes to standard error if a shell evaluates standard output.
  private static func help(_ text: String) -> Never {
    let isEvaluated = CommandLine.arguments.contains("--integration")
    _ = writeAll(text + "\n", to: isEvaluated ? STDERR_FILENO : STDOUT_FILENO)
    exit(0)
  }

  private static func stop(_ message: Message, _ status: ExitStatus) -> Never {
    StandardError.write(message)
    exit(status.rawValue)
  }
}
