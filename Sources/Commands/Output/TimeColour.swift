import Profiles
import Session

/// The colour of a remaining time, the same in the marker, `status` and `list`.
enum TimeColour: Int {
  case red = 31
  case green = 32
  case yellow = 33

  /// - Parameter expiration: in seconds since 1970.
  init(expiration: Int, at now: Int, _ environment: [String: String]) {
    let left = expiration - now
    self = left <= HookSettings(environment).margin ? .red : left < Plan.lowLife ? .yellow : .green
  }

  func applied(to text: String) -> String { "\u{1B}[\(rawValue)m\(text)\u{1B}[39m" }
}

extension [String: String] {
  /// Whether a terminal that has this environment shows colours, and may (no-color.org).
  var hasColours: Bool {
    let terminal = self["TERM"] ?? ""
    return self[nonEmpty: "NO_COLOR"] == nil && !terminal.hasPrefix("dumb") && !terminal.hasSuffix("-m")
      && !terminal.hasSuffix("-mono") && !["vt52", "vt100", "vt102", "vt220", "unknown"].contains(terminal)
  }
}
