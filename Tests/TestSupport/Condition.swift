import Foundation

package struct NotFulfilled: Error {
  let condition: String
}

/// Waits until a condition holds that nothing tells of.
/// - Throws: `NotFulfilled` when that takes too long.
package func awaitCondition(_ words: String, _ holds: () throws -> Bool) throws {
  let deadline = Date(timeIntervalSinceNow: 30)
  while try !holds() {
    guard Date() < deadline else { throw NotFulfilled(condition: words) }
  }
}
