# Completion of aws-mfa-session in fish. The program knows what can stand at the cursor.

# $argv: the subcommand that a short name stands for.
function __aws_mfa_session_complete
    set -lx AWS_MFA_SESSION_LINE (builtin commandline -cp | string collect)
    set -lx AWS_MFA_SESSION_SUBCOMMAND $argv
    set -l answer (command aws-mfa-session complete fish 1 2>/dev/null)
    set -l what (string split \t -- $answer[1])
    if test "$what[1]" = command
        # Behind "exec --", another command completes.
        set -l words (builtin commandline -opc)
        set words (string escape -- $words[(builtin math $what[2] + 1)..-1])
        builtin complete -C (string join ' ' -- $words (builtin commandline -ct) | string collect)
    else
        string join \n -- $answer[2..-1]
    end
end

builtin complete -c aws-mfa-session -f -a '(__aws_mfa_session_complete)'
