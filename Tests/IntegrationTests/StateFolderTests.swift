import Foundation
import TestSupport
import Testing

@Suite("The folder for sessions")
struct StateFolderTests {
  @Test("and all in it is its owner's alone from the first instant, whatever the umask")
  func modes() throws {
    let home = try Home()
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: home.folder.path + "/.aws/credentials")
    let trace = home.folder.path + "/trace"
    let program = "strace -f -o \(trace) -e trace=mkdir,openat,open,creat,chmod,fchmod,fchmodat aws-mfa-session"
    for (window, options) in [(0, "-u dev-mfa"), (1, "-e")] {
      let code = try home.emulator.code(home.device, window: window)
      let result = try home.shell("bash", "umask 000; \(program) -p dev -c \(code) \(options)")
      #expect(result.status == 0, "\(result.errors)")
      let calls = home.folder.read("trace").split(separator: "\n").filter {
        $0.contains(home.stateFolder) || $0.contains("chmod")
      }
      let makers = calls.filter { $0.contains("mkdir") || $0.contains("O_CREAT") }
      #expect(!makers.isEmpty)
      for call in makers where !call.contains("= -1") {
        #expect(call.contains("0700)") || call.contains("0600)"), "\(call)")
      }
      #expect(!calls.contains { $0.contains("chmod") }, "\(calls)")
    }
    let modes = try home.shell("bash", "stat -c %a '\(home.stateFolder)'; stat -c %a '\(home.stateFolder)'/* | sort -u")
    #expect(modes.output == "700\n600\n")
  }

  @Test(
    "is refused when others can enter it, with the mend, before a code is spent", arguments: ["-e", "status", "list"])
  func notPrivate(command: String) throws {
    let home = try Home()
    try home.cacheSession()
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: home.stateFolder)
    let arguments = command == "-e" ? ["-p", "dev", "-c", "123456", "-e"] : [command]
    let result = try run([Project.program] + arguments, environment: home.environment)
    #expect(result.status == 73, "\(result)")
    #expect(
      result.errors.contains("is open to other users")
        && result.errors.contains("chmod 700 ~/.local/state/aws-mfa-session"))
    #expect(try home.calls() == ["GetSessionToken"])
  }

  @Test("has files that are no sessions any more replaced, which -v tells")
  func unusable() throws {
    let home = try Home()
    try home.cacheSession()
    let file = try #require(try home.stateFiles().first)
    let whole = try String(contentsOfFile: file, encoding: .utf8)
    try Data(whole.dropLast(5).utf8).write(to: URL(filePath: file))
    let code = try home.emulator.code(home.device, window: 1)
    let quiet = try home.run("-p", "dev", "-e")
    #expect(quiet.status == 66 && !quiet.errors.contains("skipping "))
    let result = try home.run("-p", "dev", "-e", "-v")
    #expect(result.errors.contains("skipping \(file), which is incomplete"), "\(result.errors)")
    #expect(try home.run("-p", "dev", "-c", code, "-e").status == 0)
    #expect(try home.run("-p", "dev", "-e").status == 0)
  }

  @Test("of another user is never read, nor a file of another user in one's own", .enabled(if: geteuid() == 0))
  func otherUser() throws {
    let home = try Home()
    try home.cacheSession()
    let file = try #require(try home.stateFiles().first)
    let nobody: uid_t = 65534
    // A file of another user's in this user's folder.
    #expect(chown(file, nobody, gid_t(nobody)) == 0)
    let foreign = try home.run("-p", "dev", "-e", "-v")
    #expect(foreign.status == 66 && foreign.errors.contains("belongs to another user"), "\(foreign.errors)")
    #expect(try home.run("-p", "dev", "-c", home.emulator.code(home.device, window: 1), "-e").status == 0)
    var status = stat()
    #expect(stat(file, &status) == 0 && status.st_uid == geteuid())
    // This user's folder, from the other's point of view: in a place that both can reach.
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: home.folder.path)
    for path in [".local", ".local/state", ".aws"] {
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: home.folder.path + "/" + path)
    }
    for path in [".aws/config", ".aws/credentials"] {
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: home.folder.path + "/" + path)
    }
    let program = try home.folder.copyProgram(Project.program, to: "program")
    let other = try run(
      ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", program, "-p", "dev", "-e"],
      environment: home.environment)
    #expect(
      other.status == 73 && other.errors.contains("belongs to another user") && other.errors.contains("XDG_STATE_HOME"),
      "\(other)")
    #expect(!other.output.contains("ASIA"))
  }

  @Test("is the user's own also where root has been at work in it", .enabled(if: geteuid() == 0))
  func root() throws {
    let home = try Home()
    try FileManager.default.createDirectory(atPath: home.stateFolder, withIntermediateDirectories: true)
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: home.stateFolder)
    #expect(chown(home.stateFolder, 65534, 65534) == 0)
    #expect(try home.run("-p", "dev", "-e").status == 66)
    #expect(try home.cacheSession().status == 0)
    let owners = try home.shell("bash", "stat -c %u '\(home.stateFolder)'/* | sort -u")
    #expect(owners.output == "65534\n", "\(owners)")
  }

  @Test("is in XDG_STATE_HOME where that is set")
  func xdg() throws {
    let home = try Home()
    let state = home.folder.path + "/state"
    let code = try home.emulator.code(home.device)
    #expect(try home.run("-p", "dev", "-c", code, "-e", environment: ["XDG_STATE_HOME": state]).status == 0)
    #expect(try home.run("status", "dev", environment: ["XDG_STATE_HOME": state]).status == 0)
    #expect(try home.run("status", "dev").status == 1)
  }

  @Test("does without, where no folder can be made, and says so")
  func noPlace() throws {
    let home = try Home()
    let code = try home.emulator.code(home.device)
    let result = try home.run("-p", "dev", "-c", code, "-e", environment: ["XDG_STATE_HOME": "/proc/nowhere"])
    #expect(result.status == 0 && result.output.contains("AWS_SESSION_TOKEN"))
    #expect(result.errors.contains("could not be cached"), "\(result.errors)")
  }
}
