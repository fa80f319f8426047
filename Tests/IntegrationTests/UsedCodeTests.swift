import Foundation
import TestSupport
import Testing

@Suite("A code that was just used")
struct UsedCodeTests {
  @Test("is recognised before AWS is asked, at the prompt, where the time to the next runs down")
  func prompt() throws {
    let home = try Home()
    let code = try home.emulator.code(home.device)
    #expect(try home.run("-p", "dev", "-c", code, "-e").status == 0)
    let session = try home.start("-p", "dev", "-e", "--force")
    try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
    session.type(code)
    try session.expect("This code was already used. The next one comes in ")
    try session.expect("(next in ")
    let first = try session.expect(" s) MFA code for")
    // Wiped out, and drawn again with another number or, at the end, with none.
    try session.expect("\r  ")
    #expect(try !session.expect("MFA code for").hasSuffix("(next in \(first)"))
    session.type(try home.emulator.code(home.device, window: 1))
    #expect(try session.finish() == 0, "\(first)")
    #expect(try home.calls() == ["GetSessionToken", "GetSessionToken"])
  }

  @Test("is recognised with -c, with the time to the next")
  func option() throws {
    let home = try Home()
    let code = try home.emulator.code(home.device)
    #expect(try home.run("-p", "dev", "-c", code, "-e").status == 0)
    let result = try home.run("-p", "dev", "-c", code, "-e")
    #expect(result.status == 77)
    #expect(result.errors.contains("This code was already used") && result.errors.contains("Use the next one, in "))
    #expect(try home.calls() == ["GetSessionToken"])
  }

  @Test("is not one that AWS has refused, nor one of another device")
  func others() throws {
    let home = try Home(devices: [.virtual, .virtual])
    let code = try home.emulator.code(home.device)
    let second = home.user.devices[1].serial
    #expect(try home.run("-p", "dev", "-c", code, "-a", second, "-e").status == 77)
    #expect(try home.run("-p", "dev", "-c", code, "-e").status == 0)
    let result = try home.run("-p", "dev", "-c", code, "-a", second, "-e")
    #expect(result.errors.contains("AWS refused the code"), "\(result.errors)")
  }

  @Test("is remembered as nothing that could be turned back into it")
  func hash() throws {
    let home = try Home()
    let code = try home.emulator.code(home.device)
    #expect(try home.run("-p", "dev", "-c", code, "-e").status == 0)
    let files = try FileManager.default.contentsOfDirectory(atPath: home.stateFolder).filter { $0.hasSuffix(".code") }
    #expect(files.count == 1)
    let content = home.folder.read(".local/state/aws-mfa-session/\(files[0])")
    #expect(!content.contains(code) && content.split { $0 == " " || $0 == "\n" }.map(\.count).last == 64)
  }
}
