/// A part of a file of less than 4 GiB.
///
/// Half as large as a range, because memory that is new to the process costs more than reading the file; and not generic, because
/// Swift would look up at each start that `Int` is comparable, in 40 µs.
struct INISpan: Sendable {
  private let start: UInt32
  private let end: UInt32

  init(_ range: Range<Int>) {
    start = UInt32(range.lowerBound)
    end = UInt32(range.upperBound)
  }

  var range: Range<Int> { Int(start)..<Int(end) }
}
