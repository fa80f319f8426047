import Foundation
import TestSupport
import Testing

@Suite("clear")
struct ClearTests {
  private func home() throws -> Home {
    let home = try Home()
    for name in ["a", "b"] {
      try home.configure("[profile \(name)]\nrole_arn = \(try home.emulator.makeRole())\nsource_profile = dev")
    }
    try home.cacheSession()
    for name in ["a", "b"] { #expect(try home.run("-p", name, "-e").status == 0) }
    #expect(try home.stateFiles().count == 3)
    return home
  }

  @Test("forgets a user's session and those of the roles that were assumed with it")
  func user() throws {
    let home = try home()
    let result = try home.run("clear", "dev")
    #expect(result.status == 0 && result.output == "" && result.errors.contains("removed 3 cached sessions of dev"))
    #expect(try home.stateFiles().isEmpty)
    #expect(try home.run("-p", "a", "-e").status == 66)
    #expect(try home.run("clear", "dev").errors.contains("no cached session of dev"))
  }

  @Test("forgets a role's session alone")
  func role() throws {
    let home = try home()
    #expect(try home.run("clear", "-p", "a").errors.contains("removed 1 cached session of a"))
    #expect(try home.run("status", "b").status == 0 && home.run("status", "dev").status == 0)
    #expect(try home.run("status", "a").status == 1)
  }

  @Test("forgets those of another user's profile only with --all")
  func all() throws {
    let home = try home()
    let other = try home.addProfile("other")
    let code = try home.emulator.code(other.devices[0])
    #expect(try home.run("exec", "-p", "other", "-c", code, "--", "/bin/true").status == 0)
    #expect(try home.run("clear", "other").errors.contains("removed 1 cached session of other"))
    let name = String(repeating: "a", count: 32)
    try home.folder.write("cut short", to: ".local/state/aws-mfa-session/\(name)")
    try home.folder.write("left by a kill", to: ".local/state/aws-mfa-session/\(name.uppercased()).new")
    #expect(try home.run("clear", "--all").errors.contains("removed 3 cached sessions"))
    let left = try FileManager.default.contentsOfDirectory(atPath: home.stateFolder)
    #expect(
      left.allSatisfy { name in [".lock", ".renewal", ".question", "generation"].contains(where: name.hasSuffix) },
      "\(left)")
    #expect(try home.run("clear", "--all", "dev").status == 64)
  }

  @Test("takes what -u has written out of the credentials file with --written, and nothing else")
  func written() throws {
    let home = try home()
    let before = home.credentials
    #expect(try home.run("-p", "dev", "-u", "dev-mfa").status == 0)
    #expect(try home.run("-p", "a", "-u", "a-keys").status == 0)
    let both = home.credentials
    #expect(try home.run("clear", "a").status == 0)
    #expect(home.credentials == both)
    let result = try home.run("clear", "a", "--written")
    #expect(result.errors.contains("Removed [a-keys] from ~/.aws/credentials."), "\(result)")
    #expect(home.credentials.contains("[dev-mfa]") && !home.credentials.contains("[a-keys]"))
    #expect(try home.run("clear", "--all", "--written").status == 0)
    #expect(home.credentials == before)
    #expect(home.folder.read(".local/state/aws-mfa-session/profiles") == "")
  }

  @Test("forgets what keys of a process and of the environment have made")
  func otherKeys() throws {
    let home = try Home()
    try home.folder.write(home.keyAsJSON, to: "keys.json")
    try home.folder.write("", to: ".aws/credentials")
    try home.configure(
      "credential_process = cat \(home.folder.path)/keys.json\n[profile r]\nrole_arn = \(try home.emulator.makeRole())\nsource_profile = dev"
    )
    let code = try home.emulator.code(home.device)
    #expect(try home.run("exec", "-p", "r", "-c", code, "--", "/bin/true").status == 0)
    #expect(try home.run("status", "dev").status == 0)
    #expect(try home.run("clear", "dev").errors.contains("removed 2 cached sessions of dev"))
    try home.folder.write("", to: ".aws/config")
    let variables = [
      "AWS_ACCESS_KEY_ID": home.user.accessKeyId, "AWS_SECRET_ACCESS_KEY": home.user.secretAccessKey,
      "AWS_MFA_SERIAL": home.device.serial,
    ]
    let next = try home.emulator.code(home.device, window: 1)
    #expect(try home.run("exec", "-c", next, "--", "/bin/true", environment: variables).status == 0)
    #expect(try home.run("status", environment: variables).status == 0)
    #expect(try home.run("clear", environment: variables).errors.contains("removed 1 cached session of default"))
  }

  @Test("says so when it cannot, and needs no files that are in order for --all")
  func failure() throws {
    let home = try home()
    let file = try #require(try home.stateFiles().first)
    try FileManager.default.removeItem(atPath: file + ".lock")
    try FileManager.default.createDirectory(atPath: file + ".lock", withIntermediateDirectories: false)
    let result = try home.run("clear", "--all")
    #expect(result.status == 73 && !result.errors.contains("forgotten"), "\(result)")
    try FileManager.default.removeItem(atPath: file + ".lock")
    try home.folder.write("no [section", to: ".aws/config")
    #expect(try home.run("clear", "--all").status == 0)
    #expect(try home.stateFiles().isEmpty)
  }

  @Test("leaves a section alone that holds something else by now")
  func changed() throws {
    let home = try home()
    #expect(try home.run("-p", "dev", "-u", "dev-mfa").status == 0)
    let text = home.credentials.replacing("expiration = 2", with: "expiration = 3")
    try home.folder.write(text, to: ".aws/credentials")
    #expect(try home.run("clear", "--all", "--written").errors.contains("it has changed since it was written"))
    #expect(home.credentials == text)
  }

  @Test("says that a shell still has the session")
  func exported() throws {
    let home = try home()
    let result = try home.shell("bash", "eval \"$(aws-mfa-session -q -p dev -e)\"; aws-mfa-session clear")
    #expect(result.errors.contains("removed 3 cached sessions of dev"), "\(result)")
    #expect(result.errors.contains("This shell still has the session: aws-mfa-session off"))
  }
}
