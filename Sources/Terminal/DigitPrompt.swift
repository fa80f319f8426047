private import CEdit
private import Platform

extension ControllingTerminal {
  /// Asks for a number of digits, the last of which ends the input: no Enter is needed.
  ///
  /// The usual editing keys work, and `~/.editrc` is honoured. Input typed before the prompt is discarded: it was not meant as a
  /// code. Ctrl-Z stops the process as usual; the prompt continues where it was.
  /// - Parameters:
  ///   - prompt: shown before the digits, and shown anew when it changes; only its ASCII characters are.
  ///   - onSuspend: called before the process stops.
  ///   - wait: waits until one of the descriptors can be read, or some time has passed; answers whether to go on.
  /// - Throws: `TerminalError`.
  package func readDigits(
    _ prompt: @autoclosure @escaping () -> String, count: Int, onSuspend: () -> Void, wait: ([Int32]) -> Bool
  ) throws(TerminalError) -> String {
    let prompt = { String(printable(prompt()).map { $0.isASCII ? $0 : "?" }) }
    return try withoutActuallyEscaping(wait) { wait throws(TerminalError) in
      try withoutActuallyEscaping(onSuspend) { onSuspend throws(TerminalError) in
        try DigitEditor(self, prompt, count, onSuspend, wait).run()
      }
    }
  }
}

/// One input line of libedit that accepts only digits, ends at the last one, handles signals and signal keys, and allows other work
/// while it waits.
private final class DigitEditor {
  private let terminal: ControllingTerminal
  /// ASCII, as libedit wants it in the C locale.
  private let prompt: () -> String
  private var shownPrompt: UnsafeMutablePointer<CChar>?
  private let count: Int
  private let onSuspend: () -> Void
  private let wait: ([Int32]) -> Bool
  private let signals = SignalPipe([
    SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGTSTP, SIGCONT, SIGWINCH,
  ])
  private let files: [UnsafeMutablePointer<FILE>?]
  private let editor: OpaquePointer?
  /// The terminal's modes before the prompt.
  private var attributes = termios()
  private let hasAttributes: Bool
  private var filter = KeyFilter()
  private var queue: [UInt8] = []
  private var end: End?

  private enum End {
    case submitted(String)
    case refused(TerminalError)
    case signal(Int32)
  }

  init(
    _ terminal: ControllingTerminal, _ prompt: @escaping () -> String, _ count: Int,
    _ onSuspend: @escaping () -> Void, _ wait: @escaping ([Int32]) -> Bool
  ) {
    self.terminal = terminal
    self.prompt = prompt
    shownPrompt = strdup(prompt())
    self.count = count
    self.onSuspend = onSuspend
    self.wait = wait
    hasAttributes = tcgetattr(terminal.descriptor, &attributes) == 0
    let open = { (mode: String) in fdopen(fcntl(terminal.descriptor, F_DUPFD_CLOEXEC, 3), mode) }
    // libedit prints a message about an unknown TERM.
    files = [open("r"), open("w"), fopen("/dev/null", "we")]
    editor = aws_edit_init("aws-mfa-session", files[0], files[1], files[2])
    guard editor != nil else { return }
    aws_edit_set_client_data(editor, Unmanaged.passUnretained(self).toOpaque())
    aws_edit_set_prompt(editor) { editor in DigitEditor.from(editor)?.shownPrompt }
    aws_edit_set_reader(editor) { editor, character in
      guard let byte = DigitEditor.from(editor)?.nextByte() else { return -1 }
      character?.pointee = wchar_t(byte)
      return 1
    }
    aws_edit_take_signal_keys(editor)
    aws_edit_use_emacs_keys(editor)
    aws_edit_source(editor)
    bindKeys()
  }

  deinit {
    if editor != nil { aws_edit_end(editor) }
    for file in files where file != nil { fclose(file) }
    free(shownPrompt)
    restoreAttributes()
  }

  private func restoreAttributes() {
    if hasAttributes { tcsetattr(terminal.descriptor, TCSADRAIN, &attributes) }
  }

  /// libedit's client data is the editor's owner.
  private static func from(_ editor: OpaquePointer?) -> DigitEditor? {
    aws_edit_client_data(editor).map { Unmanaged<DigitEditor>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Called after `~/.editrc` is read: the user's bindings hold for all keys that the digit prompt does not need.
  private func bindKeys() {
    aws_edit_add_function(editor, "mfa-ignore") { _, _ in UInt8(CC_NORM) }
    aws_edit_add_function(editor, "mfa-enter") { editor, _ in DigitEditor.from(editor)?.enter() ?? UInt8(CC_ERROR) }
    for key in UInt8(0x20)...0x7E {
      let octal = String(key, radix: 8)
      let name = "\\" + String(repeating: "0", count: 3 - octal.count) + octal
      aws_edit_bind(editor, name, digits.contains(key) ? "ed-insert" : "mfa-ignore")
    }
    // Commands that would show more than this line or repeat a digit: libedit's command line, searches and counts, and vi's
    // editing in a file, which would contain the code. (With vi keys, Escape alone is a command.)
    let meta = aws_edit_uses_emacs_keys(editor) == 0 ? [] : ["\\033x"] + (0...9).map { "\\033\($0)" }
    for key in ["^R", "^S"] + meta { aws_edit_bind(editor, key, "mfa-ignore") }
    for key in ["v", ":", "/", "?"] { aws_edit_bind_alternative(editor, key, "mfa-ignore") }
    for key in ["^M", "^J"] {
      aws_edit_bind(editor, key, "mfa-enter")
      aws_edit_bind_alternative(editor, key, "mfa-enter")
    }
  }

  func run() throws(TerminalError) -> String {
    guard editor != nil else { throw .failed(ENOMEM) }
    // Before the prompt is shown: libedit would do it after, and would discard what is typed in between.
    aws_edit_enter_edit_mode(editor, 1)
    tcflush(terminal.descriptor, TCIFLUSH)
    while end == nil { if aws_edit_reads_line(editor) == 0 && end == nil { end = .refused(.cancelled) } }
    switch end {
    case .submitted(let digits):
      terminal.show("\n")
      return digits
    case .refused(let error):
      terminal.show("\n")
      throw error
    case .signal(let signal):
      leaveEditMode()
      terminal.show("\n")
      restoreSignalFreeTerminal()
      deliverByDefault(signal)
      throw .cancelled
    case nil:
      throw .cancelled
    }
  }

  // MARK: Keys

  private func enter() -> UInt8 {
    guard line.isEmpty else { return UInt8(CC_ERROR) }
    end = .refused(.cancelled)
    return UInt8(CC_EOF)
  }

  private var line: [UInt8] {
    guard let info = aws_edit_line(editor)?.pointee else { return [] }
    return UnsafeBufferPointer(start: info.buffer, count: info.lastchar - info.buffer).map { UInt8(bitPattern: $0) }
  }

  private var isCursorAtEnd: Bool {
    guard let info = aws_edit_line(editor)?.pointee else { return true }
    return info.cursor == info.lastchar
  }

  // MARK: Input

  /// Returns the next byte for libedit; nil when the input has ended, and `end` has the reason.
  ///
  /// libedit reads the next byte only after it has handled and shown the one before, so this is the place to see that the line is full.
  private func nextByte() -> UInt8? {
    let typed = line.filter(digits.contains)
    if typed.count >= count { end = .submitted(String(decoding: typed.prefix(count), as: UTF8.self)) }
    while end == nil {
      if !queue.isEmpty { return queue.removeFirst() }
      while let signal = signals.next() { handle(signal) }
      if end != nil { break }
      if terminal.isReadable(milliseconds: filter.patience) {
        readByte()
      } else if filter.isInsideSequence {
        queue = filter.flush()
      } else if !wait([terminal.descriptor, signals.readingEnd]) {
        end = .refused(.abandoned)
      } else {
        updatePrompt()
      }
    }
    return nil
  }

  private func updatePrompt() {
    let text = prompt()
    guard let shown = shownPrompt, String(cString: shown) != text else { return }
    let length = max(strlen(shown), text.utf8.count) + count
    // A prompt that does not fit on one line cannot be erased.
    guard length < terminal.width else { return }
    shownPrompt = strdup(text)
    free(shown)
    terminal.show("\r" + String(repeating: " ", count: length) + "\r")
    aws_edit_refresh(editor)
  }

  private func readByte() {
    var byte: UInt8 = 0
    let result = read(terminal.descriptor, &byte, 1)
    guard result == 1 else {
      if result == -1 && errno == EIO && takeForeground() { return }
      if result == 0 || errno != EINTR && errno != EAGAIN { end = .refused(result == 0 ? .cancelled : .failed(errno)) }
      return
    }
    if !handleSignalKey(byte), byte < 0x80 { queue = filter.pass(byte) }
  }

  /// Signal keys arrive as bytes; the user may have changed them with `stty`.
  private func handleSignalKey(_ byte: UInt8) -> Bool {
    let keys = attributes.controlCharacters
    if byte == 0 { return false }
    if byte == keys[Int(VINTR)] || byte == keys[Int(VQUIT)] || byte == keys[Int(VEOF)] && isCursorAtEnd {
      end = .refused(.cancelled)
      return true
    }
    guard byte == keys[Int(VSUSP)] else { return false }
    if isIgnored(SIGTSTP) || isAwaited { terminal.show("\u{7}") } else { stop() }
    return true
  }

  /// Whether a process reads standard output. A shell that does (fish, for `… | source`) could not give the terminal back to a
  /// stopped process.
  private var isAwaited: Bool {
    var status = stat()
    return fstat(STDOUT_FILENO, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
  }

  // MARK: Signals

  private func handle(_ signal: Int32) {
    switch signal {
    case SIGINT: end = .refused(.cancelled)
    case SIGTSTP: stop()
    case SIGCONT: enterEditModeAnew()
    case SIGWINCH: aws_edit_resize(editor)
    default: end = .signal(signal)
    }
  }

  private func stop() {
    leaveEditMode()
    terminal.show("\n")
    onSuspend()
    deliverByDefault(SIGTSTP)
    // The SIGCONT that continued the process must not draw the prompt a second time.
    if let signal = signals.next(), signal != SIGCONT { handle(signal) }
    enterEditModeAnew()
  }

  private func leaveEditMode() {
    aws_edit_enter_edit_mode(editor, 0)
    restoreAttributes()
  }

  /// The shell may have changed the terminal's modes since, so libedit must read them again.
  private func enterEditModeAnew() {
    aws_edit_enter_edit_mode(editor, 0)
    aws_edit_enter_edit_mode(editor, 1)
    aws_edit_refresh(editor)
  }
}

private let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

extension termios {
  var controlCharacters: [UInt8] { withUnsafeBytes(of: c_cc) { Array($0) } }
}
