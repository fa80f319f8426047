import Foundation
import Profiles
import STS
import Session
import TestSupport
import Testing

@Suite("The session store")
struct SessionStoreTests {
  private static let later = Int(Date().timeIntervalSince1970) + 3000

  private func saved(expires: Int = later) throws -> (SomeHome, SessionKey, String) {
    let home = try SomeHome()
    let key = SessionKey(try home.profile("dev"), serialNumber: "serial")
    return (home, key, try home.store.save(SomeHome.session("dev", expires: expires), for: key))
  }

  @Test("gives back a session as it was")
  func roundTrip() throws {
    let (home, key, path) = try saved()
    let kept = try #require(home.store.session(for: key))
    #expect(kept.session == SomeHome.session("dev", expires: Self.later) && kept.path == path)
  }

  @Test("gives back a role's session as it was")
  func role() throws {
    let home = try SomeHome()
    let key = SessionKey(try home.profile("role"), serialNumber: "serial")
    let session = SomeHome.session("role", expires: Self.later, role: "arn:aws:iam::123456789012:role/admin")
    _ = try home.store.save(session, for: key)
    #expect(home.store.session(for: key)?.session == session)
    #expect(home.store.session(for: SessionKey(try home.profile("dev"), serialNumber: "serial")) == nil)
  }

  @Test("takes a file that is cut short anywhere, or is something else, for none; says so, and replaces it")
  func unusable() throws {
    let (home, key, path) = try saved()
    let bytes = try Data(contentsOf: URL(filePath: path))
    let cuts = stride(from: 0, to: bytes.count, by: 3).map { Data(bytes.prefix($0)) }
    for content in cuts + [Data("x\n".utf8), Data([0xFF, 0x0A]), bytes + Data("more\n".utf8)] {
      try content.write(to: URL(filePath: path))
      var notices: [SessionNotice] = []
      let store = SessionStore(environment: home.environment) { notices.append($0) }
      #expect(store.session(for: key) == nil)
      #expect(notices == [.stateFileUnusable(path: path, .malformed)])
    }
    _ = try home.store.save(SomeHome.session("dev", expires: Self.later), for: key)
    #expect(home.store.session(for: key) != nil)
  }

  @Test("neither follows a link nor reads a pipe or a folder, and replaces them", arguments: ["link", "pipe"])
  func notAFile(kind: String) throws {
    let (home, key, path) = try saved()
    let elsewhere = home.folder.path + "/elsewhere"
    try FileManager.default.moveItem(atPath: path, toPath: elsewhere)
    if kind == "link" { symlink(elsewhere, path) } else { mkfifo(path, 0o600) }
    #expect(home.store.session(for: key) == nil)
    let before = home.folder.read("elsewhere")
    _ = try home.store.save(SomeHome.session("dev", expires: Self.later, key: "ASIAOTHER"), for: key)
    #expect(home.store.session(for: key)?.session.credentials.accessKeyID == "ASIAOTHER")
    #expect(home.folder.read("elsewhere") == before)
  }

  @Test("removes a session that has expired when it meets it")
  func expired() throws {
    let (home, key, path) = try saved(expires: 1000)
    #expect(FileManager.default.fileExists(atPath: path))
    #expect(home.store.session(for: key) == nil)
    #expect(!FileManager.default.fileExists(atPath: path))
    _ = try saved(expires: 1000)
    #expect(home.store.sessions.isEmpty)
  }

  @Test("keeps apart what differs in key, device, partition or role, and in nothing else")
  func keys() throws {
    let home = try SomeHome()
    func key(_ name: String, serial: String = "serial", region: String? = nil, role: String? = nil) throws -> SessionKey
    {
      SessionKey(
        try ResolvedProfile(
          ProfileOptions(profile: name, region: region, roleARN: role), environment: home.environment),
        serialNumber: serial)
    }
    let dev = try key("dev")
    let session = SomeHome.session("dev", expires: Self.later)
    let path = try home.store.save(session, for: dev)
    #expect(try home.store.save(session, for: key("dev", region: "eu-west-1")) == path)
    var paths: Set = [path]
    for other in try [
      key("no-mfa"), key("dev", serial: "other"), key("dev", region: "cn-north-1"), key("role"),
      key("role", role: "arn:aws:iam::1:role/b"), key("dev", role: "arn:aws:iam::1:role/b"),
    ] {
      paths.insert(try home.store.save(session, for: other))
    }
    // A role from the user's key is the same whichever profile it is of.
    #expect(paths.count == 6)
  }

  @Test("refuses a folder that others can enter, and says how to mend it", arguments: [0o750, 0o707, 0o711, 0o777])
  func notPrivate(mode: Int) throws {
    let (home, key, _) = try saved()
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: home.store.directory)
    #expect(throws: FileReplacementError.self) { try home.store.checkPrivacy() }
    #expect(throws: FileReplacementError.self) {
      try home.store.save(SomeHome.session("dev", expires: Self.later), for: key)
    }
    #expect(home.store.sessions.isEmpty)
  }
}
