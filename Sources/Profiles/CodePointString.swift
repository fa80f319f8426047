private import Platform

/// Text that is equal to the very same code points alone, as in Python.
///
/// To Swift's `String`, `é` is equal to `e` with a combining accent; to botocore, they are two profiles.
package struct CodePointString: Hashable, Sendable, ExpressibleByStringLiteral {
  package let string: String

  package init(_ string: String) {
    self.string = string
  }

  package init(stringLiteral string: String) {
    self.string = string
  }

  package static func == (one: Self, other: Self) -> Bool {
    var (one, other) = (one.string, other.string)
    return one.withUTF8 { one in
      other.withUTF8 { other in
        guard one.count == other.count, let first = one.baseAddress, let second = other.baseAddress else {
          return one.isEmpty && other.isEmpty
        }
        return memcmp(first, second, one.count) == 0
      }
    }
  }

  package func hash(into hasher: inout Hasher) {
    var string = string
    string.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
