extension sigaction {
  /// An action that runs a handler, which can use only globals.
  package init(_ handler: @escaping @convention(c) (Int32) -> Void) {
    self.init()
    #if canImport(Darwin)
      __sigaction_u.__sa_handler = handler
    #else
      __sigaction_handler.sa_handler = handler
    #endif
  }

  /// The default action.
  package static var byDefault: sigaction { sigaction(disposition: SIG_DFL) }
  package static var ignoring: sigaction { sigaction(disposition: SIG_IGN) }

  private init(disposition: (@convention(c) (Int32) -> Void)?) {
    self.init()
    #if canImport(Darwin)
      __sigaction_u.__sa_handler = disposition
    #else
      __sigaction_handler.sa_handler = disposition
    #endif
  }

  /// Whether the signal is ignored.
  package var isIgnored: Bool {
    #if canImport(Darwin)
      let handler = __sigaction_u.__sa_handler
    #else
      let handler = __sigaction_handler.sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}

extension Int32 {
  /// Sets the action for this signal.
  /// - Returns: the previous action.
  @discardableResult
  package func replaceAction(_ action: sigaction) -> sigaction {
    var (new, old) = (action, sigaction())
    sigaction(self, &new, &old)
    return old
  }
}
