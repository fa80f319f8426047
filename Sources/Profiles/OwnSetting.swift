/// A setting of this program: a variable and perhaps a key of a profile. It knows the valid values, for all readers and checks.
package struct OwnSetting<Value: Sendable>: Sendable {
  package let variable: String
  /// The same setting in a profile; nil for one that holds for all.
  package let key: CodePointString?
  /// The possible values, as a message says them: "It can be …".
  private let expected: String
  private let parse: @Sendable (String) -> Value?

  package init(
    _ variable: String, key: CodePointString? = nil, expected: String, parse: @escaping @Sendable (String) -> Value?
  ) {
    self.variable = variable
    self.key = key
    self.expected = expected
    self.parse = parse
  }

  /// The value in the environment; nil when the variable is not set.
  /// - Throws: `ProfileError.invalidSetting`.
  package func value(in environment: [String: String]) throws(ProfileError) -> Value? {
    guard let text = environment[nonEmpty: variable] else { return nil }
    return try value(Sourced(text, from: .environment(variable)), named: variable)
  }

  /// The value of a key in a profile.
  /// - Parameter name: the key.
  /// - Throws: `ProfileError.invalidSetting`.
  func value(_ setting: Sourced<String>, named name: String) throws(ProfileError) -> Value {
    guard let value = parse(setting.value) else {
      throw .invalidSetting(name, value: setting.value, expected: expected, origin: setting.origin)
    }
    return value
  }

  /// The value of the option, else of the environment, else the first on the way to a profile's key.
  /// - Throws: `ProfileError.invalidSetting`.
  func value(
    _ option: Value? = nil, in environment: [String: String], _ chain: SourceChain
  ) throws(ProfileError) -> Value? {
    if let option { return option }
    if let value = try value(in: environment) { return value }
    guard let key, let setting = chain.setting(key) else { return nil }
    return try value(setting, named: key.string)
  }

  /// The problem of the variable; nil if it is valid or not set.
  package func problem(in environment: [String: String]) -> ProfileError? {
    do throws(ProfileError) {
      _ = try value(in: environment)
      return nil
    } catch { return error }
  }

  /// The problem of the key in a profile; nil if it is valid or not set.
  package func problem(ofProfile name: String, in files: ProfileFiles) -> ProfileError? {
    guard let key, let text = files.settings(ofProfile: name)?[key] else { return nil }
    do throws(ProfileError) {
      _ = try value(Sourced(text, from: files.origin(of: key.string, ofProfile: name)), named: key.string)
      return nil
    } catch { return error }
  }
}

extension OwnSetting<Int> {
  private static func seconds(
    _ variable: String, key: CodePointString? = nil, in range: ClosedRange<Int>, expected: String
  ) -> OwnSetting {
    OwnSetting(variable, key: key, expected: expected) {
      Profiles.duration($0).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// How long a new session lasts, in seconds.
  package static var duration: OwnSetting {
    seconds(
      "AWS_MFA_SESSION_DURATION", key: "mfa_duration", in: ResolvedProfile.durations,
      expected: "900 to 129600 seconds, or a time such as 12h")
  }

  /// How long a program that cannot ask waits, in seconds.
  package static var waitLimit: OwnSetting {
    seconds(
      "AWS_MFA_SESSION_WAIT", key: "mfa_wait", in: ResolvedProfile.waitLimits,
      expected: "a number of seconds, or a time such as 10m")
  }

  /// The remaining time with which a cached session is used, in seconds.
  package static var reusableLife: OwnSetting {
    seconds("AWS_MFA_SESSION_REUSE", in: 0...129_600, expected: "0 to 129600 seconds, or a time such as 10m")
  }

  /// How long before its end a session counts as expired, in seconds.
  package static var margin: OwnSetting {
    seconds("AWS_MFA_SESSION_MARGIN", in: 0...129_600, expected: "a number of seconds, or a time such as 10m")
  }
}

extension OwnSetting<PromptMethod> {
  package static var promptMethod: OwnSetting {
    OwnSetting("AWS_MFA_SESSION_ASK", key: "mfa_prompt", expected: "terminal, pinentry or none") {
      PromptMethod(rawValue: $0)
    }
  }
}
