package import Processes
private import Platform

/// A question in a pinentry dialog. Its texts may contain any characters: special ones are escaped.
package struct PinentryQuestion: Sendable {
  package var title: String
  package var description: String
  package var prompt: String
  /// The error of the previous answer.
  package var error: String?
  /// The timeout in seconds.
  package var timeLimit: Int

  package init(title: String, description: String, prompt: String, error: String? = nil, timeLimit: Int) {
    self.title = title
    self.description = description
    self.prompt = prompt
    self.error = error
    self.timeLimit = timeLimit
  }
}

/// The reason why a question was not answered.
package enum PinentryError: Error, Equatable, Sendable {
  case cancelled
  case timedOut
  /// An answer is no longer needed.
  case abandoned
  case cannotStart(SystemError)
  /// The program refused a command, with this message.
  case refused(String)
  /// The program ended, did not answer, or violated the protocol; with its message, if any.
  case broken(answer: String)
}

extension PinentryQuestion {
  /// The timeout in seconds for answers that need no user input.
  private static let patience = 5

  /// Asks, in the Assuan protocol (GnuPG, "The Assuan protocol"; pinentry manual, "pinentry's Assuan Protocol").
  /// - Parameters:
  ///   - terminal: the path of the terminal for a pinentry without windows.
  ///   - wait: waits until one of the descriptors can be read or about a second has passed; returns whether to continue.
  /// - Returns: the input, which may be empty.
  /// - Throws: `PinentryError`.
  package func ask(
    _ program: PinentryProgram, terminal: String?, wait: ([Int32]) -> Bool
  ) throws(PinentryError) -> String {
    // The dialog must close before this process ends.
    let signals = SignalPipe([SIGINT, SIGTERM, SIGHUP, SIGQUIT])
    let conversation: Conversation
    do { conversation = try Conversation([program.name]) } catch { throw .cannotStart(error) }
    let waitForProgram = { () in conversation.hasAnswer(within: 1000) || true }
    func request(_ line: String) throws(PinentryError) {
      guard conversation.send(line) else { throw .broken(answer: "") }
      _ = try conversation.answer(within: Self.patience, late: .broken(answer: ""), waitForProgram)
    }
    _ = try conversation.answer(within: Self.patience, late: .broken(answer: ""), waitForProgram)
    // Some pinentry programs do not support all of these.
    for option in options(terminal) { do { try request("OPTION \(option)") } catch .refused {} }
    do { try request("SETTIMEOUT \(timeLimit)") } catch .refused {}
    for (command, text) in texts { try request("\(command) \(text.escapedForAssuan)") }
    guard conversation.send("GETPIN") else { throw .broken(answer: "") }
    var isInterrupted = false
    do {
      return try conversation.answer(within: timeLimit + 5, late: .timedOut) {
        if let signal = signals.next() {
          if signal != SIGINT {
            conversation.end()
            deliverByDefault(signal)
          }
          isInterrupted = true
        }
        return !isInterrupted && wait([conversation.answers, signals.readingEnd])
      }
    } catch {
      // Ctrl-C at a terminal also reaches the dialog's process, which may have ended.
      throw isInterrupted || signals.next() == SIGINT ? .cancelled : error
    }
  }

  private var texts: [(command: String, text: String)] {
    let texts = [
      ("SETTITLE", title), ("SETDESC", description), ("SETPROMPT", prompt), ("SETERROR", error ?? ""),
    ]
    return texts.filter { !$0.1.isEmpty }
  }

  private func options(_ terminal: String?) -> [String] {
    func variable(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].firstResult(of: variable)
    let display = variable("DISPLAY").map { "display=\($0)" }
    let ofTerminal = terminal.map { ["ttyname=\($0)"] + [variable("TERM").map { "ttytype=\($0)" }].compactMap(\.self) }
    // As with gpg-agent by default, a dialog fails when it cannot grab the keyboard.
    return ["no-grab"] + (ofTerminal ?? []) + [locale.map { "lc-ctype=\($0)" }, display].compactMap(\.self)
  }
}

extension Conversation {
  /// Waits for the answer to a request.
  /// - Parameters:
  ///   - late: the error when there is no answer within the timeout.
  ///   - wait: waits for some time; returns whether to continue.
  /// - Returns: the data of the answer.
  fileprivate func answer(
    within seconds: Int, late: PinentryError, _ wait: () -> Bool
  ) throws(PinentryError) -> String {
    var data = ""
    let end = time(nil) + seconds
    while true {
      while let line = nextLine() {
        let word = line.prefix { $0 != " " }
        let rest = line.dropFirst(word.count + 1)
        switch word {
        case "OK": return data
        case "D": data += rest.unescapedFromAssuan
        case "ERR": throw PinentryError(answer: rest)
        // A status line or a comment.
        case "S", "", "#": break
        default: throw .broken(answer: String(line.prefix(60)))
        }
      }
      if hasAnswer(within: 0) {
        guard receive() else { throw .broken(answer: "") }
      } else if time(nil) >= end {
        throw late
      } else if !wait() {
        throw .abandoned
      }
    }
  }
}

extension PinentryError {
  /// - Parameter answer: the code of libgpg-error, whose lower half is the error (`gpg-error.h`), and a message.
  fileprivate init(answer: Substring) {
    let code = answer.prefix { $0 != " " }
    switch (Int(code) ?? 0) & 0xFFFF {
    case 99, 198: self = .cancelled
    case 62: self = .timedOut
    default: self = .refused(String(answer.dropFirst(code.count + 1).prefix(60)))
    }
  }
}

extension StringProtocol {
  /// Escapes a text for a request. A line of Assuan has at most 1000 bytes.
  fileprivate var escapedForAssuan: String {
    var result = ""
    for scalar in unicodeScalars {
      let escaped =
        switch scalar {
        case "%": "%25"
        case "\n": "%0A"
        case _ where scalar.properties.generalCategory == .control: "?"
        default: String(scalar)
        }
      guard result.utf8.count + escaped.utf8.count < 960 else { return result + "…" }
      result += escaped
    }
    return result
  }

  fileprivate var unescapedFromAssuan: String {
    var bytes: [UInt8] = []
    var rest = Array(utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
