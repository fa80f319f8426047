/// One word of a shell, whatever it holds.
package enum Quoting {
  /// For bash, zsh, dash and every other POSIX shell (POSIX.1-2017, Shell Command Language, 2.2.2).
  package static func posix(_ text: String) -> String {
    "'" + replacingBytes(text) { $0 == UInt8(ascii: "'") ? #"'\''"# : nil } + "'"
  }

  /// For zsh, on one line: with the option CSH_JUNKIE_QUOTES no other quotes hold a line break.
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

  /// For fish. Control characters stand outside the quotes as escapes, because `eval (…)` joins lines with spaces.
  /// - Parameter isOneLine: false keeps line breaks as they are.
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

  /// By bytes: what is replaced is ASCII, and `init` quotes whole files. Most bytes are none that could be replaced.
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

  /// For PowerShell, to which typographic quotes are quotes too (about_Quoting_Rules).
  package static func powershell(_ text: String) -> String {
    "'"
      + replacing(text) { scalar in
        ["'", "\u{2018}", "\u{2019}", "\u{201A}", "\u{201B}"].contains(scalar) ? "\(scalar)\(scalar)" : nil
      } + "'"
  }

  /// By scalars: to Swift a line feed after a carriage return is no character of its own.
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
