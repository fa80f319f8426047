/// The known words that a mistyped one may have meant, the nearest first.
struct NearMisses {
  let words: [String]

  /// - Parameter limit: how many there may be.
  init(of typed: String, among known: some Sequence<String>, atMost limit: Int = 3) {
    let typed = Array(typed.lowercased().utf8)
    var found: [(word: String, distance: Int)] = []
    for word in known {
      let other = Array(word.lowercased().utf8)
      let tolerance = max(typed.count, other.count) / 3
      if let distance = Self.distance(typed, other, atMost: tolerance) {
        found.append((word, distance))
      } else if typed.count >= 2, other.starts(with: typed) || other.count >= 2 && typed.starts(with: other) {
        // Slips of the finger first, missing or additional ends after them.
        found.append((word, tolerance + abs(other.count - typed.count)))
      }
    }
    words = found.sorted { ($0.distance, $0.word) < ($1.distance, $1.word) }.prefix(limit).map(\.word)
  }

  /// Such as `Did you mean "alice" or "alicia"?`; empty when nothing is near.
  var question: String {
    guard !words.isEmpty else { return "" }
    return "Did you mean \(words.map { "\"\($0)\"" }.joined(separator: " or "))?"
  }

  /// The number of bytes to insert, remove, replace or swap with the next one (optimal string alignment).
  /// - Returns: nil if it is above a limit.
  private static func distance(_ one: [UInt8], _ other: [UInt8], atMost limit: Int) -> Int? {
    guard abs(one.count - other.count) <= limit, limit > 0 || one == other else { return nil }
    var (beforeLast, last) = ([Int](), Array(0...other.count))
    for row in 0..<one.count {
      var current = [row + 1]
      for column in 0..<other.count {
        let isSame = one[row] == other[column]
        var best = min(last[column] + (isSame ? 0 : 1), last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      if current.allSatisfy({ $0 > limit }) { return nil }
      (beforeLast, last) = (last, current)
    }
    return last[other.count] <= limit ? last[other.count] : nil
  }
}
