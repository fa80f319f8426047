import TestSupport
import Testing

@Suite("What is asked of AWS")
struct CallTests {
  @Test("is one request with a code and a known device")
  func one() throws {
    let home = try Home()
    #expect(try home.run("-p", "dev", "-c", try home.emulator.code(home.device), "-e").status == 0)
    #expect(try home.emulator.requests(of: home.user).map(\.action) == ["GetSessionToken"])
  }

  @Test("is two without a known device")
  func two() throws {
    let home = try Home(serial: false)
    #expect(try home.run("-p", "dev", "-c", try home.emulator.code(home.device), "-e").status == 0)
    #expect(try home.emulator.requests(of: home.user).map(\.action) == ["ListMFADevices", "GetSessionToken"])
  }

  @Test("goes over one connection when the code is typed, and the keys are tried meanwhile")
  func interactive() throws {
    let home = try Home()
    let session = try home.start("-p", "dev", "-e")
    try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    try home.emulator.awaitRequests(1, of: home.user)
    session.type(try home.emulator.code(home.device))
    try session.expect("AWS_SESSION_TOKEN")
    #expect(try session.finish() == 0)
    let requests = try home.emulator.requests(of: home.user)
    #expect(requests.map(\.action) == ["GetCallerIdentity", "GetSessionToken"])
    #expect(Set(requests.map(\.connection)).count == 1)
  }

  @Test("goes over one connection also when the code is there before the answer")
  func impatient() throws {
    let home = try Home()
    try home.emulator.arrange("hold", for: home.user, action: "GetCallerIdentity")
    let session = try home.start("-p", "dev", "-e")
    try session.expect("MFA code for")
    session.type(try home.emulator.code(home.device))
    try home.emulator.awaitRequests(1, of: home.user)
    try home.emulator.release(home.user)
    #expect(try session.finish() == 0)
    #expect(try Set(home.emulator.requests(of: home.user).map(\.connection)).count == 1)
  }

  @Test("is nothing when nothing is to become of the session")
  func nothing() throws {
    let home = try Home()
    let result = try home.run("-p", "dev", "-c", "123456")
    #expect(result.status == 64)
    for option in ["-e", "-u", "-s"] { #expect(result.errors.contains(option)) }
    #expect(try home.emulator.requests(of: home.user).isEmpty)
  }

  @Test("shows wrong keys at once, before a code is typed")
  func wrongKeys() throws {
    let home = try Home()
    try home.folder.write(
      home.credentials.replacing(home.user.secretAccessKey, with: "wrong"), to: ".aws/credentials")
    let session = try home.start("-p", "dev", "-e")
    try session.expect("MFA code for")
    try session.expect("Check its secret access key.")
    #expect(try session.finish() == 77)
  }

  @Test(
    "is tried again when AWS is overloaded or the connection breaks",
    arguments: [
      ("throttle", [:]), ("status", ["status": 503]), ("html", [:]), ("cut", [:]), ("reset", [:]),
    ] as [(String, [String: Int])])
  func retries(fault: String, more: [String: Int]) throws {
    let home = try Home(serial: false)
    try home.emulator.arrange(fault, for: home.user, action: "ListMFADevices", count: 2, more)
    let result = try home.run("-p", "dev", "-c", try home.emulator.code(home.device), "-e")
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      try home.emulator.requests(of: home.user).map(\.action)
        == ["ListMFADevices", "ListMFADevices", "ListMFADevices", "GetSessionToken"])
  }

  @Test(
    "never has a code in it twice when the first may have arrived",
    arguments: ["reset", "cut", "throttle", "html", "garbage"])
  func codeOnce(fault: String) throws {
    let home = try Home()
    try home.emulator.arrange(fault, for: home.user, action: "GetSessionToken")
    let result = try home.run("-p", "dev", "-c", try home.emulator.code(home.device), "-e")
    #expect([69, 75].contains(result.status))
    #expect(result.output == "")
    #expect(try home.emulator.requests(of: home.user).count == 1)
  }

  @Test("never has a code in it twice when a kept connection turns out dead")
  func codeOnceOnKeptConnection() throws {
    let home = try Home()
    try home.emulator.arrange("reset", for: home.user, action: "GetSessionToken", count: 5)
    let session = try home.start("-p", "dev", "-e")
    try session.expect("MFA code for")
    try home.emulator.awaitRequests(1, of: home.user)
    session.type(try home.emulator.code(home.device))
    try session.expect("The code may have been used. Run the command again with the next one.")
    #expect(try session.finish() == 69)
    #expect(try home.emulator.requests(of: home.user).filter(\.tokenCode).count == 1)
  }

  @Test(
    "is dated with AWS's clock when this machine's is wrong, and the person is told by how much",
    arguments: [4000, -4000])
  func skew(seconds: Int) throws {
    let home = try Home()
    try home.emulator.setClock(of: home.user, ahead: seconds)
    let result = try home.run("-p", "dev", "-c", try home.emulator.code(home.device), "-e")
    #expect(result.status == 0, "\(result.errors)")
    let words = seconds > 0 ? "behind" : "ahead of"
    let said = result.errors.split(separator: " ").compactMap { Int($0) }.first ?? 0
    #expect(abs(said - abs(seconds)) <= 5 && result.errors.contains(words), "\(result.errors)")
  }

  @Test("goes through a proxy for https, and not for hosts without one")
  func proxy() throws {
    let home = try Home()
    let proxy = try Proxy()
    let environment = [
      "AWS_ENDPOINT_URL": home.emulator.encryptedURL, "AWS_CA_BUNDLE": home.emulator.certificates,
      "HTTPS_PROXY": proxy.url,
    ]
    let code = try home.emulator.code(home.device)
    let result = try home.run("-p", "dev", "-c", code, "-e", environment: environment)
    #expect(result.status == 0, "\(result.errors)")
    #expect(proxy.connections == ["CONNECT \(home.emulator.encryptedURL.dropFirst(8))"])
    let next = try home.emulator.code(home.device, window: 1)
    let direct = try home.run(
      "-p", "dev", "-c", next, "-e", environment: environment.merging(["NO_PROXY": "localhost,127.0.0.1"]) { $1 })
    #expect(direct.status == 0, "\(direct.errors)")
    #expect(proxy.connections.count == 1)
  }
}
