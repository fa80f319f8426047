import Foundation
import TestSupport
import Testing

/// Nothing that a user may have set breaks the hook, and the hook breaks nothing of the user's.
@Suite("The hook, whatever the user's settings,")
struct HookSettingsTests {
  struct Setting: CustomTestStringConvertible {
    let shell: String
    let lines: String
    var testDescription: String { "\(shell): \(lines)" }
  }

  static let settings: [Setting] =
    [
      "set -u", "set -eu", "set -o pipefail", "set -a", "set -x", "set -f", "set -C", "set -T", "set -k",
      "shopt -s extdebug",
      "shopt -s nocasematch failglob nullglob lithist cmdhist", "IFS=:", "set -o posix", "HISTCONTROL=ignoreboth",
      "set +o history", "trap 'true debugged' DEBUG", "trap 'echo interrupted' INT",
      "PROMPT_COMMAND=\"true;${PROMPT_COMMAND-}\"",
      "PROMPT_COMMAND+='\ntrue;'", "PROMPT_COMMAND=(true \"${PROMPT_COMMAND[@]}\" 'true 2')", "PS0='running '",
      "alias builtin=false command=false trap=false set=false shopt=false",
      "alias printf=false export=false local=false unset=false", "export() { false; }; unset() { false; }",
      "source '\(bashPreexec)'", "source '\(bashPreexec)'; preexec() { true; }; precmd() { true; }",
    ].map { Setting(shell: "bash", lines: $0) }
    + [
      "setopt KSH_ARRAYS", "setopt NO_UNSET", "setopt SH_WORD_SPLIT", "setopt ERR_EXIT", "setopt ERR_RETURN",
      "setopt XTRACE", "setopt WARN_CREATE_GLOBAL WARN_NESTED_VAR", "setopt GLOB_SUBST NULL_GLOB",
      "setopt POSIX_BUILTINS",
      "setopt RC_QUOTES", "setopt CSH_JUNKIE_QUOTES", "setopt IGNORE_BRACES", "setopt PROMPT_SUBST",
      "setopt ALL_EXPORT", "IFS=:",
      "precmd() { true; }; preexec() { true; }", "bindkey -v", "TRAPINT() { print interrupted; return 130; }",
      "alias builtin=false command=false local=false", "export() { false; }; print() { false; }", "RPROMPT=right",
    ].map { Setting(shell: "zsh", lines: $0) }
    + [
      "function fish_right_prompt; echo right; end", "fish_vi_key_bindings", "function count; false; end",
      "function fish_mode_prompt; echo -n '[mode] '; end", "function test; builtin test $argv; end",
      "function fish_preexec --on-event fish_preexec; true; end", "alias set_color false",
    ].map { Setting(shell: "fish", lines: $0) }

  private static let bashPreexec = "\(Project.root)/.build/bash-preexec/bashhub/shell/deps/bash-preexec.sh"

  @Test("asks, and goes on", arguments: settings, [true, false])
  func works(setting: Setting, before: Bool) throws {
    let shell = setting.shell
    let session = try ShellSession(
      shell, Home(), before: ShellSession.expired(shell) + "\n" + (before ? setting.lines : ""),
      after: before ? "" : setting.lines)
    session.type("aws s3 ls")
    try session.answerCode()
    let key = try session.newKey(of: "aws", "s3 ls")
    try session.awaitPrompt()
    #expect(try session.run("aws s3 ls").contains("<aws key=\(key): s3 ls>"))
    session.type("printf '%s-%s\\n' still here")
    try session.expect(setting.lines.contains("printf") ? "printf" : "still-here")
    #expect(session.hookCalls == 1)
  }

  @Test(
    "drops a cancelled line in a bash before 5.1, and asks for the next",
    arguments: settings.filter { $0.shell == "bash" && !$0.lines.contains("PROMPT_COMMAND=(") }, [true, false])
  func olderBash(setting: Setting, before: Bool) throws {
    let session = try ShellSession(
      "bash", Home(), before: ShellSession.expired("bash") + "\n" + (before ? setting.lines : ""),
      integration: ShellSession.integration(ofBash: "404"), after: before ? "" : setting.lines)
    _ = try session.cancelAndAnswer("aws s3 ls", then: "aws s3 ls")
    try session.awaitPrompt()
    #expect(session.questions == 2)
  }

  @Test(
    "gives bash's own traps and options back after a cancel", arguments: UnrecordedLineTests.versions,
    [
      "", "alias builtin=false command=false trap=false set=false shopt=false", "set -aeu",
      "trap 'true debugged' DEBUG",
    ])
  func restored(version: String, setting: String) throws {
    let session = try ShellSession(
      "bash", Home(),
      before: ShellSession.expired("bash") + "\nHISTCONTROL=ignorespace\ntrap 'true interrupted' INT\n\(setting)",
      integration: ShellSession.integration(ofBash: version))
    let lines = [
      "aws s3 ls", "true; aws s3 ls", "echo x | aws s3 ls", " aws s3 ls", " true; aws s3 ls", " echo x | aws s3 ls",
    ]
    for line in lines + (version.isEmpty ? [" (aws s3 ls)", " true | (aws s3 ls) | true"] : []) {
      try session.cancel(line)
      let state = try session.run(#"\trap -p INT; \shopt -p extdebug || :; echo "options=${-//[!aeu]/}.""#)
      let options = setting == "set -aeu" ? "options=aeu." : "options=."
      for text in ["'true interrupted'", "shopt -u extdebug", options] { #expect(state.contains(text), "\(state)") }
      try session.run("__aws_mfa_session_memo=")
    }
  }

  @Test("gives bash's options back after Ctrl-C while `use` waits for the keys", arguments: ["", "404"])
  func interruptedUse(version: String) throws {
    let home = try Home()
    try home.folder.write(
      "[profile slow]\nmfa_serial = GAHT12345678\ncredential_process = sh -c 'touch ~/asked-for-keys; sleep 60'\n",
      to: ".aws/config")
    let session = try ShellSession(
      "bash", home, before: "set -aeu", integration: ShellSession.integration(ofBash: version))
    session.type("aws-mfa-session use slow")
    try awaitCondition("the process of the keys") {
      FileManager.default.fileExists(atPath: home.folder.path + "/asked-for-keys")
    }
    session.terminal.type("\u{3}")
    try session.awaitPrompt()
    #expect(try session.run(#"echo "options=${-//[!aeu]/}.""#).contains("options=aeu."))
  }

  @Test(
    "gives zsh's own traps and options back after a cancel", arguments: ["", "setopt ERR_EXIT ALL_EXPORT KSH_ARRAYS"])
  func restoredInZsh(setting: String) throws {
    let session = try ShellSession(
      "zsh", Home(), before: ShellSession.expired("zsh") + "\ntrap 'true interrupted' INT\n\(setting)")
    let command = "trap; setopt | cksum"
    let before = try session.run(command)
    #expect(before.contains("true interrupted"))
    try session.cancel("true; aws s3 ls")
    #expect(try session.run(command) == before)
  }

  @Test("drops the line when the person cancels", arguments: settings)
  func cancels(setting: Setting) throws {
    let shell = setting.shell
    let session = try ShellSession(shell, Home(), before: ShellSession.expired(shell), after: setting.lines)
    try session.cancel("aws s3 ls")
    session.type("echo still-''here")
    try session.expect("still-here")
    #expect(!session.terminal.transcript.contains("<aws"))
  }

  @Test(
    "leaves status, pipe status, last argument, history, traps and options as they are without it",
    arguments: [
      (
        "bash",
        [
          "false", "echo $?", "false | true | false", "echo ${PIPESTATUS[@]}", "true a b", "echo $_", "[[ abc =~ b ]]",
          "echo $BASH_REMATCH", "history | tail -n 4", "trap -p INT DEBUG EXIT ERR RETURN", "set -o | cksum",
          "shopt | cksum", "jobs", "(exit 7)",
          "echo $?", "declare -p IFS", "set -o history; echo $-",
        ]
      ),
      (
        "zsh",
        [
          "false", "echo $?", "false | true | false", "echo $pipestatus", "true a b", "echo $_",
          "[[ abc = (#b)a(b)c ]]",
          "echo $match", "fc -l -3", "trap", "setopt | cksum", "jobs", "(exit 7)", "echo $?",
        ]
      ),
      (
        "fish",
        [
          "false", "echo $status", "false | true | false", "echo $pipestatus", "true a b", "echo $_",
          "functions -q aws",
          "echo $status", "jobs", "fish -c 'exit 7'", "echo $status",
        ]
      ),
    ], [-2000, 200])
  func transparent(shell: (name: String, lines: [String]), secondsAgo: Int) throws {
    func outputs(_ options: String) throws -> [String] {
      // The marker is another matter.
      let session = try ShellSession(
        shell.name, Home(), before: ShellSession.expired(shell.name, secondsAgo: secondsAgo), initOptions: options)
      return try shell.lines.map { try session.run($0).withoutEscapes }
    }
    #expect(try outputs("--no-prompt") == outputs("--no-prompt --no-hook"))
  }

  @Test(
    "starts no process at an ordinary prompt and command", .enabled(if: Project.hasStrace),
    arguments: ShellSession.kinds, [0, -36_000])
  func noProcess(shell: String, secondsAgo: Int) throws {
    let home = try Home()
    let trace = home.folder.path + "/trace"
    let session = try ShellSession(
      shell, home, before: secondsAgo == 0 ? "" : ShellSession.expired(shell, secondsAgo: secondsAgo),
      wrapper: [Project.tool("strace"), "-f", "-qq", "-e", "trace=process", "-o", trace])
    let started = {
      home.folder.read("trace").matches(of: /.*(v?fork|clone3?)\((?!.*CLONE_THREAD).*/).map { String($0.output.0) }
    }
    try session.run("true")
    let before = started()
    for _ in 1...20 { try session.run("true") }
    #expect(started().dropFirst(before.count) == [])
    // The trace does see them.
    try session.run("/bin/true")
    #expect(started().count > before.count)
  }
}
