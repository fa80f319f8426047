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
        __aws-mfa-session_parse_subcommand 0 'p/profile=' 'f/credentials-file=' 'r/region=' 'c/code=' 'a/arn=' 'd/duration=' 'v/verbose' 's/shell' 'e/export' 'u/update-profile=' 'format=' 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'use'
            __aws-mfa-session_parse_subcommand 1 'p/profile=' 'f/credentials-file=' 'r/region=' 'c/code=' 'a/arn=' 'd/duration=' 'v/verbose' 'force' 'version' 'h/help'
        case 'off'
            __aws-mfa-session_parse_subcommand 0 'version' 'h/help'
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
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" r region' -s 'r' -l 'region' -d 'Region. (default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, us-east-1)' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" c code' -s 'c' -l 'code' -d 'MFA code, six digits; without it you are asked.' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" a arn' -s 'a' -l 'arn' -d 'MFA device: ARN, or serial number of a hardware token. (default: AWS_MFA_SERIAL, the profile\'s mfa_serial, the device that IAM lists)' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" d duration' -s 'd' -l 'duration' -d 'How long the session lasts, 900 to 129600.' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session"' -l 'verbose' -s 'v' -d 'Log to standard error; -vv requests, -vvv headers, -vvvv bodies. Never a secret.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" s shell' -l 'shell' -s 's' -d 'Open a shell with the session in its environment.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" e export' -l 'export' -s 'e' -d 'Print shell code that exports the session.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" session-profile u update-profile' -s 'u' -l 'update-profile' -l 'session-profile' -d 'Write the session into the credentials file under this name.' -rfka '(__aws_mfa_session_profiles --writable)'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" format' -l 'format' -d 'Syntax of --export. (default: that of the calling shell)' -rfka 'bash zsh sh fish cmd powershell json env'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" version' -l 'version' -d 'Show the version.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_positional "aws-mfa-session" -eq 1' -fa 'use' -d 'Start a session in this shell, or take the live one of another shell.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_positional "aws-mfa-session" -eq 1' -fa 'off' -d 'Leave this shell\'s session; its environment is then as it was before.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_positional "aws-mfa-session" -eq 1' -fa 'init' -d 'Print the shell integration, for the shell\'s rc file.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_positional "aws-mfa-session" -eq 1' -fa 'completions' -d 'Print the completion script of a shell.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_positional "aws-mfa-session" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_positional "aws-mfa-session use" -eq 1' -fka '(__aws_mfa_session_profiles)'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session use" p profile' -s 'p' -l 'profile' -d 'Source profile: the one with the keys. (default: AWS_PROFILE, then AWS_DEFAULT_PROFILE, then default)' -rfka '(__aws_mfa_session_profiles)'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session use" credentials-file f' -s 'f' -l 'credentials-file' -d 'Credentials file. (default: AWS_SHARED_CREDENTIALS_FILE, then ~/.aws/credentials)' -rF
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session use" r region' -s 'r' -l 'region' -d 'Region. (default: AWS_REGION, AWS_DEFAULT_REGION, the profile\'s region, us-east-1)' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session use" c code' -s 'c' -l 'code' -d 'MFA code, six digits; without it you are asked.' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session use" a arn' -s 'a' -l 'arn' -d 'MFA device: ARN, or serial number of a hardware token. (default: AWS_MFA_SERIAL, the profile\'s mfa_serial, the device that IAM lists)' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session use" d duration' -s 'd' -l 'duration' -d 'How long the session lasts, 900 to 129600.' -rfka ''
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session use"' -l 'verbose' -s 'v' -d 'Log to standard error; -vv requests, -vvv headers, -vvvv bodies. Never a secret.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session use" force' -l 'force' -d 'Start a new session although there is a live one.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session use" version' -l 'version' -d 'Show the version.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session use" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session off" version' -l 'version' -d 'Show the version.'
complete -c 'aws-mfa-session' -n '__aws-mfa-session_should_offer_completions_for_flags_or_options "aws-mfa-session off" h help' -s 'h' -l 'help' -d 'Show help information.'
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
