import Foundation
import TestSupport
import Testing

@Suite("exec")
struct ExecTests {
  private func exec(_ home: Home, _ script: String, environment: [String: String] = [:]) throws -> Finished {
    try home.shell("bash", script, environment: environment)
  }

  @Test("has the status of its command", arguments: [("exit 0", 0), ("exit 7", 7), ("kill -TERM $$", 143)])
  func status(script: String, status: Int32) throws {
    let home = try Home()
    try home.cacheSession()
    let result = try exec(home, "aws-mfa-session exec -p dev -- sh -c '\(script)'")
    #expect(result.status == status, "\(result)")
  }

  @Test(
    "looks for its command before it asks",
    arguments: [("no-such-command", 127), ("/etc/passwd", 126), ("/", 126), ("''", 127)])
  func notThere(command: String, status: Int32) throws {
    let home = try Home()
    let result = try exec(home, "aws-mfa-session exec -p dev -c 123456 -- \(command)")
    #expect(
      result.status == status && result.errors.contains("Cannot run \"\(command == "''" ? "" : command)\": "),
      "\(result)")
    #expect(try home.calls().isEmpty)
  }

  @Test("says what is missing", arguments: ["exec -p dev dev env", "exec dev env"])
  func usage(line: String) throws {
    let result = try exec(Home(), "aws-mfa-session \(line)")
    #expect(result.status == 64 && result.errors.contains("Put -- before"), "\(result)")
  }

  @Test(
    "takes the profile as an argument, as use, status and clear do",
    arguments: ["exec dev -- env", "exec -q dev -- env"])
  func argument(line: String) throws {
    let home = try Home()
    try home.cacheSession()
    let result = try exec(home, "aws-mfa-session \(line)")
    #expect(result.status == 0 && result.output.contains("AWS_MFA_SESSION_PROFILE=dev\n"), "\(result)")
    let twice = try exec(home, "aws-mfa-session exec dev -p other -- env")
    #expect(twice.status == 64 && twice.errors.contains("Two profiles given: dev and other."), "\(twice)")
  }

  @Test(
    "opens the shell of -s where there is no command",
    arguments: [["exec", "dev"], ["exec", "-p", "dev"], ["exec", "dev", "--"]])
  func shell(arguments: [String]) throws {
    let home = try Home()
    try home.cacheSession()
    let session = try PseudoTerminal([Project.program] + arguments, environment: home.environment)
    try session.expect("AWS:\(home.user.user)@\(home.user.account) ")
    session.type("exit 5\n")
    #expect(try session.finish() == 5)
  }

  @Test(
    "gives back every signal, however the session came",
    arguments: [
      "cache", "code", "prompt", "mfa_process", "mfa_process at the terminal", "credential_process", "waited for",
      "pinentry", "refresh",
    ])
  func signalsOfEveryWay(way: String) throws {
    let home = try Home(settings: way.hasPrefix("mfa_process") ? "mfa_process = printf %s $TEST_GIVEN_CODE\n" : "")
    let path = home.folder.path
    if way == "credential_process" {
      try home.folder.write("[other]\n", to: ".aws/credentials")
      try home.folder.write(home.keyAsJSON, to: "keys")
      try home.configure("credential_process = cat \(path)/keys")
    }
    let code = try home.emulator.code(home.device)
    let show = "grep -E 'Sig(Blk|Ign)' /proc/self/status"
    let option = way == "code" || way == "credential_process" ? "-c \(code)" : way == "refresh" ? "--refresh" : ""
    if ["cache", "refresh"].contains(way) { try home.cacheSession() }
    let script = "\(show) >\(path)/before; aws-mfa-session exec -q dev \(option) -- \(show) >\(path)/after"
    var environment = ["TEST_GIVEN_CODE": code]
    if way == "pinentry" {
      let answers =
        "echo OK; while read -r line; do [ \"$line\" != GETPIN ] || echo \"D $TEST_GIVEN_CODE\"; echo OK; done"
      environment["PINENTRY_PROGRAM"] = try home.folder.writeProgram("#!/bin/sh\n\(answers)\n", to: "pinentry")
      environment["AWS_MFA_SESSION_ASK"] = "pinentry"
    }
    if ["prompt", "waited for", "mfa_process at the terminal"].contains(way) {
      let other = way == "waited for" ? try home.start("-p", "dev", "-e") : nil
      try other?.expect("MFA code for \(home.user.user)@\(home.user.account): ")
      let session = try home.shellAtTerminal(script, environment: environment)
      if let other {
        try session.expect("another terminal is asking for the code…")
        other.type(code)
        #expect(try other.finish() == 0)
      } else if way == "prompt" {
        try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
        session.type(code)
      }
      #expect(try session.finish() == 0, "\(session.transcript)")
    } else {
      let result = try exec(home, script, environment: environment)
      #expect(result.status == 0, "\(result)")
    }
    #expect(!home.folder.read("after").isEmpty && home.folder.read("before") == home.folder.read("after"))
  }

  @Test("is its command's process")
  func sameProcess() throws {
    let home = try Home()
    try home.cacheSession()
    let result = try exec(home, "echo $$; exec aws-mfa-session exec -p dev -- sh -c 'echo $$'")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 2 && lines[0] == lines[1], "\(result)")
  }

  @Test("leaves standard input and output to its command, to the byte")
  func streams() throws {
    let home = try Home()
    try home.cacheSession()
    let result = try exec(home, #"printf 'a\0\377\nb' | aws-mfa-session exec -p dev -- cat | od -An -tx1"#)
    #expect(result.output == " 61 00 ff 0a 62\n", "\(result)")
  }

  @Test("hands its arguments on byte for byte, and finds commands whose names are not text")
  func bytes() throws {
    let home = try Home()
    try home.cacheSession()
    let result = try exec(home, "aws-mfa-session exec -q -p dev -- printf %s $'a\\xff\\xe9b' | od -An -tx1")
    #expect(result.output == " 61 ff e9 62\n", "\(result)")
    let folder = home.folder.path
    let named = try exec(
      home,
      """
      d=$'\(folder)/\\xe9'; mkdir "$d"; ln -s /bin/echo "$d/"$'s\\xe9'; PATH=$d:$PATH
      aws-mfa-session exec -q -p dev -- $'s\\xe9' found; cd "$d"; aws-mfa-session exec -q -p dev -- ./$'s\\xe9' found
      """)
    #expect(named.output == "found\nfound\n", "\(named)")
  }

  @Test("leaves standard input to its command although a credential_process would read it")
  func greedyProcess() throws {
    let home = try Home()
    try home.folder.write(home.keyAsJSON, to: "keys.json")
    try home.folder.write("", to: ".aws/credentials")
    try home.configure("credential_process = sh -c 'cat >/dev/null; cat \(home.folder.path)/keys.json'")
    let code = try home.emulator.code(home.device)
    let result = try exec(home, "echo mine | aws-mfa-session exec -p dev -c \(code) -- cat")
    #expect(result.output == "mine\n", "\(result)")
  }

  @Test("leaves what follows the code in standard input to its command")
  func codeFromInput() throws {
    let home = try Home()
    let code = try home.emulator.code(home.device)
    let result = try exec(home, "printf '\(code)\\nthe rest' | aws-mfa-session exec -p dev -c - -- cat")
    #expect(result.output == "the rest", "\(result)")
    for input in ["", "12345", "no code"] {
      let wrong = try exec(home, "printf '\(input)' | aws-mfa-session -p dev --code - -e")
      #expect(wrong.status == 64 && wrong.errors.contains("not an MFA code of six digits"), "\(wrong)")
    }
  }

  @Test(
    "adds the variables of -e to the environment, and takes away what -e unsets; all else is as it was, text or not")
  func environment() throws {
    let home = try Home()
    try home.cacheSession()
    let result = try exec(
      home,
      """
      export ODD=$'a\\xffb\\nc' AWS_PROFILE=dev AWS_SECURITY_TOKEN=x
      env -0 | grep -zv ^_= | sort -z >before; aws-mfa-session exec -q -- env -0 | grep -zv ^_= | sort -z >after
      aws-mfa-session -q -e --format env | tr '\\n' '\\0' | sort -z >printed
      comm -z -13 before after | cmp - printed && comm -z -23 before after | tr '\\0' '\\n'
      """.replacing("before", with: "\(home.folder.path)/before").replacing("after", with: "\(home.folder.path)/after")
        .replacing("printed", with: "\(home.folder.path)/printed"))
    #expect(result.output == "AWS_PROFILE=dev\nAWS_SECURITY_TOKEN=x\n", "\(result)")
  }

  @Test("hands on no open file, and signals as they were, also a closed standard stream")
  func descriptors() throws {
    let home = try Home()
    let code = try home.emulator.code(home.device)
    // With the network in between; and what the tests themselves have open is everywhere.
    let list = "sh -c 'ls /proc/$$/fd'"
    let files = try exec(home, "\(list); echo; aws-mfa-session exec -p dev -c \(code) -- \(list)")
    let halves = files.output.components(separatedBy: "\n\n").map { $0.split(separator: "\n") }
    #expect(halves.count == 2 && halves[0] == halves[1], "\(files)")
    let closed = try exec(home, "aws-mfa-session exec -p dev -- \(list) <&-")
    #expect(!closed.output.split(separator: "\n").contains("0"), "\(closed)")
    let show = "grep -E 'Sig(Blk|Ign|Cgt)' /proc/self/status"
    let signals = try exec(
      home,
      "trap '' USR1 PIPE; \(show) >\(home.folder.path)/a; aws-mfa-session exec -p dev -- \(show) | diff \(home.folder.path)/a - && echo same"
    )
    #expect(signals.output == "same\n", "\(signals)")
  }

  @Test("leaves signals to its command", arguments: ["INT", "TERM", "HUP"])
  func signals(name: String) throws {
    let home = try Home()
    try home.cacheSession()
    let script = "trap 'echo got \(name); exit 9' \(name); echo ready; while read -r line; do :; done"
    let session = try home.start("exec", "-p", "dev", "--", "/bin/sh", "-c", script)
    try session.expect("ready")
    switch name {
    case "INT": session.type(PseudoTerminal.controlC)
    case "TERM": kill(session.identifier, SIGTERM)
    default: kill(session.identifier, SIGHUP)
    }
    try session.expect("got \(name)")
    #expect(try session.finish() == 9)
  }

  @Test("leaves job control to the shell")
  func jobControl() throws {
    let home = try Home()
    try home.cacheSession()
    let session = try ShellSession("bash", home)
    session.type("aws-mfa-session exec -p dev -- cat")
    try session.expect("no code needed.")
    session.type("one")
    try session.expect("one\r\none")
    session.terminal.type(PseudoTerminal.controlZ)
    try session.expect("Stopped")
    try session.awaitPrompt()
    session.type("fg")
    try session.expect("-- cat\r\n")
    session.terminal.awaitLineMode()
    session.type("two")
    try session.expect("two\r\ntwo")
    session.terminal.type([4])
    try session.awaitPrompt()
    #expect(try session.lastStatus() == "0")
  }
}
