# Completions of aws-mfa-session for fish.

# The words of the command line up to the cursor, as they are meant: without assignments before the command, and with its
# own name, whatever the path or alias by which it was called.
function __aws_mfa_session_words
    set -l words (commandline -opc)
    while string match -qr '^\w+=' -- $words[1]
        set -e words[1]
    end
    set words[1] aws-mfa-session
    printf '%s\n' $words
end

# Profiles with their descriptions. $argv: options for the program.
function __aws_mfa_session_profiles
    set -l file
    set -l previous
    for word in (__aws_mfa_session_words)
        switch $word
            case '--credentials-file=*'
                set file $word
            case '-f?*'
                set file --credentials-file=(string sub -s 3 -- $word)
            case '*'
                contains -- "$previous" -f --credentials-file
                and set file --credentials-file=$word
        end
        set previous $word
    end
    # Where there is no description, fish would show the option's.
    command aws-mfa-session complete-profiles --describe $file $argv 2>/dev/null |
        string replace -r '^[^\t]+$' '$0\tprofile'
end

function __aws-mfa-session_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..-1]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __aws-mfa-session_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __aws-mfa-session_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __aws-mfa-session_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __aws-mfa-session_parse_tokens -S
    set -l unparsed_tokens (__aws_mfa_session_words)
    switch $unparsed_tokens[1]
    case 'aws-mfa-session'
        __aws-mfa-session_parse_subcommand 0 'p/profile=' 'f/credentials-file=' 'v/verbose' 'r/region=' 'c/code=' 'a/arn=' 'd/duration=' 'role-arn=' 'force' 'q/quiet' 's/shell' 'e/export' 'u/update-profile=' 'format=' 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'use'
            __aws-mfa-session_parse_subcommand 1 'p/profile=' 'f/credentials-file=' 'v/verbose' 'r/region=' 'c/code=' 'a/arn=' 'd/duration=' 'role-arn=' 'force' 'q/quiet' 'version' 'h/help'
        case 'off'
            __aws-mfa-session_parse_subcommand 0 'version' 'h/help'
        case 'exec'
            __aws-mfa-session_parse_subcommand -r 1 'p/profile=' 'f/credentials-file=' 'v/verbose' 'r/region=' 'c/code=' 'a/arn=' 'd/duration=' 'role-arn=' 'force' 'q/quiet' 'version' 'h/help'
        case 'credential-process'
            __aws-mfa-session_parse_subcommand 0 'p/profile=' 'f/credentials-file=' 'v/verbose' 'r/region=' 'c/code=' 'a/arn=' 'd/duration=' 'role-arn=' 'force' 'q/quiet' 'version' 'h/help'
        case 'status'
            __aws-mfa-session_parse_subcommand 1 'p/profile=' 'f/credentials-file=' 'v/verbose' 'short' 'json' 'version' 'h/help'
        case 'list'
            __aws-mfa-session_parse_subcommand 0 'p/profile=' 'f/credentials-file=' 'v/verbose' 'json' 'version' 'h/help'
        case 'clear'
            __aws-mfa-session_parse_subcommand 1 'p/profile=' 'f/credentials-file=' 'v/verbose' 'all' 'written' 'version' 'h/help'
        case 'init'
            __aws-mfa-session_parse_subcommand 1 'cmd=' 'no-completions' 'no-hook' 'no-prompt' 'version' 'h/help'
        case 'completions'
            __aws-mfa-session_parse_subcommand 1 'version' 'h/help'
        case 'help'
            __aws-mfa-session_parse_subcommand -r 1 'version'
        end
    end
end

function __aws-mfa-session_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..-1]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __aws-mfa-session_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

complete -c 'aws-mfa-session' -f
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" p profile' -s 'p' -l 'profile' -d 'Source profile: the one with the keys. (default: AWS_PROFILE, then AWS_DEFAULT_PROFILE, then default)' -rfka '(__aws_mfa_session_profiles)'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" credentials-file f' -s 'f' -l 'credentials-file' -d 'Credentials file. (default: AWS_SHARED_CREDENTIALS_FILE, then ~/.aws/credentials)' -rF
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session"' -l 'verbose' -s 'v' -d 'Log to standard error; -vv requests, -vvv headers, -vvvv bodies. Never a secret.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" r region' -s 'r' -l 'region' -d 'Region. (default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, us-east-1)' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" c code' -s 'c' -l 'code' -d 'MFA code, six digits, or - to read it from standard input; without it you are asked.' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" a arn' -s 'a' -l 'arn' -d 'MFA device: ARN, or serial number of a hardware token. (default: AWS_MFA_SERIAL, the profile\'s mfa_serial, the device that IAM lists)' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" d duration' -s 'd' -l 'duration' -d 'How long a new session lasts, 900 to 129600; a role\'s lasts as its duration_seconds says.' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" role-arn' -l 'role-arn' -d 'Role to assume with the session, in place of the profile\'s role_arn.' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" force' -l 'force' -d 'Start a new session although there is a live one.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" q quiet' -l 'quiet' -s 'q' -d 'Do not say that a live session was used.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" s shell' -l 'shell' -s 's' -d 'Open a shell with the session in its environment.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" e export' -l 'export' -s 'e' -d 'Print shell code that exports the session.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" session-profile u update-profile' -s 'u' -l 'update-profile' -l 'session-profile' -d 'Write the session into the credentials file under this name.' -rfka '(__aws_mfa_session_profiles --writable)'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" format' -l 'format' -d 'Syntax of --export. (default: that of the calling shell)' -rfka 'bash zsh sh fish cmd powershell json env'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" version' -l 'version' -d 'Show the version.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_positional "aws-mfa-session" -eq 1' -fa 'use' -d 'Start a session in this shell, or take the live one of another shell.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_positional "aws-mfa-session" -eq 1' -fa 'off' -d 'Leave this shell\'s session; its environment is then as it was before.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_positional "aws-mfa-session" -eq 1' -fa 'exec' -d 'Run a command with the session in its environment.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_positional "aws-mfa-session" -eq 1' -fa 'credential-process' -d 'Print the session as an AWS SDK\'s credential_process does.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_positional "aws-mfa-session" -eq 1' -fa 'status' -d 'Tell which session there is, and what is left of it.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_positional "aws-mfa-session" -eq 1' -fa 'list' -d 'List all profiles: kind, account, region, MFA device, and what is left of the session.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_positional "aws-mfa-session" -eq 1' -fa 'clear' -d 'Forget the kept sessions of a profile, or all.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_positional "aws-mfa-session" -eq 1' -fa 'init' -d 'Print the shell integration, for the shell\'s rc file.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_positional "aws-mfa-session" -eq 1' -fa 'completions' -d 'Print the completion script of a shell.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_positional "aws-mfa-session" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_positional "aws-mfa-session use" -eq 1' -fka '(__aws_mfa_session_profiles)'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session use" p profile' -s 'p' -l 'profile' -d 'Source profile: the one with the keys. (default: AWS_PROFILE, then AWS_DEFAULT_PROFILE, then default)' -rfka '(__aws_mfa_session_profiles)'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session use" credentials-file f' -s 'f' -l 'credentials-file' -d 'Credentials file. (default: AWS_SHARED_CREDENTIALS_FILE, then ~/.aws/credentials)' -rF
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session use"' -l 'verbose' -s 'v' -d 'Log to standard error; -vv requests, -vvv headers, -vvvv bodies. Never a secret.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session use" r region' -s 'r' -l 'region' -d 'Region. (default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, us-east-1)' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session use" c code' -s 'c' -l 'code' -d 'MFA code, six digits, or - to read it from standard input; without it you are asked.' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session use" a arn' -s 'a' -l 'arn' -d 'MFA device: ARN, or serial number of a hardware token. (default: AWS_MFA_SERIAL, the profile\'s mfa_serial, the device that IAM lists)' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session use" d duration' -s 'd' -l 'duration' -d 'How long a new session lasts, 900 to 129600; a role\'s lasts as its duration_seconds says.' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session use" role-arn' -l 'role-arn' -d 'Role to assume with the session, in place of the profile\'s role_arn.' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session use" force' -l 'force' -d 'Start a new session although there is a live one.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session use" q quiet' -l 'quiet' -s 'q' -d 'Do not say that a live session was used.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session use" version' -l 'version' -d 'Show the version.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session use" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session off" version' -l 'version' -d 'Show the version.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session off" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session exec" p profile' -s 'p' -l 'profile' -d 'Source profile: the one with the keys. (default: AWS_PROFILE, then AWS_DEFAULT_PROFILE, then default)' -rfka '(__aws_mfa_session_profiles)'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session exec" credentials-file f' -s 'f' -l 'credentials-file' -d 'Credentials file. (default: AWS_SHARED_CREDENTIALS_FILE, then ~/.aws/credentials)' -rF
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session exec"' -l 'verbose' -s 'v' -d 'Log to standard error; -vv requests, -vvv headers, -vvvv bodies. Never a secret.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session exec" r region' -s 'r' -l 'region' -d 'Region. (default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, us-east-1)' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session exec" c code' -s 'c' -l 'code' -d 'MFA code, six digits, or - to read it from standard input; without it you are asked.' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session exec" a arn' -s 'a' -l 'arn' -d 'MFA device: ARN, or serial number of a hardware token. (default: AWS_MFA_SERIAL, the profile\'s mfa_serial, the device that IAM lists)' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session exec" d duration' -s 'd' -l 'duration' -d 'How long a new session lasts, 900 to 129600; a role\'s lasts as its duration_seconds says.' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session exec" role-arn' -l 'role-arn' -d 'Role to assume with the session, in place of the profile\'s role_arn.' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session exec" force' -l 'force' -d 'Start a new session although there is a live one.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session exec" q quiet' -l 'quiet' -s 'q' -d 'Do not say that a live session was used.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session exec" version' -l 'version' -d 'Show the version.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session exec" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session credential-process" p profile' -s 'p' -l 'profile' -d 'Source profile: the one with the keys. (default: AWS_PROFILE, then AWS_DEFAULT_PROFILE, then default)' -rfka '(__aws_mfa_session_profiles)'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session credential-process" credentials-file f' -s 'f' -l 'credentials-file' -d 'Credentials file. (default: AWS_SHARED_CREDENTIALS_FILE, then ~/.aws/credentials)' -rF
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session credential-process"' -l 'verbose' -s 'v' -d 'Log to standard error; -vv requests, -vvv headers, -vvvv bodies. Never a secret.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session credential-process" r region' -s 'r' -l 'region' -d 'Region. (default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, us-east-1)' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session credential-process" c code' -s 'c' -l 'code' -d 'MFA code, six digits, or - to read it from standard input; without it you are asked.' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session credential-process" a arn' -s 'a' -l 'arn' -d 'MFA device: ARN, or serial number of a hardware token. (default: AWS_MFA_SERIAL, the profile\'s mfa_serial, the device that IAM lists)' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session credential-process" d duration' -s 'd' -l 'duration' -d 'How long a new session lasts, 900 to 129600; a role\'s lasts as its duration_seconds says.' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session credential-process" role-arn' -l 'role-arn' -d 'Role to assume with the session, in place of the profile\'s role_arn.' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session credential-process" force' -l 'force' -d 'Start a new session although there is a live one.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session credential-process" q quiet' -l 'quiet' -s 'q' -d 'Do not say that a live session was used.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session credential-process" version' -l 'version' -d 'Show the version.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session credential-process" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_positional "aws-mfa-session status" -eq 1' -fka '(__aws_mfa_session_profiles)'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session status" p profile' -s 'p' -l 'profile' -d 'Source profile: the one with the keys. (default: AWS_PROFILE, then AWS_DEFAULT_PROFILE, then default)' -rfka '(__aws_mfa_session_profiles)'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session status" credentials-file f' -s 'f' -l 'credentials-file' -d 'Credentials file. (default: AWS_SHARED_CREDENTIALS_FILE, then ~/.aws/credentials)' -rF
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session status"' -l 'verbose' -s 'v' -d 'Log to standard error; -vv requests, -vvv headers, -vvvv bodies. Never a secret.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session status" short' -l 'short' -d 'One short line, for prompts: profile and what is left.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session status" json' -l 'json' -d 'JSON; see the README for its shape.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session status" version' -l 'version' -d 'Show the version.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session status" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session list" p profile' -s 'p' -l 'profile' -d 'Source profile: the one with the keys. (default: AWS_PROFILE, then AWS_DEFAULT_PROFILE, then default)' -rfka '(__aws_mfa_session_profiles)'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session list" credentials-file f' -s 'f' -l 'credentials-file' -d 'Credentials file. (default: AWS_SHARED_CREDENTIALS_FILE, then ~/.aws/credentials)' -rF
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session list"' -l 'verbose' -s 'v' -d 'Log to standard error; -vv requests, -vvv headers, -vvvv bodies. Never a secret.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session list" json' -l 'json' -d 'JSON; see the README for its shape.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session list" version' -l 'version' -d 'Show the version.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_positional "aws-mfa-session clear" -eq 1' -fka '(__aws_mfa_session_profiles)'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session clear" p profile' -s 'p' -l 'profile' -d 'Source profile: the one with the keys. (default: AWS_PROFILE, then AWS_DEFAULT_PROFILE, then default)' -rfka '(__aws_mfa_session_profiles)'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session clear" credentials-file f' -s 'f' -l 'credentials-file' -d 'Credentials file. (default: AWS_SHARED_CREDENTIALS_FILE, then ~/.aws/credentials)' -rF
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session clear"' -l 'verbose' -s 'v' -d 'Log to standard error; -vv requests, -vvv headers, -vvvv bodies. Never a secret.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session clear" all' -l 'all' -d 'Those of all profiles.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session clear" written' -l 'written' -d 'Also take what --update-profile has written out of the credentials file.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session clear" version' -l 'version' -d 'Show the version.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session clear" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_positional "aws-mfa-session init" -eq 1' -fka 'bash zsh fish'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session init" cmd' -l 'cmd' -d 'Also define NAME, short for \'aws-mfa-session use\'.' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session init" no-completions' -l 'no-completions' -d 'Leave out the completion of this program\'s own command line.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session init" no-hook' -l 'no-hook' -d 'Leave out the hook that renews an expired session before an AWS command.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session init" no-prompt' -l 'no-prompt' -d 'Leave out the marker in the prompt.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session init" version' -l 'version' -d 'Show the version.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session init" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_positional "aws-mfa-session completions" -eq 1' -fka 'bash zsh fish'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session completions" version' -l 'version' -d 'Show the version.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session completions" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session help" version' -l 'version' -d 'Show the version.'
