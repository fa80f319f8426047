/// Text that is equal to the very same code points alone, as in Python.
///
/// To Swift's `String`, `é` is equal to `e` with a combining accent; to botocore, they are two profiles.
package struct ExactText: Hashable, Sendable, ExpressibleByStringLiteral {
  package let string: String

  package init(_ string: String) {
    self.string = string
  }

  package init(stringLiteral string: String) {
    self.string = string
  }

  package static func == (one: Self, other: Self) -> Bool {
    one.string.utf8.count == other.string.utf8.count && one.string.utf8.elementsEqual(other.string.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    var string = string
    string.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
