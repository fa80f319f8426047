# aws-mfa-session: integration with fish 3.1 and later, printed by `aws-mfa-session init fish`.
#
# The function aws-mfa-session lets `use` and `off` change this shell's environment. Before each command line a handler
# looks for AWS commands and, when their session is about to end, has the program ask for a new code. Before each prompt
# another one keeps the marker "(aws:dev 42m) " up to date. Neither starts a process while there is nothing to ask.
#
# Builtins that a function of the user's may replace are called with `builtin`. (set, test, read, string and status
# may not be replaced.) A command substitution costs as much as ten builtins: hence variables, and `read`.

# The function, in every shell

function aws-mfa-session --description 'AWS sessions with MFA'
    set -l fish_trace # which would show secrets
    set -l code
    switch "$argv[1]"
        case use
            set code (command aws-mfa-session use --integration fish $argv[2..-1])
            set -l result $status
            # Killed, it could not give the terminal back.
            test $result = 137; and command stty sane
            test $result = 0; or return $result
            set -g __aws_mfa_session_snoozed_until 0
        case off
            if set -q __aws_mfa_session_restore; and not set -q argv[2]
                set code $__aws_mfa_session_restore
            else
                set code (command aws-mfa-session off --integration fish $argv[2..-1])
                or return
            end
            set -eg __aws_mfa_session_restore
        case '*'
            command aws-mfa-session $argv
            return
    end
    builtin string join \n -- $code | builtin source
    # Who left is not asked again.
    if test $argv[1] = off; and builtin functions -q __aws_mfa_session_identify
        __aws_mfa_session_identify
        set -g __aws_mfa_session_settled "$__aws_mfa_session_fingerprint"
    end
    return 0
end

function __aws_mfa_session_short --description 'aws-mfa-session use'
    aws-mfa-session use $argv
end

# A second evaluation leaves what the first one has set.
if not builtin functions -q __aws_mfa_session_prompt
    set -g __aws_mfa_session_with_hook 1
    set -g __aws_mfa_session_with_prompt 1
end

# The rest is for a person at a terminal. (Standard input cannot be judged here: it is the pipe into `source`.)
if status is-interactive; and test -t 2; and not builtin contains -- "$TERM" '' dumb
    and test $__aws_mfa_session_with_hook$__aws_mfa_session_with_prompt != 00

    set -g __aws_mfa_session_snoozed_until 0 # nobody is asked before

    # Clock: sets now. fish has none, but can do without a process nearly everywhere.

    if string match -qr '^(?:3\.[6-9]|[4-9]|\d\d)' -- $version
        # The age of a file and its time. (In a variable, for fish before 3.5 does not read `builtin path`.)
        set -g __aws_mfa_session_path path
        function __aws_mfa_session_clock
            set -g __aws_mfa_session_now (builtin math (builtin $__aws_mfa_session_path mtime -R -- /) + \
                (builtin $__aws_mfa_session_path mtime -- /))
        end
    else if test -r /proc/uptime -a -r /proc/stat
        function __aws_mfa_session_clock
            read -l -d . uptime fraction </proc/uptime
            set -g __aws_mfa_session_now (builtin math $uptime + (string replace -fr '^btime ' '' </proc/stat))
        end
    else
        function __aws_mfa_session_clock
            set -g __aws_mfa_session_now (command date +%s)
        end
    end

    # The session in the environment

    # What comes from outside is looked at before it is used as a number.
    function __aws_mfa_session_is_number
        string match -qr '^\d{1,11}$' -- "$argv[1]"
    end

    # Is the session in the environment one that we exported?
    function __aws_mfa_session_is_ours
        test -n "$AWS_SESSION_TOKEN"; and __aws_mfa_session_is_number $AWS_MFA_SESSION_EXPIRES
    end

    # Sets the fingerprint: what tells one environment from another.
    function __aws_mfa_session_identify
        set -g __aws_mfa_session_fingerprint \
            "$AWS_PROFILE:$AWS_DEFAULT_PROFILE:$AWS_ACCESS_KEY_ID:$AWS_MFA_SESSION_EXPIRES:$AWS_MFA_SESSION_PROFILE"
    end

    # PATTERN: prints when the profiles that we wrote to the credentials file expire, those whose names match.
    function __aws_mfa_session_written
        set -l state $XDG_STATE_HOME
        string match -q '/*' -- "$state"; or set state $HOME/.local/state
        set -l index $state/aws-mfa-session/profiles
        test -f "$index" -a -r "$index"; and string match -r "^\d{1,11}(?=\t$argv[1](?:\t|\$))" <$index
    end

    # Prints the time from which the program has to be asked about this environment: 0 for now, nothing for never.
    function __aws_mfa_session_look
        set -l profile $AWS_PROFILE
        test -n "$profile"; or set profile $AWS_DEFAULT_PROFILE
        if test -n "$AWS_ACCESS_KEY_ID"; and not __aws_mfa_session_is_ours
            return # the credentials of somebody else
        else if test -n "$profile"; and __aws_mfa_session_written (string escape --style=regex -- "$profile")
            return
        else if __aws_mfa_session_is_ours; and builtin contains -- "$profile" '' "$AWS_MFA_SESSION_PROFILE"
            builtin echo $AWS_MFA_SESSION_EXPIRES
        else if test "$__aws_mfa_session_fingerprint" != "$__aws_mfa_session_settled"
            builtin echo 0 # the program has not yet said that there is no session for it
        end
    end

    # Exports the session that another terminal has stored in the file of ours, if it is the later one.
    function __aws_mfa_session_adopt
        test $__aws_mfa_session_with_hook = 1 -a "$AWS_MFA_SESSION_HOOK" != 0; or return
        builtin contains -- "$AWS_PROFILE$AWS_DEFAULT_PROFILE" '' "$AWS_MFA_SESSION_PROFILE"; or return
        test -f "$AWS_MFA_SESSION_FILE" -a -r "$AWS_MFA_SESSION_FILE" -a -O "$AWS_MFA_SESSION_FILE"; or return
        read -L -l expires key secret token expiration <$AWS_MFA_SESSION_FILE 2>/dev/null; or return
        builtin contains -- '' "$key" "$secret" "$token" "$expiration"; and return 1
        __aws_mfa_session_is_number $expires; and test $expires -gt $AWS_MFA_SESSION_EXPIRES; or return
        test (builtin math $expires - $__aws_mfa_session_now) -gt $__aws_mfa_session_margin; or return
        set -gx AWS_ACCESS_KEY_ID $key
        set -gx AWS_SECRET_ACCESS_KEY $secret
        set -gx AWS_SESSION_TOKEN $token
        set -gx AWS_CREDENTIAL_EXPIRATION $expiration
        set -gx AWS_MFA_SESSION_EXPIRES $expires
    end

    # Sets now, margin and fingerprint. At the end of our session there may be another.
    function __aws_mfa_session_update
        __aws_mfa_session_clock
        set -g __aws_mfa_session_margin 60
        __aws_mfa_session_is_number $AWS_MFA_SESSION_MARGIN
        and set -g __aws_mfa_session_margin $AWS_MFA_SESSION_MARGIN
        __aws_mfa_session_is_ours
        and test (builtin math $AWS_MFA_SESSION_EXPIRES - $__aws_mfa_session_now) -le $__aws_mfa_session_margin
        and __aws_mfa_session_adopt
        __aws_mfa_session_identify
    end

    # Works out what prompts then only compare and show: known (the environment that was looked at), the marker, and
    # look_again (the time when there is something new to show or to adopt; none without a session).
    function __aws_mfa_session_sync
        __aws_mfa_session_update
        set -g __aws_mfa_session_known "$__aws_mfa_session_fingerprint"
        set -g __aws_mfa_session_marker
        set -g __aws_mfa_session_look_again
        if __aws_mfa_session_is_ours
            __aws_mfa_session_describe (builtin math $AWS_MFA_SESSION_EXPIRES - $__aws_mfa_session_now)
        else if set -q STARSHIP_SHELL
            set -eg AWS_MFA_SESSION_MARKER
        end
    end

    # The marker

    # LEFT: sets the marker for a session with so many seconds left, and look_again.
    function __aws_mfa_session_describe
        set -l left $argv[1]
        set -l time expired
        test $left -gt 0; and set time "$left"s
        test $left -ge 60; and set time (builtin math -s0 $left / 60)m
        test $left -ge 3600
        and set time (builtin printf '%dh%02dm' (builtin math -s0 $left / 3600) (builtin math -s0 $left % 3600 / 60))
        set -l text "aws:"(string replace -ar '[^A-Za-z0-9._@:/+=, -]' _ -- "$AWS_MFA_SESSION_PROFILE")" $time"

        # The text changes once a minute, in the end at every prompt; and then there may be something to adopt.
        set -g __aws_mfa_session_look_again 0
        test $left -ge 60 -a $left -gt $__aws_mfa_session_margin
        and set -g __aws_mfa_session_look_again (builtin math $__aws_mfa_session_now + $left % 60 + 1)

        if test $__aws_mfa_session_with_prompt = 0
            return
        else if set -q STARSHIP_SHELL
            # Starship draws the prompt, and shows this with its module env_var.
            set -gx AWS_MFA_SESSION_MARKER $text
        else if test -n "$NO_COLOR"
            or string match -qr '^(?:dumb|vt52|vt100|vt102|vt220|unknown|.*-m|.*-mono)$' -- "$TERM"
            set -g __aws_mfa_session_marker "($text) "
        else
            set -l colour 32 # green
            test $left -lt 600; and set colour 33 # yellow
            test $left -le $__aws_mfa_session_margin; and set colour 31 # red
            set -g __aws_mfa_session_marker \e"["$colour"m($text) "\e"[m"
        end
    end

    function __aws_mfa_session_show
        set -g __aws_mfa_session_shown 1
        test "$AWS_MFA_SESSION_PROMPT" = 0; or builtin printf %s "$__aws_mfa_session_marker"
    end

    # fish draws fish_mode_prompt left of fish_prompt and keeps $status for the latter: the marker goes there, and the
    # user's fish_prompt and fish_right_prompt stay as they are.
    function __aws_mfa_session_install_marker
        set -l details
        builtin functions -q fish_mode_prompt; and set details (builtin functions -D -v fish_mode_prompt)
        # Never wrap the wrapper.
        string match -q '*aws-mfa-session' -- "$details[5]"; and return
        builtin functions -e __aws_mfa_session_mode_prompt
        set -q details[1]; and builtin functions -c fish_mode_prompt __aws_mfa_session_mode_prompt
        # It asks what there is, for it may be saved with funcsave, and loaded in a shell without the hook.
        function fish_mode_prompt --description 'The mode, and the marker of aws-mfa-session'
            builtin functions -q __aws_mfa_session_mode_prompt; and __aws_mfa_session_mode_prompt
            builtin functions -q __aws_mfa_session_show; and __aws_mfa_session_show
        end
    end

    function __aws_mfa_session_prompt --on-event fish_prompt
        __aws_mfa_session_identify
        if test "$__aws_mfa_session_fingerprint" != "$__aws_mfa_session_known"
            __aws_mfa_session_sync
        else if set -q __aws_mfa_session_look_again[1]
            __aws_mfa_session_clock
            test $__aws_mfa_session_now -lt $__aws_mfa_session_look_again; or __aws_mfa_session_sync
        end
        if test -n "$__aws_mfa_session_marker"
            # The prompt before did not show it: somebody has defined fish_mode_prompt anew.
            set -q __aws_mfa_session_shown; or __aws_mfa_session_install_marker
            set -eg __aws_mfa_session_shown
        end
    end

    # Does this line mention an AWS command? (The program then judges whether it runs one.)

    set -g __aws_mfa_session_setting unread

    # Sets the names of AWS commands, and mention: a pattern for one of them that is not inside a longer word.
    function __aws_mfa_session_read_setting
        set -g __aws_mfa_session_setting "$AWS_MFA_SESSION_COMMANDS"
        set -g __aws_mfa_session_commands $__aws_mfa_session_setting
        test -n "$__aws_mfa_session_setting"
        or set __aws_mfa_session_commands aws terraform tofu terragrunt cdk cdktf sam pulumi packer eksctl kubectl helm
        set -l names (string split -n ' ' -- "$__aws_mfa_session_commands" | string escape --style=regex)
        set -g __aws_mfa_session_mention "(?<![\w.-])(?:"(string join '|' -- $names)")(?![\w.-])"
    end

    # Finds heads: the words that begin a command, with or without quotes, behind keywords and assignments.
    set -g __aws_mfa_session_head '(?:and|or|not|!|if|else|while|begin|time|\w+=(?:"[^"]*"|\'[^\']*\'|\S)*+)\s+'
    set __aws_mfa_session_head "(?:^|[|;&({\n])\s*(?:$__aws_mfa_session_head)*+[\"']?"
    set __aws_mfa_session_head $__aws_mfa_session_head'(?<__aws_mfa_session_heads>\w[\w.+-]*)'

    # NAME OF A FUNCTION: if it is an alias, puts what it stands for into the line. An alias is a function that says so in
    # its description.
    function __aws_mfa_session_resolve
        set -l alias (builtin functions -D -v -- $argv[1])[5]
        string match -q 'alias *' -- $alias; and not builtin contains -- $argv[1] $__aws_mfa_session_resolved; or return
        set -ga __aws_mfa_session_resolved $argv[1]
        set -l name (string escape --style=regex -- $argv[1])
        set -l body (string replace -r "^alias (?:-\S+ )*$name(?: |=)" '' -- $alias | string trim -c "'")
        set -g __aws_mfa_session_line (string replace -r -- "(?<![\w.+-])$name(?![\w.+-])" \
            (string escape --style=regex -- $body) $__aws_mfa_session_line | string collect)
        # It may begin with another one.
        set -l first (string match -r '^\w[\w.+-]*' -- $body)
        test -n "$first"; and builtin functions -q -- $first; and __aws_mfa_session_resolve $first
    end

    # Asking

    # A handler cannot drop the line that is about to run. But while the person is asked, and after a cancel until the
    # line is over, the words that begin its commands are functions that interrupt it. Builtins must not be, for other
    # handlers need them; so `command aws` and /usr/bin/aws cannot be stopped.
    function __aws_mfa_session_shadow
        for word in $__aws_mfa_session_heads
            builtin contains -- $word (builtin -n) $__aws_mfa_session_shadowed; and continue
            set -ga __aws_mfa_session_shadowed $word
            builtin functions -q $word; and builtin functions -c $word __aws_mfa_session_saved_$word
            function $word
                command kill -INT $fish_pid
                return 130
            end
        end
    end

    function __aws_mfa_session_unshadow --on-event fish_postexec
        for word in $__aws_mfa_session_shadowed
            builtin functions -e $word
            builtin functions -q __aws_mfa_session_saved_$word; or continue
            builtin functions -c __aws_mfa_session_saved_$word $word
            builtin functions -e __aws_mfa_session_saved_$word
        end
        set -g __aws_mfa_session_shadowed
    end

    # Is a session due that the line may need? The program knows better, but is a process.
    function __aws_mfa_session_is_due
        __aws_mfa_session_update
        # A command may be set to need more time than the margin: the longest such time will do here.
        set -l life $__aws_mfa_session_margin
        for seconds in (string match -ar '(?<==)\d{1,11}(?!\S)' -- "$AWS_MFA_SESSION_MIN_LIFE")
            test $seconds -gt $life; and set life $seconds
        end
        # A profile on the line may be any that we wrote. Of these, the first in the list expires first.
        set -l expiries (__aws_mfa_session_look)
        string match -qir profile -- $__aws_mfa_session_line
        and set -a expiries (__aws_mfa_session_written '[^\t]*')[1]
        for expiry in $expiries
            test (builtin math $expiry - $__aws_mfa_session_now) -le $life; and return
        end
        return 1
    end

    # Has the program look at the line, ask, and renew.
    function __aws_mfa_session_renew
        set -l line (string sub -l 30000 -- $__aws_mfa_session_line | string collect)
        set -l snoozed
        test $__aws_mfa_session_now -lt $__aws_mfa_session_snoozed_until; and set snoozed --snoozed
        __aws_mfa_session_shadow
        set -l code (AWS_MFA_SESSION_LINE=$line AWS_MFA_SESSION_COMMANDS="$__aws_mfa_session_commands" \
            command aws-mfa-session hook fish $snoozed)
        set -l result $status
        if test $result = 130
            __aws_mfa_session_clock
            set -g __aws_mfa_session_snoozed_until (builtin math $__aws_mfa_session_now + 60)
        else
            __aws_mfa_session_unshadow
            # Killed, it could not give the terminal back.
            test $result = 137; and command stty sane
            test $result = 0; and builtin string join \n -- $code | builtin source
        end
    end

    function __aws_mfa_session_preexec --on-event fish_preexec
        set -l fish_trace
        test "$AWS_MFA_SESSION_HOOK" = 0; and return
        test "$AWS_MFA_SESSION_COMMANDS" = "$__aws_mfa_session_setting"; or __aws_mfa_session_read_setting
        set -g __aws_mfa_session_line $argv[1]
        set -g __aws_mfa_session_heads
        set -g __aws_mfa_session_resolved
        string match -qar -- $__aws_mfa_session_head $argv[1]
        # Before fish 3.3 a pattern sets no variables: then every word may be one.
        set -q __aws_mfa_session_heads[1]; or set __aws_mfa_session_heads (string match -ar '\w[\w.+-]*' -- $argv[1])
        for word in $__aws_mfa_session_heads
            builtin functions -q -- $word; and __aws_mfa_session_resolve $word
        end
        string match -qr -- $__aws_mfa_session_mention $__aws_mfa_session_line; or return
        __aws_mfa_session_is_due; and __aws_mfa_session_renew
    end

    test $__aws_mfa_session_with_hook = 1; or builtin functions -e __aws_mfa_session_preexec
end

# Install: put this line into ~/.config/fish/config.fish:  aws-mfa-session init fish | source
