/// Turns signals into bytes that can be waited for beside the terminal, while it exists.
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
      // What the parent had us ignore stays ignored (nohup, a shell without job control).
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

  /// The next signal that came in; nil when there is none.
  package func next() -> Int32? {
    var byte: UInt8 = 0
    return read(readingEnd, &byte, 1) == 1 ? Int32(byte) : nil
  }
}

/// Of the one pipe that is in use: a signal handler can reach nothing but a global.
/// Written only while no handler is installed.
nonisolated(unsafe) private var writingEnd: Int32 = -1

/// Whether a signal is ignored.
package func isIgnored(_ signal: Int32) -> Bool {
  var action = sigaction()
  sigaction(signal, nil, &action)
  return action.isIgnored
}

/// Lets a signal have its default effect; returns when it stopped the process and the process continues.
package func deliverByDefault(_ signal: Int32) {
  let old = signal.replaceAction(.byDefault)
  raise(signal)
  signal.replaceAction(old)
}
