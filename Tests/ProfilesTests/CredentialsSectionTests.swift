import Foundation
import Profiles
import TestSupport
import Testing

@Suite("A session written into the credentials file")
struct CredentialsSectionTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.path + "/credentials" }

  private func section(_ name: String = "dev-mfa", config: String = "") throws -> CredentialsSection {
    let configPath = try folder.write(config, to: "config")
    let files = try ProfileFiles(credentialsFile: path, environment: ["AWS_CONFIG_FILE": configPath])
    return try CredentialsSection(named: name, in: files)
  }

  private func write(_ section: CredentialsSection, key: String = "ASIA1", region: String? = nil) throws {
    try section.write(
      accessKeyID: key, secretAccessKey: "s/+=", sessionToken: "t/+==", expiration: "2026-01-02T03:04:05Z",
      region: region)
  }

  private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  @Test("has the keys, the expiration, and a region only when there is one")
  func contents() throws {
    try write(section())
    let text =
      "[dev-mfa]\naws_access_key_id = ASIA1\naws_secret_access_key = s/+=\naws_session_token = t/+==\nexpiration = 2026-01-02T03:04:05Z\n"
    #expect(folder.read("credentials") == text)
    try write(section(), region: "eu-west-1")
    #expect(folder.read("credentials") == text + "region = eu-west-1\n")
    // None leaves the one that is there.
    try write(section())
    #expect(folder.read("credentials") == text + "region = eu-west-1\n")
  }

  @Test("replaces an earlier session, and the old name of its token, which boto reads first")
  func renewal() throws {
    try folder.write(
      "[dev-mfa]\noutput = json\naws_access_key_id=ASIA0\naws_security_token = old\naws_session_token = old\n# mine\n",
      to: "credentials")
    try write(section())
    #expect(
      folder.read("credentials")
        == "[dev-mfa]\noutput = json\naws_access_key_id=ASIA1\naws_session_token = t/+==\naws_secret_access_key = s/+=\nexpiration = 2026-01-02T03:04:05Z\n# mine\n"
    )
  }

  private static let expiration = "2026-01-02T03:04:05Z"

  @Test(
    "can be taken out again, and the file is as it was",
    arguments: [
      "", "[a]\nx = y\n", "# note\r\n[a]\r\nx = y\r\n", "[a]\nx = y\n\n\n# end\n",
      "[dev-mfa]\n# note\n", "[dev-mfa]\noutput = json\nregion = eu-north-1\n\n[b]\nx = y\n",
    ])
  func removal(text: String) throws {
    try folder.write(text, to: "credentials")
    try write(section())
    #expect(folder.read("credentials") != text)
    #expect(try section().removeSession(until: Self.expiration))
    #expect(folder.read("credentials") == text)
    #expect(try !section().removeSession(until: Self.expiration))
  }

  @Test("is taken out of the middle with nothing else, and leaves what others have added")
  func removalFromTheMiddle() throws {
    try folder.write("[dev-mfa]\n\n# of b\n[b]\nx = y\n", to: "credentials")
    try write(section(), region: "eu-west-1")
    #expect(try section().removeSession(until: Self.expiration))
    #expect(folder.read("credentials") == "[dev-mfa]\n\n# of b\n[b]\nx = y\n")
  }

  @Test("is not taken out when it holds another session, or keys, by now")
  func changedSinceWritten() throws {
    try write(section())
    #expect(try !section().removeSession(until: "2026-01-02T03:04:06Z"))
    let text = "[dev-mfa]\naws_access_key_id = AKIA1\naws_secret_access_key = s\nexpiration = \(Self.expiration)\n"
    let open = try section()
    try folder.write(text, to: "credentials")
    #expect(try !open.removeSession(until: Self.expiration))
    #expect(folder.read("credentials") == text)
  }

  @Test(
    "is refused over long-term keys, however they are written",
    arguments: [
      "[dev-mfa]\naws_access_key_id = AKIA1\naws_secret_access_key = x\n",
      "[dev-mfa] # note\nAWS_ACCESS_KEY_ID : AKIA1\n",
      "[dev-mfa]\naws_secret_access_key = x\n", "[dev-mfa]\naws_access_key_id = AKIA1\naws_session_token = x\n",
      "[DEFAULT]\naws_access_key_id = AKIA1\n[dev-mfa]\n",
    ])
  func longTermKeys(text: String) throws {
    try folder.write(text, to: "credentials")
    #expect(throws: CredentialsSection.Invalid.holdsLongTermKeys(section: "dev-mfa", path: path)) { try section() }
    #expect(folder.read("credentials") == text)
  }

  @Test("is refused where it would hide long-term keys of the config file")
  func hiddenKeys() throws {
    let config = "[profile dev-mfa]\naws_access_key_id = AKIA1\naws_secret_access_key = x\n"
    #expect(throws: CredentialsSection.Invalid.holdsLongTermKeys(section: "dev-mfa", path: folder.path + "/config")) {
      try section(config: config)
    }
  }

  @Test(
    "is refused where a setting of the config file would be followed instead",
    arguments: ["role_arn", "sso_session", "sso_start_url"])
  func overruled(setting: String) throws {
    #expect(
      throws: CredentialsSection.Invalid.overruled(section: "dev-mfa", path: folder.path + "/config", by: setting)
    ) { try section(config: "[profile dev-mfa]\n\(setting) = x\n") }
  }

  @Test("follows no link for its lock, which might lead root to another's file")
  func lockLink() throws {
    let other = try folder.write("another's", to: "other")
    try FileManager.default.createSymbolicLink(atPath: path + ".lock", withDestinationPath: other)
    #expect(throws: CredentialsSection.Invalid.self) { try section() }
    #expect(folder.read("other") == "another's")
  }

  @Test("belongs to the folder's owner when root writes it, with all that is made for it", .enabled(if: geteuid() == 0))
  func root() throws {
    #expect(chown(folder.path, 65534, 65534) == 0)
    let files = try ProfileFiles(
      credentialsFile: folder.path + "/new/aws/credentials", environment: ["AWS_CONFIG_FILE": folder.path + "/none"])
    try write(CredentialsSection(named: "dev-mfa", in: files))
    for name in ["new", "new/aws", "new/aws/credentials", "new/aws/credentials.lock"] {
      var status = stat()
      #expect(stat("\(folder.path)/\(name)", &status) == 0 && status.st_uid == 65534 && status.st_gid == 65534)
      #expect(status.st_mode & 0o077 == 0)
    }
  }

  @Test("keeps the file's owner and group", .enabled(if: geteuid() == 0))
  func owner() throws {
    try folder.write("[a]\nx = 1\n", to: "credentials")
    #expect(chown(path, 65534, 2000) == 0 && chmod(path, 0o660) == 0)
    try write(section())
    var status = stat()
    #expect(
      stat(path, &status) == 0 && status.st_uid == 65534 && status.st_gid == 2000 && status.st_mode & 0o777 == 0o660)
  }

  @Test("takes away what a killed writer has left behind")
  func leftover() throws {
    let stray = try folder.write("keys", to: "credentials.new")
    try write(section())
    #expect(!FileManager.default.fileExists(atPath: stray))
  }

  @Test("is refused when such keys, or a mistake, came into the file meanwhile")
  func changedMeanwhile() throws {
    let section = try section()
    let keys = "[dev-mfa]\naws_access_key_id = AKIA1\naws_secret_access_key = x\n"
    try folder.write(keys, to: "credentials")
    #expect(throws: CredentialsSection.Invalid.self) { try write(section) }
    #expect(folder.read("credentials") == keys)
    try folder.write("broken", to: "credentials")
    #expect(throws: CredentialsSection.Invalid.self) { try write(section) }
    #expect(folder.read("credentials") == "broken")
  }

  @Test("is not written where it would inherit a mistake that makes the file unreadable")
  func inheritedMistake() throws {
    let text = "[DEFAULT]\ns3 =\n  broken\n"
    try folder.write(text, to: "credentials")
    let section = try section()
    #expect(throws: CredentialsSection.Invalid.self) { try write(section) }
    #expect(folder.read("credentials") == text)
  }

  @Test(
    "has a name that every reader finds again",
    arguments: ["", " ", "a ", "a]b", "[a", "a\nb", "a\tb", "DEFAULT", "\u{1B}[31m"])
  func names(name: String) throws {
    #expect(throws: CredentialsSection.Invalid.name(name)) { try section(name) }
  }

  @Test("keeps the file's mode, and makes a new file for its owner alone")
  func modes() throws {
    try write(section())
    #expect(try mode(path) == 0o600)
    #expect(try mode(path + ".lock") == 0o600)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    try write(section())
    #expect(try mode(path) == 0o640)
  }

  @Test("goes to where a symbolic link leads, which stays a link", arguments: [true, false])
  func symbolicLink(exists: Bool) throws {
    if exists { try folder.write("[a]\nx = 1\n", to: "dotfiles/aws") }
    try FileManager.default.createDirectory(atPath: folder.path + "/dotfiles", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/other", withDestinationPath: "dotfiles/aws")
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "other")
    try write(section())
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "other")
    #expect(folder.read("dotfiles/aws").contains("[dev-mfa]"))
    #expect(folder.read("dotfiles/aws").contains("[a]") == exists)
  }

  @Test("does not take the place of a folder, a device or a pipe")
  func notAFile() throws {
    let section = try section()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    #expect(throws: CredentialsSection.Invalid.self) { try write(section) }
    try FileManager.default.removeItem(atPath: path)
    #expect(mkfifo(path, 0o600) == 0)
    #expect(throws: CredentialsSection.Invalid.self) { try write(section) }
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
  }

  @Test("survives many writers at once, and no reader ever sees half a file")
  func concurrency() async throws {
    let padding = String(repeating: "# a line of the user's\n", count: 2000)
    try folder.write(padding, to: "credentials")
    let path = path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<40 {
        group.addTask { try write(section("s\(number)"), key: "ASIA\(number)") }
        group.addTask {
          let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
          #expect(text.hasPrefix(padding) && text.hasSuffix("\n"))
          #expect((try? INIDocument(Array(text.utf8))) != nil)
        }
      }
      try await group.waitForAll()
    }
    let document = try INIDocument(Array(folder.read("credentials").utf8))
    #expect(document.sections.count == 40)
    for number in 0..<40 {
      let written = try #require(document.section(named: "s\(number)"))
      #expect(document.settings(of: written)["aws_access_key_id"] == "ASIA\(number)")
    }
    // Nothing is left behind.
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
        "config", "credentials", "credentials.lock",
      ])
  }
}
