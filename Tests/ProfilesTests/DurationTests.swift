import Profiles
import Testing

@Suite("A length of time")
struct DurationTests {
  @Test(
    "is a number of seconds, or hours, minutes and seconds",
    arguments: [
      ("0", 0), ("3600", 3600), ("12h", 43_200), ("90m", 5400), ("1h30m", 5400), ("1H30M15s", 5415), ("45s", 45),
      ("0h", 0),
      ("99999999999", 99_999_999_999),
    ])
  func read(text: String, expected: Int) {
    #expect(duration(text) == expected)
  }

  @Test(
    "is nothing else",
    arguments: [
      "", "h", "1h30", "30m1h", "1h1h", "1d", "-1", "+1", "1.5h", " 1h", "1 h", "١h", "999999999999", "1h-", "m1",
    ])
  func refused(text: String) {
    #expect(duration(text) == nil)
  }
}
