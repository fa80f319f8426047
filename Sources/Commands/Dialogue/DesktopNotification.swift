import Processes
import Profiles

/// Shows a notification on the desktop, if there is one, and does not wait for it.
enum DesktopNotification {
  static func show(title: String, text: String, environment: [String: String]) {
    guard environment.hasDisplay else { return }
    let commands = [
      ["notify-send", "--app-name=\(Program.name)", "--", title, text],
      [
        "osascript", "-e", "on run words", "-e", "display notification (item 2 of words) with title (item 1 of words)",
        "-e", "end run", title, text,
      ],
    ]
    guard let command = commands.first(where: { (try? Command([$0[0]]).check()) != nil }) else { return }
    // In the background of a shell: a notification service that is not there is waited for, by notify-send, for 25 s.
    _ = try? CapturedProcess(
      ["/bin/sh", "-c", "\"$@\" </dev/null >/dev/null 2>&1 &", "sh"] + command, inheritsInput: false
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
