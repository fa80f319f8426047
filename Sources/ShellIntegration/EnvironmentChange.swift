/// What a session does to an environment.
package struct EnvironmentChange: Equatable, Sendable {
  /// In the order in which they are printed.
  package let set: [(name: String, value: String)]
  package let unset: [String]

  package init(set: [(name: String, value: String)], unset: [String]) {
    self.set = set
    self.unset = unset
  }

  package static func == (one: Self, other: Self) -> Bool {
    one.set.elementsEqual(other.set, by: ==) && one.unset == other.unset
  }
}
