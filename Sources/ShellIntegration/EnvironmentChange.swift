/// A change of the environment by a session.
package struct EnvironmentChange: Equatable, Sendable {
  /// In the order of output.
  package let set: [(name: String, value: String)]
  package let unset: [String]

  package init(set: [(name: String, value: String)], unset: [String]) {
    self.set = set
    self.unset = unset
  }

  /// The change that restores an environment after this one.
  package func undone(in environment: [String: String]) -> EnvironmentChange {
    let names = unset + set.map(\.name)
    return EnvironmentChange(
      set: names.compactMap { name in environment[name].map { (name, $0) } },
      unset: names.filter { environment[$0] == nil })
  }

  /// Applies the change to an environment.
  package func applied(to environment: [String: String]) -> [String: String] {
    var result = environment
    for name in unset { result[name] = nil }
    for (name, value) in set { result[name] = value }
    return result
  }

  package static func == (one: Self, other: Self) -> Bool {
    one.set.elementsEqual(other.set, by: ==) && one.unset == other.unset
  }
}
