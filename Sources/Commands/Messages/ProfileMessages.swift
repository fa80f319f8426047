import Processes
import Profiles
import ShellIntegration

// What can be wrong with profiles and files.

extension Origin {
  /// Such as `from AWS_PROFILE`.
  var words: String {
    switch self {
    case .option(let name): "from \(name)"
    case .environment(let name): "from \(name)"
    case .file(let path, let profile): "from profile \(profile) in \(path)"
    case .process(let profile): "from the credential_process of profile \(profile)"
    case .builtIn: "by default"
    }
  }
}

extension ProfileError {
  var message: Message {
    switch self {
    case .unreadable(let path, let error):
      Message("\(path) cannot be read: \(error.description).", "Check who may read it.")
    case .malformed(let path, let error): error.message(path)
    case .noSuchProfile(let name, let origin, let credentials, let config, let known):
      Message(
        "Profile \"\(name)\"\(origin == .option("--profile") ? "" : " (\(origin.words))") not found in \(shortPath(credentials)) or \(shortPath(config)).",
        known.isEmpty
          ? "Neither file has any profile. Add one with: aws configure --profile \(name.quoted)" : nearest(name, known))
    case .sourceProfileMissing(let name, let profile, let known):
      Message(
        "Profile \"\(profile)\" has the source_profile \"\(name)\", which does not exist.",
        "Correct its name in the config file.", NearMisses(of: name, among: known).question)
    case .sourceProfileLoop(let names):
      Message(
        "The source_profile settings go in a circle: \(names.joined(separator: " → ")).",
        "One of these profiles must have keys of its own.")
    case .incompleteKeys(let missing, let origin):
      Message("The key \(origin.words) has no \(missing).", "Add it: a key is an id and a secret.")
    case .noKeys(let profile, let reason): reason.message(profile)
    case .credentialProcess(let profile, let error): error.message(profile)
    case .invalidRegion(let region, let origin):
      Message("\"\(region)\" (\(origin.words)) is no region.", "A region looks like eu-west-1.")
    case .invalidSetting(let name, let value, let expected, let origin):
      Message("\(name) is \"\(value)\" (\(origin.words)).", "It can be \(expected).")
    }
  }

  private func nearest(_ name: String, _ known: [String]) -> String {
    let question = NearMisses(of: name, among: known).question
    return question.isEmpty ? "List profiles with: \(Program.name) list" : question
  }
}

extension ProfileError.NoKeys {
  func message(_ profile: String) -> Message {
    switch self {
    case .nothing(let credentials, let config):
      Message(
        "Profile \"\(profile)\" has no access key in \(credentials) or \(config).",
        "Choose another with --profile, or add the key with: aws configure --profile \(profile.quoted)")
    case .session(let origin):
      Message(
        "Profile \"\(profile)\" holds a session, not a long-term key (\(origin.words)).",
        "A session can only be made with a long-term key: name the profile that has it with --profile.")
    case .environmentSession:
      Message(
        "The environment holds a session, and profile \"\(profile)\" has no long-term key.",
        "Name the profile that has it with --profile, or use a shell without the session.")
    case .singleSignOn:
      Message(
        "Profile \"\(profile)\" signs in with IAM Identity Center, which asks for MFA itself.",
        "Use: aws sso login --profile \(profile.quoted)")
    case .login:
      Message(
        "Profile \"\(profile)\" signs in with aws login, which asks for MFA itself.",
        "Use: aws login --profile \(profile.quoted)")
    case .webIdentity:
      Message(
        "Profile \"\(profile)\" uses a web identity token, not a long-term key.",
        "Name a profile that has one with --profile.")
    case .roleWithoutSource:
      Message(
        "Profile \"\(profile)\" has a role_arn and nothing to assume it with.",
        "Name the profile that has the key as its source_profile.")
    case .emptyEnvironment:
      Message(
        "Profile \"\(profile)\" takes its key from the environment, which has none.",
        "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
    case .instanceMetadata(let source):
      Message(
        "Profile \"\(profile)\" takes its keys from \(source), and those are temporary.",
        "Name a profile that has a long-term key with --profile.")
    }
  }
}

extension CredentialProcessError {
  func message(_ profile: String) -> Message {
    let setting = "The credential_process of profile \"\(profile)\""
    switch self {
    case .circular:
      return Message(
        "\(setting) runs \(Program.name), which would run it again.",
        "Let it name the profile that has the key with -p.")
    case .unbalancedQuotes:
      return Message("\(setting) is empty or has a quote without its partner.", "Correct it in the config file.")
    case .cannotStart(let command, let error):
      return Message("\(setting) cannot be run: \(command): \(error.description).", "Check its path.")
    case .failed(let command, let status):
      return Message("\(setting) failed: \(command) ended with status \(status).", "Run it by hand to see why.")
    case .malformedOutput(let command):
      return Message(
        "\(setting) printed something else than credentials: \(command).", "It must print JSON of version 1.")
    case .tooMuchOutput(let command):
      return Message("\(setting) printed far more than credentials: \(command).", "It must print JSON of version 1.")
    }
  }
}

extension INIDocument.ParseError {
  func message(_ path: String) -> Message {
    let place = "\(path), line \(line)"
    switch reason {
    case .notUTF8: return Message("\(place): not UTF-8 text.", "Save the file as UTF-8.")
    case .byteOrderMark:
      return Message(
        "\(place): the file begins with a byte order mark, which the AWS CLI does not read.",
        "Save the file as UTF-8 without BOM.")
    case .textBeforeFirstSection:
      return Message("\(place): text before the first [section].", "Put a section header above it, or # before it.")
    case .notAKeyAndValue:
      return Message("\(place): neither a [section] nor KEY = VALUE.", "Correct the line, or put # before it.")
    case .duplicateSection(let name, let first):
      return Message(
        "\(place): section [\(name)] is there twice; the first is on line \(first).", "Make one of the two.")
    case .duplicateKey(let name, let first):
      return Message("\(place): \(name) is there twice in its section; the first is on line \(first).", "Remove one.")
    case .malformedNestedLine(let key):
      return Message(
        "\(place): an indented line below \(key) is not KEY = VALUE.", "Correct the line, or put # before it.")
    }
  }
}

extension CredentialsSection.Invalid {
  var message: Message {
    switch self {
    case .name(let name):
      Message(
        "\"\(name)\" cannot be the name of a section.",
        "Choose one like dev-mfa: not DEFAULT, without brackets, and without spaces at its ends.")
    case .holdsLongTermKeys(let section, let path):
      Message(
        "Profile \"\(section)\" in \(path) holds long-term keys, which a session would overwrite or hide.",
        "Choose another name for the session, like \(section)-mfa.")
    case .overruled(let section, let path, let setting):
      Message(
        "Profile \"\(section)\" in \(path) has \(setting), which AWS tools follow instead of a session of that name.",
        "Choose another name for the session, like \(section)-mfa.")
    case .malformed(let path, let error): error.message(path)
    case .unreadable(let path, let error):
      Message("\(path) cannot be read: \(error.description).", "Check who may read it.")
    case .notWritten(let error): error.message
    }
  }
}

extension FileReplacementError {
  var message: Message {
    let reason = cause.description
    switch step {
    case .createDirectory:
      return Message("The folder \(path) cannot be made: \(reason).", "Check who may write above it.")
    case .lock: return Message("The lock file \(path) cannot be used: \(reason).", "Check who may write there.")
    case .createTemporary:
      return Message("No file can be made beside \(path): \(reason).", "Check who may write there.")
    case .notOurs:
      return Message("\(path) belongs to another user.", "Name a file of your own with --credentials-file.")
    case .foreignFolder:
      return Message(
        "The folder \(path), where sessions are kept, belongs to another user.",
        "Set XDG_STATE_HOME to a folder of your own.")
    case .notPrivate:
      return Message(
        "The folder \(path), where sessions are kept, can be entered by other users.",
        "Run: chmod 700 \(Quoting.posix(path))")
    case .notAFile:
      return Message("\(path) is no file that could be replaced.", "Move it away, or name another file.")
    case .write, .rename:
      return Message(
        "\(path) cannot be written: \(reason). It is as it was.", "Run the command again when that is mended.")
    }
  }
}

extension OwnFileError {
  /// Such as `it is another user's`.
  var words: String {
    switch self {
    case .unreadable(let error): "it cannot be read (\(error.description))"
    case .foreign: "it is another user's, or a link"
    case .notAFile: "it is no file"
    case .malformed: "it does not hold a whole session"
    }
  }
}
