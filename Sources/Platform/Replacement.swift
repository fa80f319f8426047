extension String {
  /// Replaces each occurrence of a token, like `replacing(_:with:)`, but compares bytes: comparing characters takes a third of the time
  /// of an `init`.
  package func replacingAll(_ token: String, with replacement: String) -> String {
    var (text, token) = (self, token)
    return text.withUTF8 { text in
      token.withUTF8 { token in
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var rest = text[...]
        while let place = rest.place(of: token) {
          result += rest[..<place]
          result += replacement.utf8
          rest = rest[(place + token.count)...]
        }
        result += rest
        return String(decoding: result, as: UTF8.self)
      }
    }
  }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
  fileprivate func place(of token: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let start = base.baseAddress, let first = token.baseAddress else { return nil }
    var index = startIndex
    while index + token.count <= endIndex, let found = memchr(start + index, Int32(first.pointee), endIndex - index) {
      index = UnsafeRawPointer(start).distance(to: found)
      if index + token.count <= endIndex, memcmp(found, first, token.count) == 0 { return index }
      index += 1
    }
    return nil
  }
}
