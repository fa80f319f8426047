import Foundation
import TestSupport
import Testing

@Suite("Secrets")
struct SecretTests {
  @Test("are in no log, at any level", arguments: ["-v", "-vv", "-vvv", "-vvvv", "-vvvvvv"])
  func logs(level: String) throws {
    let home = try Home(serial: false)
    let code = try home.emulator.code(home.device)
    let result = try home.run("-p", "dev", "-c", code, level, "-e", "--format", "env")
    #expect(result.status == 0)
    #expect(result.errors.contains("long-term access key …\(home.user.accessKeyId.suffix(4))"))
    if level == "-vvvv" { #expect(result.errors.contains("TokenCode=[redacted]")) }
    let printed = result.output.split(separator: "\n").map { $0.split(separator: "=", maxSplits: 1)[1] }
    for secret in [home.user.accessKeyId, home.user.secretAccessKey, code] + printed.prefix(3).map(String.init) {
      #expect(!result.errors.contains(secret))
    }
    #expect(!result.errors.contains("Signature="))
  }

  @Test("are not repeated when the answer, or a message about the proxy, has them in it")
  func echoed() throws {
    let home = try Home()
    let code = try home.emulator.code(home.device)
    let secrets = [home.user.secretAccessKey, home.user.accessKeyId, code]
    try home.emulator.arrange(
      "refuse", for: home.user, count: 1,
      ["status": 403, "code": "SignatureDoesNotMatch", "message": secrets.joined(separator: " ") + " Signature=abcdef"])
    let result = try home.run("-p", "dev", "-c", code, "-e", "-vvvv")
    #expect(result.status == 77)
    for secret in secrets + ["abcdef"] { #expect(!result.errors.contains(secret), "\(result.errors)") }
    for proxy in ["foo://user:PW@127.0.0.1:3128", "http://user:PW@127.0.0.1:99999", "http://user:PW@[::1:3128"] {
      let environment = ["AWS_ENDPOINT_URL": "https://127.0.0.1:1", "HTTPS_PROXY": proxy]
      let refused = try home.run("-p", "dev", "-c", code, "-e", "-vvvv", environment: environment)
      #expect(refused.status == 69 && !refused.errors.contains("PW"), "\(refused.errors)")
    }
  }

  @Test("are in nobody's arguments")
  func arguments() throws {
    let home = try Home()
    try home.folder.write(
      "[profile dev]\nmfa_serial = \(home.device.serial)\ncredential_process = sh -c 'ps -ef -ww > \(home.folder.path)/ps; cat \(home.folder.path)/keys'\n",
      to: ".aws/config")
    try home.folder.write("", to: ".aws/credentials")
    try home.folder.write(home.keyAsJSON, to: "keys")
    let session = try home.start("-p", "dev", "-s")
    try session.expect("MFA code for")
    session.type(try home.emulator.code(home.device))
    try session.expect("AWS:")
    session.type("ps -ef -ww; echo key=$AWS_ACCESS_KEY_ID; echo secret=$AWS_SECRET_ACCESS_KEY; exit\n")
    #expect(try session.finish() == 0)
    let listings = home.folder.read("ps") + session.transcript.components(separatedBy: "key=ASIA")[0]
    #expect(listings.contains("-i"))
    for secret in ["ASIA", home.user.secretAccessKey, home.user.accessKeyId] { #expect(!listings.contains(secret)) }
  }
}
