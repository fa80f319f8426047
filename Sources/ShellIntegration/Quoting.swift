/// Quotes any text as one word of a shell.
package enum Quoting {
  /// For bash, zsh, dash and every other POSIX shell (POSIX.1-2017, Shell Command Language, 2.2.2).
  package static func posix(_ text: String) -> String {
    "'" + replacingBytes(text) { $0 == UInt8(ascii: "'") ? #"'\''"# : nil } + "'"
  }

  /// For zsh, on one line: with the option CSH_JUNKIE_QUOTES, no other quotes can contain a line break.
  static func zshOnOneLine(_ text: String) -> String {
    "$'"
      + replacingBytes(text) { byte in
        switch byte {
        case UInt8(ascii: "'"): #"\'"#
        case UInt8(ascii: "\\"): #"\\"#
        case UInt8(ascii: "\n"): #"\n"#
        default: nil
        }
      } + "'"
  }

  /// For fish. Control characters are escaped outside the quotes, because `eval (…)` joins lines with spaces.
  /// - Parameter isOneLine: false leaves line breaks unchanged.
  package static func fish(_ text: String, isOneLine: Bool = true) -> String {
    "'"
      + replacingBytes(text) { byte in
        switch byte {
        case UInt8(ascii: "'"): #"\'"#
        case UInt8(ascii: "\\"): #"\\"#
        case UInt8(ascii: "\n") where !isOneLine: nil
        case 0x01...0x1F, 0x7F: "'\\x" + hex(UInt32(byte)) + "'"
        default: nil
        }
      } + "'"
  }

  /// Works on bytes, because `init` quotes whole files, and only ASCII characters are replaced. For most bytes, one test is enough.
  private static func replacingBytes(_ text: String, _ replacement: (UInt8) -> String?) -> String {
    var text = text
    return text.withUTF8 { bytes in
      var result: [UInt8] = []
      result.reserveCapacity(bytes.count + bytes.count / 8 + 64)
      for byte in bytes {
        let mayBeReplaced = byte <= UInt8(ascii: "'") || byte == UInt8(ascii: "\\") || byte == 0x7F
        if mayBeReplaced, let other = replacement(byte) { result += other.utf8 } else { result.append(byte) }
      }
      return String(decoding: result, as: UTF8.self)
    }
  }

  /// For PowerShell, where typographic quotes are quotes, too (about_Quoting_Rules).
  package static func powershell(_ text: String) -> String {
    "'"
      + replacing(text) { scalar in
        ["'", "\u{2018}", "\u{2019}", "\u{201A}", "\u{201B}"].contains(scalar) ? "\(scalar)\(scalar)" : nil
      } + "'"
  }

  /// Works on scalars, because Swift takes a carriage return and a line feed as one character.
  private static func replacing(_ text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if let other = replacement(scalar) { result += other } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  private static func hex(_ value: UInt32) -> String {
    (value < 16 ? "0" : "") + String(value, radix: 16)
  }
}
