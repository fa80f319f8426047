/// The path of the program that a process runs; nil when the system does not provide it.
package func executablePath(of process: pid_t) -> String? {
  var buffer = [CChar](repeating: 0, count: 4096)
  #if canImport(Darwin)
    let count = Int(proc_pidpath(process, &buffer, UInt32(buffer.count)))
  #else
    let count = readlink("/proc/\(process)/exe", &buffer, buffer.count - 1)
  #endif
  guard count > 0 else { return nil }
  return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
