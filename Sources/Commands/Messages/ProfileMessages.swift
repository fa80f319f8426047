import Processes
import Profiles
import ShellIntegration

// The messages for problems with profiles and files.

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

extension ProfileFiles {
  /// - Parameter hasFilter: whether only some profiles were asked for.
  func nothingToList(hasFilter: Bool) -> Message {
    let places = "\(shortPath(credentials.path)) or \(shortPath(config.path))"
    return hasFilter
      ? Message("No profile in \(places) matches.", "List all with: \(Program.name) list")
      : Message("There are no profiles in \(places).", "Add one with: aws configure --profile NAME")
  }
}

extension ProfileError {
  var message: Message {
    switch self {
    case .unreadable(let path, let error):
      Message(
        "Cannot read \(shortPath(path)): \(error.description).", "Check its permissions: ls -l \(pastablePath(path))")
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
        "The source_profile settings form a loop: \(names.joined(separator: " → ")).",
        "Give one of these profiles keys of its own.")
    case .incompleteKeys(let missing, let origin):
      Message("The key \(origin.words) has no \(missing).", "Add it. An access key consists of an id and a secret.")
    case .noKeys(let profile, let reason): reason.message(profile)
    case .credentialProcess(let profile, let error): error.message(profile)
    case .invalidRegion(let region, let origin):
      Message("\"\(region)\" (\(origin.words)) is not a valid region.", "A region looks like eu-west-1.")
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
        "Profile \"\(profile)\" has no access key in \(shortPath(credentials)) or \(shortPath(config)).",
        "Choose another with --profile, or add the key with: aws configure --profile \(profile.quoted)")
    case .session(let origin):
      Message(
        "Profile \"\(profile)\" holds a session, not a long-term key (\(origin.words)).",
        "AWS starts sessions with long-term keys only. Name the profile that has one with --profile.")
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
        "Profile \"\(profile)\" has a role_arn, but no source_profile.",
        "Set its source_profile to the profile that has the long-term key.")
    case .emptyEnvironment:
      Message(
        "Profile \"\(profile)\" takes its key from the environment, where AWS_ACCESS_KEY_ID is not set.",
        "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
    case .instanceMetadata(let source):
      Message(
        "Profile \"\(profile)\" takes temporary keys from \(source).",
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
        "\(setting) runs \(Program.name), which runs it again.",
        "Add -p and the profile that has the long-term key to it.")
    case .unbalancedQuotes:
      return Message("\(setting) is empty or has an unmatched quote.", "Correct it in the config file.")
    case .cannotStart(let command, let error):
      return Message("\(setting) cannot be run: \(command): \(error.description).", "Check its path.")
    case .failed(let command, let status):
      return Message("\(setting) failed: \(command) exited with status \(status).", "Run it by hand to see why.")
    case .malformedOutput(let command):
      return Message(
        "\(setting) did not print credentials: \(command).", "It must print JSON of version 1.")
    case .tooMuchOutput(let command):
      return Message("\(setting) printed too much: \(command).", "It must print JSON of version 1.")
    }
  }
}

extension INIDocument.ParseError {
  func message(_ path: String) -> Message {
    let place = "\(shortPath(path)), line \(line)"
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
        "\(place): duplicate section [\(name)]; the first is on line \(first).", "Merge the two sections.")
    case .duplicateKey(let name, let first):
      return Message("\(place): duplicate key \(name); the first is on line \(first).", "Remove one of the two.")
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
        "\"\(name)\" is not a valid profile name.",
        "Choose a name such as dev-mfa: not DEFAULT, without brackets, and without spaces at its ends.")
    case .holdsLongTermKeys(let section, let path):
      Message(
        "Profile \"\(section)\" in \(shortPath(path)) has long-term keys, which the session would overwrite or hide.",
        "Choose another name, such as \(section)-mfa.")
    case .overruled(let section, let path, let setting):
      Message(
        "Profile \"\(section)\" in \(shortPath(path)) has \(setting), which AWS tools use instead of a session.",
        "Choose another name, such as \(section)-mfa.")
    case .malformed(let path, let error): error.message(path)
    case .unreadable(let path, let error):
      Message(
        "Cannot read \(shortPath(path)): \(error.description).", "Check its permissions: ls -l \(pastablePath(path))")
    case .notWritten(let error): error.message
    }
  }
}

extension FileReplacementError {
  var message: Message {
    let reason = cause.description
    switch step {
    case .createDirectory:
      return Message(
        "Cannot create the folder \(shortPath(path)): \(reason).", "Check the permissions of the folder above it.")
    case .lock: return Message("Cannot lock \(shortPath(path)): \(reason).", "Check the permissions of its folder.")
    case .createTemporary:
      return Message(
        "Cannot create a file beside \(shortPath(path)): \(reason).", "Check the permissions of the folder.")
    case .notOurs:
      return Message(
        "\(shortPath(path)) belongs to another user.", "Choose a file of your own with --credentials-file.")
    case .foreignFolder:
      return Message(
        "The folder for cached sessions, \(shortPath(path)), belongs to another user.",
        "Set XDG_STATE_HOME to a folder of your own.")
    case .notPrivate:
      return Message(
        "The folder for cached sessions, \(shortPath(path)), is open to other users.",
        "Run: chmod 700 \(pastablePath(path))")
    case .notAFile:
      return Message("\(shortPath(path)) is not a regular file.", "Move it away, or choose another file.")
    case .write, .rename:
      return Message(
        "Cannot write \(shortPath(path)): \(reason). The file is unchanged.", "Run the command again after fixing this."
      )
    }
  }
}

extension OwnFileError {
  /// Such as `is not a regular file`.
  var words: String {
    switch self {
    case .unreadable(let error): "cannot be read (\(error.description))"
    case .foreign: "belongs to another user, or is a link"
    case .notAFile: "is not a regular file"
    case .malformed: "is incomplete"
    }
  }
}
