import Foundation

/// The stand-in for STS and IAM (`Tests/Support/sts_emulator.py`), one for all tests of a run: every test has users of its
/// own there.
package final class Emulator: Sendable {
  package static var shared: Emulator { get throws { try started.get() } }
  private static let started = Result { try Emulator() }

  /// Such as `http://127.0.0.1:41234`.
  package let url: String
  /// The same over TLS.
  package let encryptedURL: String
  /// The certificates to trust for that.
  package let certificates: String
  private let folder = TemporaryFolder()
  private let server: PythonServer

  private struct Ready: Decodable {
    let url: String
    let tlsUrl: String
    let caBundle: String
  }

  private init() throws {
    server = try PythonServer("sts_emulator.py", ["--until-stdin-closes", "--tls", folder.path])
    let ready = try JSONDecoder.snakeCase.decode(Ready.self, from: Data(server.firstLine.utf8))
    url = ready.url
    encryptedURL = ready.tlsUrl
    certificates = ready.caBundle
  }

  // MARK: What tests arrange

  package struct User: Decodable, Sendable {
    package let user: String
    package let account: String
    package let arn: String
    package let accessKeyId: String
    package let secretAccessKey: String
    package let devices: [Device]

    package struct Device: Decodable, Sendable {
      package let serial: String
    }
  }

  package enum DeviceKind: String, Sendable {
    case virtual, hardware, fido
  }

  /// A fresh user with devices of these kinds.
  package func makeUser(devices: [DeviceKind] = [.virtual], denied: [String] = []) throws -> User {
    try post(
      "users", ["devices": devices.map { ["kind": $0.rawValue] }, "deny": denied])
  }

  /// A fresh role, which all users may assume that its conditions let through.
  /// - Returns: its ARN.
  package func makeRole(
    account: String = "210987654321", externalID: String? = nil, requiresMFA: Bool = true, trusts: [String] = [],
    maximum seconds: Int = 43200
  ) throws -> String {
    struct Answer: Decodable { let arn: String }
    var role: [String: Any] = [
      "name": "role-\(UUID().uuidString.prefix(8))", "account": account, "require_mfa": requiresMFA, "trusts": trusts,
      "max_session_duration": seconds,
    ]
    if let externalID { role["external_id"] = externalID }
    let answer: Answer = try post("roles", role)
    return answer.arn
  }

  /// The code that the user's authenticator shows.
  /// - Parameter window: 0 for now, -1 for the one before, 1 for the next.
  package func code(_ device: User.Device, window: Int = 0) throws -> String {
    struct Answer: Decodable { let code: String }
    let serial = device.serial.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    let answer: Answer = try request("GET", "code?serial=\(serial)&window=\(window)")
    return answer.code
  }

  /// A code that is not the device's, and will not be soon.
  package func wrongCode(_ device: User.Device) throws -> String {
    let right = try (-2...2).map { try code(device, window: $0) }
    return ["000000", "111111", "222222", "333333", "444444", "555555"].first { !right.contains($0) } ?? "666666"
  }

  package struct Request: Decodable, Sendable {
    package let action: String
    package let region: String
    package let status: Int?
    package let connection: Int
    package let tokenCode: Bool
    package let sourceIdentity: String?
    package let tags: [String: String]
  }

  /// The requests that came in with a user's key, in order.
  package func requests(of user: User) throws -> [Request] {
    try request("GET", "requests?access_key_id=\(user.accessKeyId)")
  }

  /// Waits until a number of requests has come in.
  package func awaitRequests(_ count: Int, of user: User) throws {
    let _: [Request] = try request("GET", "requests?access_key_id=\(user.accessKeyId)&at_least=\(count)")
  }

  /// Lets the next requests of a user fail in some way; see the emulator for the kinds.
  package func arrange(
    _ kind: String, for user: User, action: String = "*", count: Int = 1, _ more: [String: Any] = [:]
  ) throws {
    let fault: [String: Any] = ["access_key_id": user.accessKeyId, "action": action, "kind": kind, "count": count]
    let _: Ignored = try post("faults", fault.merging(more) { $1 })
  }

  /// Lets the answers go that a fault of kind `hold` keeps.
  package func release(_ user: User) throws {
    let _: Ignored = try post("release", ["access_key_id": user.accessKeyId])
  }

  /// Sets the clock that a user meets, in seconds from the real time.
  package func setClock(of user: User, ahead seconds: Int) throws {
    let _: Ignored = try post("clock", ["access_key_id": user.accessKeyId, "offset": seconds])
  }

  /// Lets the sessions of a user last no longer than a number of seconds.
  package func limitSessions(of user: User, to seconds: Int) throws {
    let _: Ignored = try post("limit", ["access_key_id": user.accessKeyId, "seconds": seconds])
  }

  /// Forgets the sessions that were made with a user's key.
  package func revokeSessions(of user: User) throws {
    let _: Ignored = try post("revoke", ["access_key_id": user.accessKeyId])
  }

  // MARK: HTTP

  private struct Ignored: Decodable {}

  private func post<Answer: Decodable>(_ path: String, _ body: [String: Any]) throws -> Answer {
    try request("POST", path, body: JSONSerialization.data(withJSONObject: body))
  }

  private func request<Answer: Decodable>(_ method: String, _ path: String, body: Data = Data()) throws -> Answer {
    let (status, answer) = try LoopbackHTTP.exchange(port: port, method, "/_emulator/\(path)", body: body)
    guard status == 200 else {
      throw Failed(path: path, status: status, answer: String(decoding: answer, as: UTF8.self))
    }
    return try JSONDecoder.snakeCase.decode(Answer.self, from: answer)
  }

  private var port: UInt16 { UInt16(url.split(separator: ":").last ?? "") ?? 0 }

  private struct Failed: Error {
    let path: String
    let status: Int
    let answer: String
  }
}
