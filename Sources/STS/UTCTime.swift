private import Platform

/// Formats a time in UTC, without `Date`'s formatting, which loads time zones.
/// - Parameters:
///   - time: seconds since 1970.
///   - format: for `strftime`; the result has at most 31 characters.
package func utcTime(_ time: Int, as format: String) -> String {
  var seconds = time_t(time)
  var parts = tm()
  gmtime_r(&seconds, &parts)
  var text = [CChar](repeating: 0, count: 32)
  let count = strftime(&text, text.count, format, &parts)
  return String(decoding: text.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
