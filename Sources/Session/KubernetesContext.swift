import Profiles

/// The context that a Kubernetes command works in, and where its token comes from: for EKS, from a command that needs AWS
/// (Kubernetes documentation, "Organizing Cluster Access Using kubeconfig Files").
struct KubernetesContext {
  /// Whether the user's token comes from the AWS CLI, aws-iam-authenticator or a program like them.
  let needsAWS: Bool

  /// Whether it is so; nil if it cannot be determined.
  init?(_ arguments: [String?], _ context: CommandContext) {
    let file = CommandContext.value(of: ["--kubeconfig"], in: arguments)
    let name = CommandContext.value(of: ["--context", "--kube-context"], in: arguments)
    guard file != .unknown, name != .unknown else { return nil }
    let environment = context.environment
    let named = (environment[nonEmpty: "KUBECONFIG"] ?? "~/.kube/config").split(separator: ":").map(String.init)
    var contexts: [String: String] = [:]
    var users: [String: String] = [:]
    var current: String?
    // If several files have the same entry, the first counts.
    for path in file.text.map({ [$0] }) ?? named {
      guard let text = context.text(expandingPath(path, environment: environment)) else { continue }
      guard let config = KubernetesConfig(text) else { return nil }
      contexts.merge(config.contexts) { first, _ in first }
      users.merge(config.users) { first, _ in first }
      current = current ?? config.currentContext
    }
    // Without a context, it works with no cluster, or with its own in a container.
    guard let chosen = name.text ?? current else {
      needsAWS = false
      return
    }
    guard let user = contexts[chosen], let credentials = users[user] else { return nil }
    needsAWS = credentials.lowercased().contains("aws")
  }
}

/// The relevant part of a kubeconfig file, in the form in which kubectl and the AWS CLI write it: YAML in blocks.
struct KubernetesConfig {
  private(set) var currentContext: String?
  /// The users of the contexts.
  private(set) var contexts: [String: String] = [:]
  /// How the users get their credentials: the text of the part `exec`.
  private(set) var users: [String: String] = [:]

  /// Nil for a file in another form.
  init?(_ text: String) {
    var section = Substring()
    var items: [(section: Substring, lines: [Substring])] = []
    var itemIndent = 0
    for line in text.split(separator: "\n") where !line.allSatisfy({ $0 == " " }) && !line.hasPrefix("#") {
      let indent = line.prefix { $0 == " " }.count
      let content = line.dropFirst(indent)
      if indent == 0, !content.hasPrefix("-"), content != "---" {
        guard let colon = content.firstIndex(of: ":") else { return nil }
        section = content[..<colon]
        guard section.allSatisfy({ $0.isLetter || $0 == "-" }) else { return nil }
        let value = Self.value(content[content.index(after: colon)...])
        if section == "current-context", !value.isEmpty { currentContext = value }
        // One line of JSON, or of YAML like it.
        if section == "contexts" || section == "users", !value.isEmpty, value != "[]" { return nil }
        itemIndent = -1
      } else if content.hasPrefix("-"), itemIndent == -1 || indent == itemIndent {
        itemIndent = indent
        items.append((section, [line]))
      } else if !items.isEmpty {
        items[items.count - 1].lines.append(line)
      }
    }
    for item in items where item.section == "contexts" || item.section == "users" {
      let settings = item.lines.map { line in
        let bare = line.drop { $0 == " " || $0 == "-" }
        return (indent: line.count - bare.count, text: bare)
      }
      guard let own = settings.first?.indent,
        let name = settings.first(where: { $0.indent == own && $0.text.hasPrefix("name:") })
      else { return nil }
      let key = Self.value(name.text.dropFirst("name:".count))
      if item.section == "contexts" {
        let user = settings.first { $0.indent > own && $0.text.hasPrefix("user:") }
        contexts[key] = user.map { Self.value($0.text.dropFirst("user:".count)) } ?? ""
      } else if let start = settings.firstIndex(where: { $0.indent > own && $0.text.hasPrefix("exec:") }) {
        let part = settings[start...].enumerated().prefix {
          $0 == 0 || $1.indent > settings[start].indent || $1.text.hasPrefix("- ")
        }
        users[key] = part.map { String($0.element.text) }.joined(separator: "\n")
      } else {
        users[key] = ""
      }
    }
  }

  private static func value(_ text: Substring) -> String {
    let bare = text.drop { $0 == " " }.reversed().drop { $0 == " " || $0 == "\r" }.reversed()
    var value = String(bare)
    for quote in ["\"", "'"] where value.count > 1 && value.hasPrefix(quote) && value.hasSuffix(quote) {
      value = String(value.dropFirst().dropLast())
    }
    return value
  }
}
