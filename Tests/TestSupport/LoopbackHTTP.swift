import Foundation

/// One HTTP request to this machine. Foundation's URLSession would bring a libcurl of its own into the tests.
enum LoopbackHTTP {
  static func exchange(port: UInt16, _ method: String, _ path: String, body: Data) throws -> (status: Int, body: Data) {
    let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(connection) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafeBytes(of: &address) { bytes in
      connect(connection, bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
    }
    guard connected == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    let head =
      "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: \(body.count)\r\n\r\n"
    let request = Data(head.utf8) + body
    _ = request.withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
    var answer = Data()
    var buffer = [UInt8](repeating: 0, count: 65536)
    while case let count = read(connection, &buffer, buffer.count), count > 0 { answer += buffer[..<count] }
    guard let end = answer.range(of: Data("\r\n\r\n".utf8)) else { throw POSIXError(.EPROTO) }
    let words = String(decoding: answer[..<end.lowerBound], as: UTF8.self).split(separator: " ", maxSplits: 2)
    return (words.count > 1 ? Int(words[1]) ?? 0 : 0, answer[end.upperBound...])
  }
}
