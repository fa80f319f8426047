# The hook of fish 3.1 and later, for a person at a terminal: before each prompt a handler keeps the plan and the marker
# "(aws:dev 42m) " up to date; before each line another one asks whether the plan wants the program to see it.
#
# The plan comes from the program, as variables: due and named_due, from when on a line that matches words, and named_words,
# is shown to the program; plan_end; generation; and what the marker says. No process is started while it holds. It is for one
# environment: `init` puts the variables that count in place of $__aws_mfa_session_environment.
#
# A command substitution costs as much as ten builtins: hence variables, and `read`. (Standard input cannot be judged here: it
# is the pipe into `source`.)

if status is-interactive; and test -t 2; and not builtin contains -- "$TERM" '' dumb
    and test $__aws_mfa_session_with_hook$__aws_mfa_session_with_prompt != 00

    set -g __aws_mfa_session_retired
    set -g __aws_mfa_session_marker
    set -g __aws_mfa_session_next 0 # when the marker says something else, or the plan ends

    # The clock: sets now, in seconds since the epoch or, where that is cheaper, since the system started; offset is the
    # difference. fish has no clock of its own.

    if string match -qr '^(?:3\.[6-9]|[4-9]|\d\d)' -- $version
        # The age of a file and its time. (In a variable, for fish before 3.5 does not read `builtin path`.)
        set -g __aws_mfa_session_path path
        function __aws_mfa_session_epoch
            builtin math (builtin $__aws_mfa_session_path mtime -R -- /) + (builtin $__aws_mfa_session_path mtime -- /)
        end
    else
        function __aws_mfa_session_epoch
            command date +%s
        end
    end

    if test -r /proc/uptime
        function __aws_mfa_session_clock
            read -g -d . __aws_mfa_session_now __aws_mfa_session_fraction </proc/uptime
        end
        __aws_mfa_session_clock
        set -g __aws_mfa_session_offset (builtin math (__aws_mfa_session_epoch) - $__aws_mfa_session_now)
    else
        function __aws_mfa_session_clock
            set -g __aws_mfa_session_now (__aws_mfa_session_epoch)
        end
        set -g __aws_mfa_session_offset 0
    end

    # The plan

    # Does it still hold? (A prompt that finds the same environment, long before the plan's end, does not ask.)
    function __aws_mfa_session_holds
        test $__aws_mfa_session_now -lt $__aws_mfa_session_plan_end; or return
        test "$__aws_mfa_session_environment" = "$__aws_mfa_session_planned_identity"; or return
        set -l generation
        test -r $__aws_mfa_session_generation_file; and read generation <$__aws_mfa_session_generation_file
        test "$generation" = "$__aws_mfa_session_generation"
    end

    # Takes over what has just been read, if anything: its times by this shell's clock.
    function __aws_mfa_session_take
        for name in due named_due plan_end label_end label_low label_over
            set -l variable __aws_mfa_session_$name
            set -q $variable; or set -g $variable 0
            set -g $variable (builtin math $$variable - $__aws_mfa_session_offset)
        end
        set -g __aws_mfa_session_next 0
    end

    # Takes a new plan. Without one, nothing is due for a while. $argv: `left` when a session was left.
    function __aws_mfa_session_replan
        set -l code (__aws_mfa_session_exec plan fish 1 $argv 2>/dev/null)
        if set -q code[1]
            builtin string join \n -- $code | builtin source
            # The clock of the system may have been set.
            test $__aws_mfa_session_offset = 0
            or set -g __aws_mfa_session_offset (builtin math $__aws_mfa_session_plan_start - $__aws_mfa_session_now)
        end
        if not set -q code[1]; or test -n "$__aws_mfa_session_retired"
            set -g __aws_mfa_session_due 99999999999
            set -g __aws_mfa_session_named_due 99999999999
            set -g __aws_mfa_session_plan_end (builtin math $__aws_mfa_session_now + $__aws_mfa_session_offset + 600)
            set -g __aws_mfa_session_label
        end
        __aws_mfa_session_take
        set -g __aws_mfa_session_planned_identity "$__aws_mfa_session_environment"
    end

    function __aws_mfa_session_sync
        __aws_mfa_session_clock
        test -z "$__aws_mfa_session_retired"; or return
        __aws_mfa_session_holds; or __aws_mfa_session_replan
    end

    __aws_mfa_session_take

    # The marker

    # Its variable is inherited by shells that it does not run in, its functions are not.
    function __aws_mfa_session_has_starship
        set -q STARSHIP_SHELL; and builtin functions -q enable_transience
    end

    # Sets the marker to what the plan's label says now, and when that has to be done again.
    function __aws_mfa_session_describe
        set -l left (builtin math $__aws_mfa_session_label_end - $__aws_mfa_session_now)
        set -l time expired
        test $left -gt 0; and set time "$left"s
        test $left -ge 60; and set time (builtin math -s0 $left / 60)m
        test $left -ge 3600
        and set time (builtin printf '%dh%02dm' (builtin math -s0 $left / 3600) (builtin math -s0 $left % 3600 / 60))
        set -l text "$__aws_mfa_session_label $time"

        if test $left -lt 60
            set -g __aws_mfa_session_next 0
        else
            set -l change (builtin math $__aws_mfa_session_now + $left % 60 + 1)
            test $change -lt $__aws_mfa_session_next; and set -g __aws_mfa_session_next $change
        end

        if __aws_mfa_session_has_starship
            # Starship draws the prompt, and shows this with its module env_var.
            set -gx AWS_MFA_SESSION_MARKER $text
        else if test $__aws_mfa_session_label_coloured != 1
            set -g __aws_mfa_session_marker "($text) "
        else
            set -l colour 32 # green
            test $__aws_mfa_session_now -gt $__aws_mfa_session_label_low; and set colour 33 # yellow
            test $__aws_mfa_session_now -ge $__aws_mfa_session_label_over; and set colour 31 # red
            set -g __aws_mfa_session_marker \e"["$colour"m($text) "\e"[m"
        end
    end

    function __aws_mfa_session_show
        set -g __aws_mfa_session_shown 1
        builtin printf %s "$__aws_mfa_session_marker"
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
        # While programs wait for a code, the program says so.
        test -e "$__aws_mfa_session_waiting"; and __aws_mfa_session_exec waiting fish 1
        # Without a marker, nothing here depends on the time.
        test -z "$__aws_mfa_session_label"; or __aws_mfa_session_clock
        if test $__aws_mfa_session_now -ge $__aws_mfa_session_next \
                -o "$__aws_mfa_session_environment" != "$__aws_mfa_session_planned_identity"
            __aws_mfa_session_sync
            set -g __aws_mfa_session_next $__aws_mfa_session_plan_end
            set -g __aws_mfa_session_marker
            if test -n "$__aws_mfa_session_label" -a $__aws_mfa_session_with_prompt = 1
                __aws_mfa_session_describe
            else if set -qx AWS_MFA_SESSION_MARKER
                set -eg AWS_MFA_SESSION_MARKER
            end
        end
        if test -n "$__aws_mfa_session_marker"
            # The prompt before did not show it: another tool has defined fish_mode_prompt anew.
            set -q __aws_mfa_session_shown; or __aws_mfa_session_install_marker
            set -eg __aws_mfa_session_shown
        end
    end

    # Before a line runs

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

    # A handler cannot drop the line that is about to run. But while the person is asked, and after a cancel until the
    # line is over, the words that begin its commands are functions that interrupt it. Builtins must not be, for other
    # handlers need them; so `command aws` and /usr/bin/aws cannot be stopped.
    function __aws_mfa_session_shadow
        function __aws_mfa_session_after --on-event fish_postexec
            __aws_mfa_session_unshadow
        end
        for word in $__aws_mfa_session_heads
            builtin contains -- $word (builtin -n) $__aws_mfa_session_shadowed; and continue
            set -ga __aws_mfa_session_shadowed $word
            builtin functions -q $word; and builtin functions -c $word __aws_mfa_session_saved_$word
            function $word
                # The rest of the line is dropped by an interrupt, after which fish 3.1 has no status of ours. (Not every system
                # has a program kill, but every sh.)
                string match -qr '[;&|(\n]' -- $__aws_mfa_session_line
                and command sh -c 'kill -INT "$0"' $fish_pid
                return 130
            end
        end
    end

    function __aws_mfa_session_unshadow
        builtin functions -e __aws_mfa_session_after
        for word in $__aws_mfa_session_shadowed
            builtin functions -e $word
            builtin functions -q __aws_mfa_session_saved_$word; or continue
            builtin functions -c __aws_mfa_session_saved_$word $word
            builtin functions -e __aws_mfa_session_saved_$word
        end
        set -g __aws_mfa_session_shadowed
    end

    # Does the plan want the program to see the line?
    function __aws_mfa_session_is_due
        __aws_mfa_session_sync
        test $__aws_mfa_session_now -ge $__aws_mfa_session_due; and return
        test $__aws_mfa_session_now -ge $__aws_mfa_session_named_due
        and string match -qr -- $__aws_mfa_session_named_words $__aws_mfa_session_line
    end

    # Has the program look at the line, ask, and renew.
    function __aws_mfa_session_renew
        set -l line (string sub -l 30000 -- $__aws_mfa_session_line | string collect)
        __aws_mfa_session_shadow
        set -l code (AWS_MFA_SESSION_LINE=$line __aws_mfa_session_exec hook fish 1)
        set -l result $status
        builtin contains $result 0 130; and builtin string join \n -- $code | builtin source
        test $result = 130; or __aws_mfa_session_unshadow
        # Killed, it could not give the terminal back.
        test $result = 137; and command stty sane
    end

    function __aws_mfa_session_preexec --on-event fish_preexec
        set -l fish_trace
        set -g __aws_mfa_session_line $argv[1]
        set -g __aws_mfa_session_heads
        string match -qar -- $__aws_mfa_session_head $argv[1]
        # Before fish 3.3 a pattern sets no variables: then every word may be one.
        set -q __aws_mfa_session_heads[1]; or set __aws_mfa_session_heads (string match -ar '\w[\w.+-]*' -- $argv[1])
        for word in $__aws_mfa_session_heads
            builtin functions -q -- $word; or continue
            set -g __aws_mfa_session_resolved
            __aws_mfa_session_resolve $word
        end
        string match -qr -- $__aws_mfa_session_words $__aws_mfa_session_line; or return
        __aws_mfa_session_is_due; and __aws_mfa_session_renew
    end

    test $__aws_mfa_session_with_hook = 1; or builtin functions -e __aws_mfa_session_preexec
end
