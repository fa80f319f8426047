private import Platform

/// Seconds since 1970.
func currentTime() -> Int { time(nil) }

/// The time that a session has left, as in the prompt's marker, such as `42m`.
func shortTimeLeft(until end: Int, at now: Int) -> String {
  let seconds = end - now
  return switch seconds {
  case ...0: "expired"
  case ..<60: "\(seconds)s"
  case ..<3600: "\(seconds / 60)m"
  default: "\(seconds / 3600)h\(seconds / 60 % 60 < 10 ? "0" : "")\(seconds / 60 % 60)m"
  }
}

/// A time in words, such as `3 minutes`.
func timeSpan(_ seconds: Int) -> String {
  let (days, hours, minutes) = (seconds / 86_400, seconds / 3600, seconds / 60)
  func words(_ count: Int, _ unit: String) -> String { "\(count) \(unit)\(count == 1 ? "" : "s")" }
  if days > 1 { return words(days, "day") }
  if hours > 0 {
    let rest = hours < 5 && minutes % 60 > 0 ? " " + words(minutes % 60, "minute") : ""
    return words(hours, "hour") + rest
  }
  return minutes > 0 ? words(minutes, "minute") : words(seconds, "second")
}
