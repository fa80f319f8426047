/// Turns signals into bytes of a pipe, so that one `poll` can wait for them and for the terminal, as long as this value exists.
package final class SignalPipe {
  package let readingEnd: Int32
  private var previous: [(signal: Int32, action: sigaction)] = []

  package init(_ signals: [Int32]) {
    var ends: [Int32] = [-1, -1]
    _ = pipe(&ends)
    readingEnd = ends[0]
    writingEnd = ends[1]
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    for signal in signals {
      var old = sigaction()
      var new = sigaction { signal in
        var byte = UInt8(truncatingIfNeeded: signal)
        let saved = errno
        _ = write(writingEnd, &byte, 1)
        errno = saved
      }
      sigaction(signal, nil, &old)
      // Signals that were ignored at the start stay ignored (nohup, a shell without job control).
      if old.isIgnored { continue }
      sigaction(signal, &new, nil)
      previous.append((signal, old))
    }
  }

  deinit {
    for (signal, var action) in previous { sigaction(signal, &action, nil) }
    close(readingEnd)
    close(writingEnd)
    writingEnd = -1
  }

  /// The next signal that was received; nil when there is none.
  package func next() -> Int32? {
    var byte: UInt8 = 0
    return read(readingEnd, &byte, 1) == 1 ? Int32(byte) : nil
  }
}

/// The descriptor of the pipe, for the signal handler, which can use only globals. Written only while no handler is installed.
nonisolated(unsafe) private var writingEnd: Int32 = -1

/// Whether a signal is ignored.
package func isIgnored(_ signal: Int32) -> Bool {
  var action = sigaction()
  sigaction(signal, nil, &action)
  return action.isIgnored
}

/// Delivers a signal with its default action; returns when the process continues after a stop.
package func deliverByDefault(_ signal: Int32) {
  let old = signal.replaceAction(.byDefault)
  raise(signal)
  signal.replaceAction(old)
}
