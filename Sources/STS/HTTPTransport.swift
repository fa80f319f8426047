private import CCurl

/// A POST request.
struct HTTPRequest {
  let url: String
  let headers: [(name: String, value: String)]
  let body: [UInt8]
  /// Whether the body may be sent again, by libcurl or by this program, when the server may already have received it.
  let isRepeatable: Bool
}

struct HTTPResponse {
  let status: Int
  let headers: [(name: String, value: String)]
  let body: [UInt8]
  let timing: HTTPTiming

  /// The value of a header.
  /// - Parameter name: in lower case.
  func header(_ name: String) -> String? { headers.last { $0.name.lowercased() == name }?.value }
}

/// When the phases of a request ended, in seconds from its start.
package struct HTTPTiming: Sendable {
  package let connected: Double
  package let encrypted: Double
  package let total: Double
  package let isNewConnection: Bool
}

/// The reason why there is no complete response.
package struct TransportError: Error, Equatable, Sendable {
  package enum Cause: Equatable, Sendable {
    case noLibrary
    case cannotResolve, cannotConnect, cannotReachProxy, untrusted, badCertificates, timedOut, interrupted
    case answerTooLarge
  }
  package let cause: Cause
  /// libcurl's message.
  package let detail: String
  package let host: String
  /// Whether the server may have received the request.
  package let mayHaveArrived: Bool

  /// Whether a retry may succeed.
  var isTransient: Bool {
    switch cause {
    case .cannotResolve, .cannotConnect, .timedOut, .interrupted, .cannotReachProxy: true
    case .noLibrary, .untrusted, .badCertificates, .answerTooLarge: false
    }
  }
}

/// Settings for the transport of requests.
package struct TransportSettings: Sendable {
  /// A file of CA certificates, in place of the system's.
  package var caBundle: String?
  /// The URL of a proxy for https; nil for none.
  package var proxy: String?
  package var noProxy: String?
  /// In seconds.
  package var connectTimeout = 10
  package var totalTimeout = 30

  package init(caBundle: String? = nil, proxy: String? = nil, noProxy: String? = nil) {
    self.caBundle = caBundle
    self.proxy = proxy
    self.noProxy = noProxy
  }
}

/// Requests over libcurl's multi interface, so that one thread can transfer them and watch the terminal. Connections are reused.
final class HTTPTransport {
  private let multi: UnsafeMutableRawPointer?
  private let settings: TransportSettings
  private var running: [HTTPTransfer] = []

  /// - Throws: `TransportError` when libcurl cannot be loaded.
  init(_ settings: TransportSettings) throws(TransportError) {
    if let problem = aws_curl_load() {
      throw TransportError(cause: .noLibrary, detail: String(cString: problem), host: "", mayHaveArrived: false)
    }
    self.settings = settings
    multi = aws_curl_multi_init()
  }

  deinit {
    for transfer in running { aws_curl_multi_remove_handle(multi, transfer.easy) }
    aws_curl_multi_cleanup(multi)
  }

  /// Starts a request; `wait` transfers it.
  func start(_ request: HTTPRequest) -> HTTPTransfer {
    let transfer = HTTPTransfer(request, settings)
    running.append(transfer)
    aws_curl_multi_add_handle(multi, transfer.easy)
    carry()
    return transfer
  }

  /// Transfers all requests until one ends, a descriptor can be read, or the timeout is over.
  /// - Parameter milliseconds: the timeout, at most 1,000.
  func wait(descriptors: [Int32], milliseconds: Int) {
    aws_curl_multi_wait(multi, descriptors, Int32(descriptors.count), min(milliseconds, 1000))
    carry()
  }

  private func carry() {
    var count: Int32 = 0
    aws_curl_multi_perform(multi, &count)
    var result = CURLE_OK
    while let ended = aws_curl_multi_next_ended(multi, &result) {
      aws_curl_multi_remove_handle(multi, ended)
      if let index = running.firstIndex(where: { $0.easy == ended }) { running.remove(at: index).end(result) }
    }
  }
}

/// A request that was started.
final class HTTPTransfer {
  /// Nil until it has ended.
  private(set) var outcome: Result<HTTPResponse, TransportError>?

  fileprivate let easy: UnsafeMutableRawPointer?
  private let request: HTTPRequest
  private let usesProxy: Bool
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private let errorBuffer = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
  private var sent = 0
  private var mayHaveArrived = false
  private var headers: [(name: String, value: String)] = []
  private var body: [UInt8] = []

  /// In bytes; no response is nearly as long.
  private static let answerLimit = 256 * 1024

  fileprivate init(_ request: HTTPRequest, _ settings: TransportSettings) {
    self.request = request
    usesProxy = settings.proxy != nil && request.url.hasPrefix("https:")
    easy = aws_curl_easy_init()
    errorBuffer.initialize(to: 0)
    for line in request.headers.map({ "\($0.name): \($0.value)" }) + ["Expect:"] {
      headerList = aws_curl_slist_append(headerList, line)
    }
    let context = Unmanaged.passUnretained(self).toOpaque()
    aws_curl_easy_set_string(easy, CURLOPT_URL, request.url)
    aws_curl_easy_set_long(easy, CURLOPT_HTTP_VERSION, 2 /* CURL_HTTP_VERSION_1_1 */)
    aws_curl_easy_set_pointer(easy, CURLOPT_HTTPHEADER, headerList)
    aws_curl_easy_set_pointer(easy, CURLOPT_ERRORBUFFER, errorBuffer)
    aws_curl_easy_set_long(easy, CURLOPT_CONNECTTIMEOUT, settings.connectTimeout)
    aws_curl_easy_set_long(easy, CURLOPT_TIMEOUT, settings.totalTimeout)
    // An empty proxy keeps libcurl from reading the environment: that was read when the profile was resolved.
    aws_curl_easy_set_string(easy, CURLOPT_PROXY, usesProxy ? settings.proxy : "")
    if let noProxy = settings.noProxy { aws_curl_easy_set_string(easy, CURLOPT_NOPROXY, noProxy) }
    if let caBundle = settings.caBundle { aws_curl_easy_set_string(easy, CURLOPT_CAINFO, caBundle) }

    aws_curl_easy_set_long(easy, CURLOPT_POST, 1)
    aws_curl_easy_set_long(easy, CURLOPT_POSTFIELDSIZE, request.body.count)
    // The body is sent by a callback, not by CURLOPT_POSTFIELDS, so that libcurl cannot send it again unnoticed after a reused
    // connection turned out to be closed.
    aws_curl_easy_set_pointer(easy, CURLOPT_READDATA, context)
    aws_curl_easy_set_transfer_callback(easy, CURLOPT_READFUNCTION) { buffer, size, count, context in
      HTTPTransfer.from(context)?.provide(buffer, size * count) ?? 0
    }
    aws_curl_easy_set_pointer(easy, CURLOPT_SEEKDATA, context)
    aws_curl_easy_set_seek_callback(easy) { context, offset, origin in
      HTTPTransfer.from(context)?.rewind(to: Int(offset), from: origin) ?? CURL_SEEKFUNC_FAIL
    }
    aws_curl_easy_set_pointer(easy, CURLOPT_HEADERDATA, context)
    aws_curl_easy_set_transfer_callback(easy, CURLOPT_HEADERFUNCTION) { buffer, size, count, context in
      HTTPTransfer.from(context)?.receiveHeader(UnsafeRawBufferPointer(start: buffer, count: size * count)) ?? 0
    }
    aws_curl_easy_set_pointer(easy, CURLOPT_WRITEDATA, context)
    aws_curl_easy_set_transfer_callback(easy, CURLOPT_WRITEFUNCTION) { buffer, size, count, context in
      HTTPTransfer.from(context)?.receiveBody(UnsafeRawBufferPointer(start: buffer, count: size * count)) ?? 0
    }
  }

  deinit {
    aws_curl_easy_cleanup(easy)
    aws_curl_slist_free_all(headerList)
    errorBuffer.deallocate()
  }

  /// The context is the transfer that owns the handle of the callback.
  private static func from(_ context: UnsafeMutableRawPointer?) -> HTTPTransfer? {
    context.map { Unmanaged<HTTPTransfer>.fromOpaque($0).takeUnretainedValue() }
  }

  private func provide(_ buffer: UnsafeMutablePointer<CChar>?, _ room: Int) -> Int {
    mayHaveArrived = true
    let count = min(room, request.body.count - sent)
    UnsafeMutableRawBufferPointer(start: buffer, count: room).copyBytes(from: request.body[sent..<sent + count])
    sent += count
    return count
  }

  private func rewind(to offset: Int, from origin: Int32) -> Int32 {
    guard request.isRepeatable, origin == 0, (0...request.body.count).contains(offset) else {
      return CURL_SEEKFUNC_FAIL
    }
    sent = offset
    return CURL_SEEKFUNC_OK
  }

  private func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
    let line = String(decoding: bytes, as: UTF8.self)
    if line.hasPrefix("HTTP/") {
      headers = []  // of the proxy, or of a 100 Continue
    } else if let colon = line.firstIndex(of: ":") {
      headers.append((String(line[..<colon]), line[line.index(after: colon)...].trimmingSpace()))
    }
    return bytes.count
  }

  private func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard body.count + bytes.count <= Self.answerLimit else { return 0 }
    body += bytes
    return bytes.count
  }

  fileprivate func end(_ code: CURLcode) {
    let seconds = { (info: CURLINFO) in Double(aws_curl_easy_get_time(self.easy, info)) / 1_000_000 }
    guard code == CURLE_OK else {
      outcome = .failure(failure(code))
      return
    }
    outcome = .success(
      HTTPResponse(
        status: aws_curl_easy_get_long(easy, CURLINFO_RESPONSE_CODE), headers: headers, body: body,
        timing: HTTPTiming(
          connected: seconds(CURLINFO_CONNECT_TIME_T), encrypted: seconds(CURLINFO_APPCONNECT_TIME_T),
          total: seconds(CURLINFO_TOTAL_TIME_T),
          isNewConnection: aws_curl_easy_get_long(easy, CURLINFO_NUM_CONNECTS) > 0)))
  }

  private var host: String { request.headers.first { $0.name == "host" }?.value ?? request.url }

  private func failure(_ code: CURLcode) -> TransportError {
    let cause: TransportError.Cause =
      switch code {
      case CURLE_COULDNT_RESOLVE_HOST: .cannotResolve
      case CURLE_COULDNT_CONNECT: usesProxy ? .cannotReachProxy : .cannotConnect
      case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .cannotReachProxy
      case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR: .untrusted
      case CURLE_SSL_CACERT_BADFILE: .badCertificates
      case CURLE_OPERATION_TIMEDOUT: .timedOut
      case CURLE_WRITE_ERROR: .answerTooLarge
      default: .interrupted
      }
    if cause == .answerTooLarge {
      return TransportError(
        cause: cause, detail: "it was far too long", host: host, mayHaveArrived: mayHaveArrived)
    }
    let detail = errorBuffer.pointee == 0 ? String(cString: aws_curl_easy_strerror(code)) : String(cString: errorBuffer)
    return TransportError(cause: cause, detail: detail, host: host, mayHaveArrived: mayHaveArrived)
  }
}
