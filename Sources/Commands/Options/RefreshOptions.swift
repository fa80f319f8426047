import ArgumentParser

/// How a command or a shell gets the session.
struct RefreshOptions: ParsableArguments {
  @Flag(
    help:
      "In place of keys, give a profile from which AWS tools fetch new keys when theirs expire: for jobs and shells that outlive a session."
  )
  var refresh = false
}
