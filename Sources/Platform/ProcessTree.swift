/// The parent of a process; nil when the system does not provide it.
package func parent(of process: pid_t) -> pid_t? {
  #if canImport(Darwin)
    var info = proc_bsdinfo()
    let size = Int32(MemoryLayout<proc_bsdinfo>.size)
    guard proc_pidinfo(process, PROC_PIDTBSDINFO, 0, &info, size) == size else { return nil }
    return pid_t(info.pbi_ppid)
  #else
    // The name in parentheses may contain any character.
    let text = String(decoding: contents(of: "/proc/\(process)/stat"), as: UTF8.self)
    guard let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    return fields.count > 1 ? pid_t(fields[1]) : nil
  #endif
}

/// The arguments of a process, its program's name first; none when the system does not provide them.
package func arguments(of process: pid_t) -> [String] {
  #if canImport(Darwin)
    var name = [CTL_KERN, KERN_PROCARGS2, process]
    var bytes = [UInt8](repeating: 0, count: 1 << 18)
    var size = bytes.count
    guard sysctl(&name, 3, &bytes, &size, nil, 0) == 0, size > 4 else { return [] }
    // The number of arguments, the path of the program, padding, then the arguments.
    let count = bytes.withUnsafeBytes { Int($0.load(as: Int32.self)) }
    let rest = bytes[4..<size].drop { $0 != 0 }.drop { $0 == 0 }
    return rest.split(separator: 0, omittingEmptySubsequences: false).prefix(count).map {
      String(decoding: $0, as: UTF8.self)
    }
  #else
    return contents(of: "/proc/\(process)/cmdline").split(separator: 0, omittingEmptySubsequences: false).dropLast()
      .map { String(decoding: $0, as: UTF8.self) }
  #endif
}

/// The contents of a file in `/proc`, up to a limit.
private func contents(of path: String) -> [UInt8] {
  let file = open(path, O_RDONLY | O_CLOEXEC)
  guard file != -1 else { return [] }
  defer { close(file) }
  var bytes = [UInt8](repeating: 0, count: 1 << 14)
  let count = read(file, &bytes, bytes.count)
  return Array(bytes.prefix(max(0, count)))
}
