import TestSupport
import Testing

@testable import STS

@Suite("A server that says nothing")
struct TimeoutTests {
  @Test("is given up, and a code that it may have got is not sent again")
  func silence() throws {
    let emulator = try Emulator.shared
    let user = try emulator.makeUser()
    try emulator.arrange("silence", for: user, count: 9)
    var settings = TransportSettings()
    settings.totalTimeout = 1
    let endpoint = try Endpoint(.sts, region: "eu-west-1", options: .init(url: emulator.url))
    let client = try QueryClient(
      keys: SigningKeys(accessKeyID: user.accessKeyId, secretAccessKey: user.secretAccessKey), sts: endpoint,
      iam: endpoint,
      transport: settings, report: { _ in })
    let code = try emulator.code(user.devices[0])
    do {
      _ = try client.call(.getSessionToken(duration: 900, serialNumber: user.devices[0].serial, code: code))
      Issue.record("there was an answer")
    } catch {
      guard case .answerLost(let cause, "GetSessionToken") = error else { throw error }
      #expect(cause.cause == .timedOut)
    }
    #expect(try emulator.requests(of: user).count == 1)
    do {
      _ = try client.call(.getCallerIdentity)
      Issue.record("there was an answer")
    } catch {
      guard case .unreachable(let cause, "GetCallerIdentity") = error else { throw error }
      #expect(cause.cause == .timedOut)
    }
    #expect(try emulator.requests(of: user).count == 4)
  }
}
