import Processes
import Profiles

/// Shows a notification on the desktop, if there is one, and does not wait for it.
enum DesktopNotification {
  private static var program: String? {
    ["notify-send", "osascript"].first { (try? Command([$0]).check()) != nil }
  }

  /// Whether a program for it is installed.
  static var isPossible: Bool { program != nil }

  static func show(title: String, text: String, environment: [String: String]) {
    guard environment.hasDisplay, let program else { return }
    let arguments =
      program == "osascript"
      ? [
        "-e", "on run words", "-e", "display notification (item 2 of words) with title (item 1 of words)",
        "-e", "end run", title, text,
      ] : ["--app-name=\(Program.name)", "--", title, text]
    // In the background of a shell: notify-send waits 25 s for a missing notification service.
    _ = try? CapturedProcess(
      ["/bin/sh", "-c", "\"$@\" </dev/null >/dev/null 2>&1 &", "sh", program] + arguments, inheritsInput: false
    ).run()
  }
}

extension [String: String] {
  /// Whether there is a desktop to show windows on.
  var hasDisplay: Bool {
    #if canImport(Darwin)
      // A login session, unless it came over the network.
      self[nonEmpty: "SSH_CONNECTION"] == nil
    #else
      self[nonEmpty: "DISPLAY"] ?? self[nonEmpty: "WAYLAND_DISPLAY"] != nil
    #endif
  }
}
