import Profiles
import STS
import Session
import ShellIntegration

#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif

// The one place where failures become words: what happened, in the user's terms, then what to do.

extension Failure {
  var message: Message {
    switch self {
    case .profile(let error): error.message
    case .session(let error, let profile): error.message(profile)
    case .section(let error): error.message
    case .standardOutput(let code):
      Message(
        "The session could not be printed: \(systemWords(code)).",
        "It is kept: the same command without --code (-c) needs no other.")
    case .shell(let error):
      Message(
        "The shell \(error.path) cannot be run: \(systemWords(error.code)).", "Set SHELL to the path of your shell.")
    case .unknownShell(let name):
      Message(
        "There is no export syntax for \(name).",
        "Choose one with --format: \(ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
    case .needsIntegration(let command, let shell):
      Message(
        "\"\(command)\" changes this shell, and for that its rc file must have the shell integration.",
        shell.map { "Put this line into \($0.installation.file), and open a new shell:" }
          ?? "It is there for bash, zsh and fish; see \(Program.name) init --help.",
        shell.map { "  \($0.installation.line)" } ?? "")
    case .unrepresentable(let error):
      Message(
        "\(error.variable) holds a line break, which \(error.format.rawValue) cannot express.",
        "Choose another syntax with --format.")
    case .command(let error):
      Message(
        "\"\(error.path)\" cannot be run: \(systemWords(error.code)).", "Check the command's name, and PATH.")
    case .noSession(let profile): Message("There is no session of profile \"\(profile)\" here.")
    case .store(let error): error.message
    }
  }
}

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
  fileprivate var message: Message {
    switch self {
    case .unreadable(let path, let error):
      Message("\(path) cannot be read: \(error.description).", "Check who may read it.")
    case .malformed(let path, let error): error.message(path)
    case .noSuchProfile(let name, let origin, let credentials, let config, let known):
      Message(
        "There is no profile \"\(name)\" (\(origin.words)) in \(credentials) or \(config).",
        known.isEmpty ? "Neither file has any profile." : suggestion(for: name, among: known))
    case .sourceProfileMissing(let name, let profile):
      Message(
        "Profile \"\(profile)\" has the source_profile \"\(name)\", which does not exist.",
        "Correct its name in the config file.")
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

  private func suggestion(for name: String, among known: [String]) -> String {
    let similar = known.filter {
      $0.lowercased().hasPrefix(name.lowercased()) || name.lowercased().hasPrefix($0.lowercased())
    }
    let named = (similar.isEmpty ? known : similar).prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
    return similar.isEmpty ? "There are: \(named)\(known.count > 8 ? " …" : "")." : "Did you mean \(named)?"
  }
}

extension ProfileError.NoKeys {
  fileprivate func message(_ profile: String) -> Message {
    switch self {
    case .nothing(let credentials, let config):
      Message(
        "Profile \"\(profile)\" has no access key in \(credentials) or \(config).",
        "Choose another with --profile, or add the key with: aws configure --profile \(profile)")
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
        "Use: aws sso login --profile \(profile)")
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
  fileprivate func message(_ profile: String) -> Message {
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
  fileprivate func message(_ path: String) -> Message {
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
  fileprivate var message: Message {
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

extension SessionError {
  fileprivate func message(_ profile: ResolvedProfile) -> Message {
    switch self {
    case .query(let error): error.message(profile)
    case .dialogue(.noTerminal):
      Message(
        "An MFA code is needed, and there is no terminal to ask for it, or this is in its background.",
        "Run \(Program.name) exec \(profile.name.isOpen ? "" : "-p \(profile.name.value.quoted) ")-- true in a terminal first, or pass --code (-c) CODE."
      )
    case .dialogue(let error): error.message
    case .noMFADevice:
      Message(
        "The user of profile \"\(profile.name.value)\" has no MFA device.",
        "Register an authenticator app in the IAM console, under Security credentials.")
    case .onlySecurityKeys(let keys):
      Message(
        "The user's only MFA devices are security keys, which give no codes: \(keys.joined(separator: ", ")).",
        "Register an authenticator app too: AWS allows several devices.")
    case .severalDevices(let devices):
      Message(
        "The user has several MFA devices, and there is no terminal to choose at: \(devices.joined(separator: ", ")).",
        "Name one with --arn, or as mfa_serial in the profile.")
    case .codeRefused(let error, let attempts):
      Message(
        "AWS refused the code\(attempts > 1 ? " \(attempts) times" : ""): it is wrong, or was already used (\(error.words)).",
        "Try the next one. If it goes on: is the clock of your authenticator right, and is this the right device?")
    case .codeAlreadyUsed(let seconds):
      Message("This code was just used, and each is good for one use.", "The next one comes in \(seconds) s.")
    case .roleRefused(let error, let role): error.message(role: role)
    case .store(let error): error.message
    }
  }
}

extension MFAProcessError {
  var message: Message {
    switch self {
    case .cannotStart(let error): Message("The mfa_process cannot be run: \(error.description).")
    case .failed(let status): Message("The mfa_process ended with status \(status).")
    case .noCode: Message("The mfa_process printed no code of six digits.")
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

extension DialogueError {
  fileprivate var message: Message {
    switch self {
    case .noTerminal:
      Message("An MFA code is needed, and there is no terminal to ask for it, or this is in its background.")
    case .cancelled: Message("Cancelled.")
    case .inVain: Message("Another process has asked for the code, in vain.", "Run the command again.")
    case .abandoned: Message("The question for the code was given up.")
    case .failed(let code): Message("The terminal failed: \(systemWords(code)).")
    }
  }
}

extension QueryError {
  fileprivate func message(_ profile: ResolvedProfile) -> Message {
    switch self {
    case .unreachable(let error, _): error.message
    case .answerLost(let error, _):
      Message(
        "The code was sent to \(error.host), and the answer was lost: \(error.detail).",
        "It may be spent: run the command again with the next code.")
    case .refused(let error): error.message(profile)
    case .unavailable(let error, let attempts):
      Message(
        "AWS could not answer\(attempts > 1 ? " \(attempts) times" : ""): \(error.words).",
        error.action == "GetSessionToken"
          ? "The code may be spent: try again in a while, with the next one." : "Try again in a while.")
    case .unreadableAnswer(let action, let status, let host):
      Message(
        "What \(host) answered to \(action) is not from AWS (status \(status)).",
        "Is there a login page, a proxy or a wrong endpoint URL in between?"
          + (action == "GetSessionToken" ? " The code may be spent: take the next one." : ""))
    case .invalidEndpoint(let error): error.message
    }
  }
}

extension TransportError {
  fileprivate var message: Message {
    switch cause {
    case .noLibrary: Message("libcurl cannot be loaded: \(detail).", "Install it: libcurl4 on Debian and Ubuntu.")
    case .cannotResolve: Message("\(host) cannot be found: \(detail).", "Is the network up, and the region right?")
    case .cannotConnect, .timedOut, .interrupted:
      Message("\(host) cannot be reached: \(detail).", "Is the network up? Is a proxy needed (HTTPS_PROXY)?")
    case .cannotReachProxy: Message("The proxy cannot be used: \(detail).", "Check HTTPS_PROXY and NO_PROXY.")
    case .badCertificates:
      Message("The certificates to trust cannot be read: \(detail).", "Check the path in AWS_CA_BUNDLE or ca_bundle.")
    case .untrusted:
      Message(
        "The identity of \(host) cannot be verified: \(detail).",
        "Where a proxy opens TLS, name its certificates with AWS_CA_BUNDLE.")
    case .answerTooLarge:
      Message("\(host) answered far more than AWS does.", "Is there a proxy or a wrong endpoint URL in between?")
    }
  }
}

extension Endpoint.Invalid {
  fileprivate var message: Message {
    switch self {
    case .notAURL(let url):
      Message("The endpoint \"\(url)\" is not a URL of a server.", "It looks like https://sts.example.com.")
    case .namesAUser(let host):
      Message(
        "The endpoint URL for \(host) names a user or a password, which AWS endpoints do not take.", "Leave it out.")
    case .notEncrypted(let url):
      Message(
        "The endpoint \(url) is not encrypted, and would show your keys and codes to the network.",
        "Use https. Plain http is for this machine alone.")
    case .noDualStack(let region):
      Message("There is no dual-stack endpoint for \(region).", "Unset use_dualstack_endpoint.")
    }
  }
}

extension ServiceError {
  /// AWS's own code and message, without the full stop.
  fileprivate var words: String {
    let said = message.reversed().drop { $0.isWhitespace || $0 == "." }.reversed()
    return code.isEmpty ? "status \(status)" : "\(code): \(String(said))"
  }

  fileprivate func message(role: String) -> Message {
    switch code {
    case "AccessDenied":
      Message(
        "AWS refused the role \(role): \(words).",
        "Does its trust policy allow your user, with MFA and this external_id? And may your user call sts:AssumeRole for it?"
      )
    case "ValidationError":
      Message(
        "AWS does not take these values for the role \(role): \(words).",
        "Check the role's settings in the profile: duration_seconds, role_session_name, external_id, tags.")
    default:
      Message(
        "AWS refused the role \(role): \(words).", "The AWS documentation of AssumeRole lists its errors.")
    }
  }

  fileprivate func message(_ profile: ResolvedProfile) -> Message {
    let key = "\(profile.key.value) (\(profile.key.origin.words))"
    switch code {
    case "InvalidClientTokenId", "UnrecognizedClientException":
      return Message(
        "AWS does not know the \(key): \(words).", "Was it deleted or deactivated? And is the region's partition right?"
      )
    case "SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature":
      return Message("AWS refused the signature of the \(key): \(words).", "Is its secret right?")
    case "ValidationError":
      return Message("AWS does not take these values: \(words).", "Check the MFA device (--arn) and --duration.")
    case "AccessDenied" where action == "ListMFADevices":
      return Message(
        "The user may not ask for its MFA devices: \(words).",
        "Name the device with --arn, or as mfa_serial in the profile.")
    case "AccessDenied" where message.contains("MFA serial number"):
      return Message(
        "AWS does not take the MFA device\(profile.mfaSerial.map { " \($0.value) (\($0.origin.words))" } ?? ""): \(words).",
        "Is it the device of the user whose key is used?")
    case "RegionDisabledException":
      return Message(
        "STS is not activated in \(profile.signingRegion): \(words).", "Choose another region with --region.")
    case "AccessDenied":
      return Message("AWS refused \(action): \(words).", "See the IAM policies of the user.")
    default: return Message("AWS refused \(action): \(words).", "The AWS documentation of \(action) lists its errors.")
    }
  }
}

extension String {
  /// As it is to be typed.
  fileprivate var quoted: String {
    allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-@".contains($0)) } ? self : Quoting.posix(self)
  }
}

private func systemWords(_ code: Int32) -> String { String(cString: strerror(code)) }
