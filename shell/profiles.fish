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

