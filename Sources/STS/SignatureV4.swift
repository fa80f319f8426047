private import COpenSSL

/// AWS Signature Version 4, for requests without a query string (AWS General Reference, "Create a signed AWS API request").
///
/// libcurl's own signs custom headers only from 7.87 on, and takes the time from the local clock, which may be wrong.
struct SignatureV4 {
  let accessKeyID: String
  let secretAccessKey: String
  let region: String
  let service: String

  /// The value of the `Authorization` header.
  /// - Parameters:
  ///   - headers: all headers to sign, including `host` and `x-amz-date`; names in lower case.
  ///   - timestamp: the value of `x-amz-date`, such as `20150830T123600Z`.
  func authorization(
    method: String = "POST", path: String = "/", headers: [(name: String, value: String)], body: [UInt8],
    timestamp: String
  ) -> String {
    let request = Self.canonicalRequest(method: method, path: path, headers: headers, body: body)
    let scope = "\(timestamp.prefix(8))/\(region)/\(service)/aws4_request"
    let toSign = "AWS4-HMAC-SHA256\n\(timestamp)\n\(scope)\n\(Digest.hex(Digest.sha256(Array(request.utf8))))"
    var key = Array("AWS4\(secretAccessKey)".utf8)
    for part in [String(timestamp.prefix(8)), region, service, "aws4_request"] { key = Self.hmac(key, part) }
    return "AWS4-HMAC-SHA256 Credential=\(accessKeyID)/\(scope), SignedHeaders=\(Self.names(headers)), "
      + "Signature=\(Digest.hex(Self.hmac(key, toSign)))"
  }

  /// - Parameter path: as it is sent; it is escaped again, as all services but S3 require.
  static func canonicalRequest(
    method: String, path: String, headers: [(name: String, value: String)], body: [UInt8]
  ) -> String {
    let lines = headers.sorted { $0.name < $1.name }.map { "\($0.name):\($0.value)\n" }.joined()
    let path = path.split(separator: "/", omittingEmptySubsequences: false).map { $0.percentEscaped }.joined(
      separator: "/")
    return "\(method)\n\(path)\n\n\(lines)\n\(names(headers))\n\(Digest.hex(Digest.sha256(body)))"
  }

  private static func names(_ headers: [(name: String, value: String)]) -> String {
    headers.map(\.name).sorted().joined(separator: ";")
  }

  private static func hmac(_ key: [UInt8], _ message: String) -> [UInt8] {
    let bytes = Array(message.utf8)
    var digest = [UInt8](repeating: 0, count: Int(aws_sha256_length))
    _ = aws_openssl_hmac_sha256(key, key.count, bytes, bytes.count, &digest)
    return digest
  }
}
