# The function aws-mfa-session, in every fish: `use` and `off` change the environment of this shell.
#
# Builtins that a function of the user's may replace are called with `builtin`. (set, test, read, string and status may not be
# replaced.) The program is called by __aws_mfa_session_exec, which `init` defines.

function aws-mfa-session --description 'AWS sessions with MFA'
    set -l fish_trace # which would show secrets
    set -l code
    switch "$argv[1]"
        case use
            set code (__aws_mfa_session_exec use --integration fish $argv[2..-1])
            set -l result $status
            # Killed, it could not give the terminal back.
            test $result = 137; and command stty sane
            test $result = 0; or return $result
        case off
            if set -q __aws_mfa_session_restore; and not set -q argv[2]
                set code $__aws_mfa_session_restore
            else
                set code (__aws_mfa_session_exec off --integration fish $argv[2..-1])
                or return
            end
            set -eg __aws_mfa_session_restore
        case doctor setup
            AWS_MFA_SESSION_SHELL=(__aws_mfa_session_report) command aws-mfa-session $argv
            return
        case '*'
            command aws-mfa-session $argv
            return
    end
    builtin string join \n -- $code | builtin source
    # After `off`, there is no prompt for a new session until the environment changes.
    if test $argv[1] = off; and builtin functions -q __aws_mfa_session_replan
        __aws_mfa_session_replan left
    end
    return 0
end

# What the program must know of this shell to judge its integration.
function __aws_mfa_session_report
    set -l report fish version=$__aws_mfa_session_version
    builtin functions -q __aws_mfa_session_prompt; and test $__aws_mfa_session_with_hook = 1; and set -a report hook called
    if test $__aws_mfa_session_with_prompt = 1; and builtin functions -q __aws_mfa_session_has_starship
        __aws_mfa_session_has_starship; and set -a report starship
    end
    string join ' ' -- $report
end
