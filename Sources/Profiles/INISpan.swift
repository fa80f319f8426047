/// A range of bytes in a file of less than 4 GiB.
///
/// Half the size of a `Range`, because new memory costs a process more than reading the file. Also not generic: Swift would look up
/// the conformance of `Int` to `Comparable` at each start, which takes 40 µs.
struct INISpan: Sendable {
  private let start: UInt32
  private let end: UInt32

  init(_ range: Range<Int>) {
    start = UInt32(range.lowerBound)
    end = UInt32(range.upperBound)
  }

  var range: Range<Int> { Int(start)..<Int(end) }
}
