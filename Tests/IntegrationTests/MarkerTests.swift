import Foundation
import TestSupport
import Testing

@Suite("The marker")
struct MarkerTests {
  private static let shells = ShellSession.kinds

  /// The first prompt of a shell with a session.
  private func prompt(
    _ shell: String, secondsLeft: Int, initOptions: String = "--no-completions", after: String = "",
    environment: [String: String] = [:]
  ) throws -> String {
    let session = try ShellSession(
      shell, Home(), before: ShellSession.expired(shell, secondsAgo: -secondsLeft), initOptions: initOptions,
      after: after, environment: environment)
    return session.terminal.transcript
  }

  @Test(
    "says how much is left", arguments: shells,
    [(2575, "42m"), (3955, "1h05m"), (90_055, "25h00m"), (-5, "expired")])
  func left(shell: String, time: (seconds: Int, words: String)) throws {
    #expect(try prompt(shell, secondsLeft: time.seconds).withoutEscapes.contains("(aws:dev \(time.words)) ready> "))
  }

  @Test("is not there without a session, when it is switched off or left out", arguments: shells)
  func absent(shell: String) throws {
    #expect(try !ShellSession(shell, Home()).terminal.transcript.contains("(aws:"))
    #expect(try !prompt(shell, secondsLeft: 2000, environment: ["AWS_MFA_SESSION_PROMPT": "0"]).contains("(aws:"))
    #expect(try !prompt(shell, secondsLeft: 2000, initOptions: "--no-prompt").contains("(aws:"))
  }

  @Test(
    "is green, yellow under ten minutes, and red when the session is over", arguments: shells,
    [(2000, "32"), (500, "33"), (-5, "31")])
  func colours(shell: String, time: (seconds: Int, colour: String)) throws {
    let shown = try prompt(shell, secondsLeft: time.seconds, environment: ["NO_COLOR": "", "TERM": "xterm-256color"])
    let before = String(try #require(shown.range(of: "(aws:dev").map { shown[..<$0.lowerBound] }))
    #expect(before.hasSuffix("\u{1B}[\(time.colour)m") || before.hasSuffix("\u{1B}[\(time.colour)m\u{1B}[K"))
  }

  @Test(
    "has no colour where NO_COLOR or the terminal says so", arguments: shells,
    [["TERM": "vt100", "NO_COLOR": ""], [:]])
  func colourless(shell: String, environment: [String: String]) throws {
    #expect(try !prompt(shell, secondsLeft: 2000, environment: environment).contains("\u{1B}[32m(aws"))
  }

  @Test(
    "survives what builds prompts",
    arguments: [
      ("bash", "PROMPT_COMMAND+=('PS1=\"ready> \"')"),
      ("bash", "rebuild() { PS1='ready> '; }; PROMPT_COMMAND=\"rebuild; $PROMPT_COMMAND\""),
      ("zsh", "precmd() { PROMPT='ready> ' }"), ("zsh", "precmd_functions+=(rebuild); rebuild() { PROMPT='ready> ' }"),
      ("zsh", "setopt prompt_subst; name=ready; PROMPT='${name}> '; RPROMPT='right'"),
      ("fish", "function fish_right_prompt; echo right; end"),
      ("fish", "function fish_mode_prompt; echo -n '[N]'; end; function fish_prompt; echo -n 'ready> '; end"),
    ])
  func rebuilt(shell: String, after: String) throws {
    let session = try ShellSession(
      shell, Home(), before: ShellSession.expired(shell, secondsAgo: -2575), after: after)
    // What builds it behind us is noticed when it has.
    try session.run("true")
    for _ in 1...3 {
      // Once at each prompt, right before what the user's own begins with.
      let shown = try session.run("true").withoutEscapes
      #expect(shown.components(separatedBy: "(aws:dev 42m) ").count == 2, "\(shown)")
    }
  }

  @Test(
    "comes after leading empty lines of a prompt",
    arguments: [("bash", "PS1='\\n\\nready> '"), ("zsh", "PROMPT=$'\\n\\nready> '")])
  func multiLine(shell: String, after: String) throws {
    let shown = try prompt(shell, secondsLeft: 2575, after: after).withoutEscapes
    #expect(shown.contains("\n(aws:dev 42m) ready> "))
  }

  @Test(
    "is left out without a word where the prompt may not be set",
    arguments: [("bash", "readonly PS1"), ("bash", "readonly PROMPT_COMMAND=:"), ("zsh", "readonly PROMPT")])
  func readonly(shell: String, before: String) throws {
    let session = try ShellSession(
      shell, Home(), before: ShellSession.expired(shell, secondsAgo: -2575) + "\n" + before)
    #expect(try session.run("true").contains("ready> "))
    #expect(!session.terminal.transcript.contains("readonly variable"))
    #expect(!session.terminal.transcript.contains("read-only"))
  }

  @Test("changes as the session does", arguments: shells)
  func live(shell: String) throws {
    let session = try ShellSession(shell, Home())
    session.type("aws-mfa-session use dev")
    try session.answerCode()
    #expect(try session.awaitPrompt().withoutEscapes.contains(#/\(aws:dev (59m|1h00m)\) ready> /#))
    #expect(try !session.run("aws-mfa-session off").withoutEscapes.contains("(aws:dev"))
  }

  @Test("runs nothing that a name holds", arguments: shells)
  func hostile(shell: String) throws {
    let session = try ShellSession(
      shell, Home(),
      environment: [
        "AWS_MFA_SESSION_PROFILE": "$(touch ~/bad)`touch ~/bad`%n\\u\u{1B}]0;x\u{7}", "AWS_SESSION_TOKEN": "x",
        "AWS_ACCESS_KEY_ID": "x", "AWS_MFA_SESSION_EXPIRES": String(Int(Date().timeIntervalSince1970) + 2575),
      ])
    #expect(session.terminal.transcript.withoutEscapes.contains("(aws:__touch _/bad__touch _/bad__n_u__0_x_ 42m) "))
    #expect(
      session.home.folder.read("bad") == ""
        && !FileManager.default.fileExists(atPath: session.home.folder.path + "/bad"))
  }

  @Test(
    "does not evaluate an expiry that is no number", arguments: shells,
    ["a[$(touch ~/bad)]", "99999999999999999999", "-1", "0x10"])
  func hostileExpiry(shell: String, expiry: String) throws {
    let session = try ShellSession(
      shell, Home(),
      environment: [
        "AWS_MFA_SESSION_PROFILE": "dev", "AWS_SESSION_TOKEN": "x", "AWS_ACCESS_KEY_ID": "x",
        "AWS_MFA_SESSION_EXPIRES": expiry,
      ])
    #expect(try session.run("aws s3 ls").contains("<aws key=x: s3 ls>"))
    #expect(!session.terminal.transcript.contains("(aws:"))
    #expect(!FileManager.default.fileExists(atPath: session.home.folder.path + "/bad"))
  }

  @Test("is a variable for starship, which draws the prompt itself", arguments: shells)
  func starship(shell: String) throws {
    let live = ShellSession.expired(shell, secondsAgo: -2575)
    let starship = shell == "fish" ? "function enable_transience; end" : "starship_precmd() { :; }"
    let session = try ShellSession(
      shell, Home(), before: "\(live)\n\(starship)", environment: ["STARSHIP_SHELL": shell])
    #expect(!session.terminal.transcript.contains("(aws:"))
    #expect(try session.run("env").contains("AWS_MFA_SESSION_MARKER=aws:dev 42m"))
    // In a shell that starship does not run in, its variable is inherited.
    let other = try ShellSession(shell, Home(), before: live, environment: ["STARSHIP_SHELL": "bash"])
    #expect(other.terminal.transcript.contains("(aws:dev 42m) "))
  }

  @Test("is a segment for powerlevel10k")
  func powerlevel() throws {
    let session = try ShellSession(
      "zsh", Home(), before: ShellSession.expired("zsh", secondsAgo: -2575) + "\np10k() { print -r -- \"<$*>\" }")
    #expect(!session.terminal.transcript.contains("(aws:"))
    #expect(try session.run("prompt_aws_mfa_session").contains("-t aws:dev 42m"))
  }
}
