package import Processes
import Platform

/// Expands what botocore expands in the path of a file: `$NAME`, `${NAME}`, `~` and `~user`.
///
/// Unknown variables and users stay as they are written (Python's `os.path.expandvars` and `expanduser`).
package func expandingPath(_ path: String, environment: [String: String]) -> String {
  expandingTilde(expandingVariables(path, environment), environment)
}

private func expandingVariables(_ path: String, _ environment: [String: String]) -> String {
  guard path.utf8.contains(UInt8(ascii: "$")) else { return path }
  let isName = { (byte: UInt8) in
    byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte & ~0x20)
  }
  var result = ""
  var rest = path[...]
  while let dollar = rest.utf8.firstIndex(of: UInt8(ascii: "$")) {
    result += rest[..<dollar]
    let after = rest.index(after: dollar)
    var name = rest[after...]
    var end = after
    if name.hasPrefix("{"), let close = name.firstIndex(of: "}") {
      name = name[name.index(after: after)..<close]
      end = rest.index(after: close)
    } else {
      name = Substring(name.utf8.prefix(while: isName))
      end = name.endIndex
    }
    result += environment[String(name)] ?? String(rest[dollar..<end])
    rest = rest[end...]
  }
  return result + rest
}

private func expandingTilde(_ path: String, _ environment: [String: String]) -> String {
  guard path.hasPrefix("~") else { return path }
  let user = path.dropFirst().prefix { $0 != "/" }
  let home: String?
  if user.isEmpty {
    home = environment["HOME"] ?? getpwuid(getuid()).map { String(cString: $0.pointee.pw_dir) }
  } else {
    home = getpwnam(String(user)).map { String(cString: $0.pointee.pw_dir) }
  }
  guard var home else { return path }
  while home.hasSuffix("/") { home.removeLast() }
  let rest = String(path[user.endIndex...])
  return home.isEmpty && rest.isEmpty ? "/" : home + rest
}

/// The names of what is in a folder, `.` and `..` among them, in no order; none if it cannot be opened.
package func namesInFolder(_ path: String) -> [String] {
  guard let folder = opendir(path) else { return [] }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    names.append(
      withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      })
  }
  return names
}

/// Why an existing file is not used as one of this user's own files.
package enum OwnFileError: Error, Equatable, Sendable {
  case unreadable(SystemError)
  /// It belongs to another user, or is a link.
  case foreign
  /// It is not a regular file.
  case notAFile
  /// Its contents are not as expected.
  case malformed
}

/// The whole of a file that this user owns; nil when there is none. No link is followed.
/// - Throws: `OwnFileError`.
package func readOwnFile(_ path: String) throws(OwnFileError) -> [UInt8]? {
  let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
  guard file != -1 else {
    let error = SystemError()
    if error.code == ENOENT || error.code == ENOTDIR { return nil }
    throw error.code == ELOOP ? .foreign : .unreadable(error)
  }
  defer { close(file) }
  var status = stat()
  guard fstat(file, &status) == 0 else { throw .unreadable(SystemError()) }
  guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
  guard isOwner(status.st_uid, ofFile: path) else { throw .foreign }
  guard status.st_size < 1 << 24 else { throw .malformed }
  do { return try readAll(file) } catch { throw .unreadable(error) }
}

/// The whole of a file; nil if there is none, or it cannot be read.
package func readableFile(_ path: String) -> [UInt8]? { (try? readFile(path)) ?? nil }

/// The whole of a file; nil when there is none.
/// - Throws: `SystemError` when it is there and cannot be read.
package func readFile(_ path: String) throws(SystemError) -> [UInt8]? {
  let file: Int32
  do { file = try retrying { open(path, O_RDONLY | O_CLOEXEC) } } catch {
    if error.code == ENOENT || error.code == ENOTDIR { return nil }
    throw error
  }
  defer { close(file) }
  return try readAll(file)
}

private func readAll(_ file: Int32) throws(SystemError) -> [UInt8] {
  var status = stat()
  let size = fstat(file, &status) == 0 ? Int(status.st_size) : 0
  var bytes: [UInt8] = []
  // One byte more than there should be: the last read finds the end.
  var room = max(size, 4095) + 1
  while true {
    var count = 0
    var problem: SystemError?
    let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, initialized in
      do throws(SystemError) { count = try retrying { read(file, buffer.baseAddress, buffer.count) } } catch {
        problem = error
      }
      initialized = max(0, count)
    }
    if let problem { throw problem }
    if count == 0 { return bytes }
    if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
    room = max(4096, size + 1 - bytes.count)
  }
}
