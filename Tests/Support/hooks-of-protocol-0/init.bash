# shellcheck shell=bash
# aws-mfa-session: integration with bash, printed by `aws-mfa-session init bash`.
#
# The function aws-mfa-session lets `use` and `off` change this shell's environment. Before each prompt the hook works
# out when a session will be due, and shows the marker "(aws:dev 42m) ". From then on, a line that mentions an AWS
# command goes to the program before it runs: that judges it, asks for a code, and prints what is evaluated here.
#
# No process is started before a session is due. Builtins are called with `builtin`, whatever the user has made of them.

# What follows is read without the user's aliases and without `set -a`; the last lines give both back.
__aws_mfa_session_load_allexport=+a __aws_mfa_session_load_aliases=-u
[[ $- != *a* ]] || __aws_mfa_session_load_allexport=-a
\builtin shopt -q expand_aliases && __aws_mfa_session_load_aliases=-s
\builtin set +a
\builtin shopt -u expand_aliases

# ---- The function, in every shell ------------------------------------------------------------------------------------

# Runs a function of ours with the user's options out of the way: tracing would show secrets, `set -a` export them.
# (The options are remembered in $1, because `set -a` would export a variable.)
__aws_mfa_session_plainly() {
  { builtin set -- "$-" "$@"; builtin set +aeuvxT; } 2>/dev/null
  builtin local status=0 flags="${1//[!aeuvxT]/}" IFS=$' \t\n'
  "${@:2}" || status=$?
  { [[ -z $flags ]] || builtin set "-$flags"; return "$status"; } 2>/dev/null
}

__aws_mfa_session_use() {
  builtin local code
  code=$(\builtin command aws-mfa-session use --integration bash "$@") || {
    __aws_mfa_session_heal "$?"
    return
  }
  builtin eval "$code"
  __aws_mfa_session_next=0 __aws_mfa_session_snoozed_until=0
}

# The program that ended with status $1 was killed? Then it could not give the terminal back. Hands on the status.
__aws_mfa_session_heal() {
  [[ $1 != 137 ]] || \builtin command stty sane
  return "$1"
}

# Who leaves a session is not asked for another one: the environment as it is then counts as settled.
__aws_mfa_session_off() {
  builtin local code="${__aws_mfa_session_restore-}"
  if [[ -z $code || $# -gt 0 ]]; then
    code=$(\builtin command aws-mfa-session off --integration bash "$@") || return
  fi
  builtin eval "$code"
  builtin unset __aws_mfa_session_restore
  __aws_mfa_session_identify
  __aws_mfa_session_settled=$__aws_mfa_session_fingerprint __aws_mfa_session_next=0
}

# Sets the fingerprint: what tells one environment from another.
__aws_mfa_session_identify() {
  __aws_mfa_session_fingerprint="${AWS_PROFILE-}|${AWS_DEFAULT_PROFILE-}|${AWS_ACCESS_KEY_ID-}|\
${AWS_MFA_SESSION_EXPIRES-}|${AWS_MFA_SESSION_PROFILE-}"
}

__aws_mfa_session_main() {
  case ${1-} in
    use | off) __aws_mfa_session_plainly "__aws_mfa_session_$1" "${@:2}" ;;
    *) builtin command aws-mfa-session "$@" ;;
  esac
}

# In posix mode a function cannot have a dash in its name, an alias can.
if [[ -o posix ]]; then
  builtin alias aws-mfa-session=__aws_mfa_session_main
else
  aws-mfa-session() { __aws_mfa_session_main "$@"; }
  __aws_mfa_session_short() { __aws_mfa_session_main use "$@"; }
fi

# ---- The rest is for a person at a terminal, once --------------------------------------------------------------------

# (An inherited variable of this name holds the number of another process.)
if [[ ${__aws_mfa_session_loaded-} != "$$" ]]; then
  __aws_mfa_session_with_hook=1
  __aws_mfa_session_with_prompt=1
fi

if [[ $- == *i* && -t 0 && -t 2 && ${TERM:-dumb} != dumb && ${__aws_mfa_session_loaded-} != "$$" &&
  $__aws_mfa_session_with_hook$__aws_mfa_session_with_prompt != 00 ]]; then

  __aws_mfa_session_loaded=$$
  __aws_mfa_session_bash=$((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1]))
  __aws_mfa_session_never=99999999999
  __aws_mfa_session_due=$__aws_mfa_session_never # when a line must be looked at
  __aws_mfa_session_next=0                       # when the prompt has to work everything out again,
  __aws_mfa_session_seen=                        # unless this has changed before
  __aws_mfa_session_settled=-
  __aws_mfa_session_snoozed_until=0
  __aws_mfa_session_undo= # what ends a cancel
  __aws_mfa_session_marker=
  # shellcheck disable=SC2016 # expanded by the prompt, each time
  __aws_mfa_session_marker_code='${__aws_mfa_session_marker-}'
  # Silent under `set -x`; "&& :" hands on the last status to who comes next, without `set -e` or an ERR trap seeing it.
  # shellcheck disable=SC2016
  __aws_mfa_session_prompt_code='{ __aws_mfa_session_prompt "$?" && :; } 2>/dev/null'

  # ---- Clock, without a process --------------------------------------------------------------------------------------

  if ((__aws_mfa_session_bash >= 500)); then
    __aws_mfa_session_clock() { __aws_mfa_session_now=$EPOCHSECONDS; }
  else
    # SECONDS counts from the start of the shell, unless it is assigned: then it most likely goes backwards.
    __aws_mfa_session_last_seconds=0 __aws_mfa_session_started=
    __aws_mfa_session_clock() {
      if [[ -z $__aws_mfa_session_started ]] || ((SECONDS < __aws_mfa_session_last_seconds)); then
        __aws_mfa_session_started=$(($(\builtin command date +%s) - SECONDS))
      fi
      __aws_mfa_session_last_seconds=$SECONDS
      __aws_mfa_session_now=$((__aws_mfa_session_started + SECONDS))
    }
  fi

  # ---- The environment's session -------------------------------------------------------------------------------------

  # Arithmetic would execute a value such as a[$(command)]: only short runs of digits may get there.
  __aws_mfa_session_is_number() {
    case $1 in '' | *[!0-9]* | ????????????*) return 1 ;; esac
  }

  # Is the session in the environment ours?
  __aws_mfa_session_is_ours() {
    [[ -n $AWS_SESSION_TOKEN ]] && __aws_mfa_session_is_number "$AWS_MFA_SESSION_EXPIRES"
  }

  # Sets how many seconds a session must still live: the margin, and what the most demanding command needs.
  __aws_mfa_session_read_lives() {
    builtin local pair
    __aws_mfa_session_margin=60
    ! __aws_mfa_session_is_number "$AWS_MFA_SESSION_MARGIN" || __aws_mfa_session_margin=$((10#$AWS_MFA_SESSION_MARGIN))
    __aws_mfa_session_life=$__aws_mfa_session_margin
    for pair in $AWS_MFA_SESSION_MIN_LIFE; do
      __aws_mfa_session_is_number "${pair##*=}" || continue
      ((10#${pair##*=} <= __aws_mfa_session_life)) || __aws_mfa_session_life=$((10#${pair##*=}))
    done
  }

  # Reads the list of the profiles that we wrote into the credentials file, the earliest expiry first. Sets the first
  # expiry, and that of profile $1.
  __aws_mfa_session_read_written() {
    builtin local expiry name rest file="$HOME/.local/state"
    [[ $XDG_STATE_HOME != /* ]] || file=$XDG_STATE_HOME
    file+=/aws-mfa-session/profiles
    __aws_mfa_session_first=$__aws_mfa_session_never __aws_mfa_session_written=
    [[ -f $file && -r $file ]] || return 0
    while IFS=$'\t' builtin read -r expiry name rest; do
      __aws_mfa_session_is_number "$expiry" || continue
      ((__aws_mfa_session_first < __aws_mfa_session_never)) || __aws_mfa_session_first=$((10#$expiry))
      [[ $name != "$1" ]] || __aws_mfa_session_written=$((10#$expiry))
      [[ -n $1 && -z $__aws_mfa_session_written ]] || break
    done <"$file"
  }

  # Does the section of profile $1 mention an MFA device, or a role, whose source may? If not, the program need not be called
  # to find that out.
  __aws_mfa_session_may_need_code() {
    builtin local file text header
    for file in "${AWS_CONFIG_FILE:-$HOME/.aws/config}" "${AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}"; do
      [[ -r ${file/#\~\//$HOME/} ]] || continue
      IFS='' builtin read -r -d '' text <"${file/#\~\//$HOME/}"
      for header in "[profile $1]" "[profile \"$1\"]" "[$1]"; do
        [[ $'\n'$text == *$'\n'"$header"* ]] || continue
        header=${text#*"$header"}
        [[ ${header%%$'\n['*} != *mfa_serial* && ${header%%$'\n['*} != *role_arn* ]] || return 0
      done
    done
    return 1
  }

  # Sets when the environment's session expires: 0 when the program has to say, "never" when it does not concern us.
  __aws_mfa_session_look() {
    builtin local profile="${AWS_PROFILE:-$AWS_DEFAULT_PROFILE}"
    __aws_mfa_session_identify
    __aws_mfa_session_read_written "$profile"
    __aws_mfa_session_expires=$__aws_mfa_session_never
    if __aws_mfa_session_is_ours && [[ -z $profile || $profile == "$AWS_MFA_SESSION_PROFILE" ]]; then
      __aws_mfa_session_expires=$((10#$AWS_MFA_SESSION_EXPIRES))
    elif [[ -n $AWS_ACCESS_KEY_ID ]] && ! __aws_mfa_session_is_ours; then
      return 0 # somebody else's credentials
    elif [[ -n $__aws_mfa_session_written ]]; then
      __aws_mfa_session_expires=$__aws_mfa_session_written
    elif [[ $__aws_mfa_session_settled != "$__aws_mfa_session_fingerprint" ]]; then
      ! __aws_mfa_session_may_need_code "${profile:-default}" || __aws_mfa_session_expires=0
    fi
  }

  # Takes over the session that another terminal has renewed, when ours is about to end.
  __aws_mfa_session_adopt() {
    builtin local file="$AWS_MFA_SESSION_FILE" expiry key secret token time
    __aws_mfa_session_is_ours && [[ -f $file && -r $file && -O $file ]] &&
      ((10#$AWS_MFA_SESSION_EXPIRES - __aws_mfa_session_now <= __aws_mfa_session_margin)) || return 0
    { IFS='' builtin read -r expiry; IFS='' builtin read -r key; IFS='' builtin read -r secret
      IFS='' builtin read -r token; IFS='' builtin read -r time; } <"$file"
    [[ -n $key && -n $secret && -n $token && -n $time ]] && __aws_mfa_session_is_number "$expiry" &&
      ((10#$expiry - __aws_mfa_session_now > __aws_mfa_session_margin && 10#$expiry > 10#$AWS_MFA_SESSION_EXPIRES)) ||
      return 0
    # shellcheck disable=SC2034 # for others
    builtin export AWS_ACCESS_KEY_ID="$key" AWS_SECRET_ACCESS_KEY="$secret" AWS_SESSION_TOKEN="$token" \
      AWS_CREDENTIAL_EXPIRATION="$time" AWS_MFA_SESSION_EXPIRES="$expiry"
  }

  # Works out when a line must be looked at. (Two times: a profile that we wrote is due only for a line that names one.)
  __aws_mfa_session_sync() {
    __aws_mfa_session_commands=${AWS_MFA_SESSION_COMMANDS:-\
aws terraform tofu terragrunt cdk cdktf sam pulumi packer eksctl kubectl helm}
    __aws_mfa_session_clock
    __aws_mfa_session_read_lives
    __aws_mfa_session_adopt
    __aws_mfa_session_look
    __aws_mfa_session_own_due=$((__aws_mfa_session_expires - __aws_mfa_session_life))
    __aws_mfa_session_due=$((__aws_mfa_session_first - __aws_mfa_session_life))
    ((__aws_mfa_session_due < __aws_mfa_session_own_due)) || __aws_mfa_session_due=$__aws_mfa_session_own_due
    if [[ $__aws_mfa_session_with_hook == 0 || $AWS_MFA_SESSION_HOOK == 0 ]]; then
      __aws_mfa_session_due=$__aws_mfa_session_never
    fi
  }

  # ---- Before a line runs --------------------------------------------------------------------------------------------

  # Sets the newest line in the history, and its number.
  __aws_mfa_session_read_line() {
    builtin local line
    line=$(HISTTIMEFORMAT='' \builtin history 1)
    line=${line#"${line%%[0-9]*}"}
    __aws_mfa_session_number=${line%%[!0-9]*}
    line=${line#"$__aws_mfa_session_number"[* ]}
    __aws_mfa_session_line=${line#"${line%%[! $'\t\n']*}"}
  }

  # The same for a line that was not recorded (HISTCONTROL, HISTIGNORE, `set +o history`), and whose first command is
  # $1. The newest in the history may still be equal to it, if it begins alike; else only the command is known.
  __aws_mfa_session_guess_line() {
    [[ ${__aws_mfa_session_line%%[ $'\t\n;|&()<>']*} == "${1%%[ $'\t\n;|&()<>']*}" ]] || __aws_mfa_session_line=
    __aws_mfa_session_line=$1$'\n'$__aws_mfa_session_line
  }

  # Could the line need what is due? The name of an AWS command is in it, not inside a longer word.
  __aws_mfa_session_mentions() {
    builtin local name line=" $__aws_mfa_session_line "
    ((__aws_mfa_session_now >= __aws_mfa_session_own_due)) || [[ $line == *profile* || $line == *PROFILE* ]] || return 1
    for name in $__aws_mfa_session_commands; do
      [[ $line != *[!A-Za-z0-9_-]"$name"[!A-Za-z0-9_-]* ]] || return 0
    done
    return 1
  }

  # Has the program renew what the line needs. Fails when the person cancelled.
  __aws_mfa_session_renew() {
    builtin local code status=0 snoozed=
    __aws_mfa_session_sync
    ((__aws_mfa_session_now >= __aws_mfa_session_due)) && __aws_mfa_session_mentions || return 0
    ((__aws_mfa_session_now >= __aws_mfa_session_snoozed_until)) || snoozed=--snoozed
    code=$(AWS_MFA_SESSION_LINE=${__aws_mfa_session_line:0:30000} AWS_MFA_SESSION_COMMANDS=$__aws_mfa_session_commands \
      \builtin command aws-mfa-session hook bash $snoozed) || status=$?
    __aws_mfa_session_next=0
    case $status in
      0) builtin eval "$code" ;;
      130)
        __aws_mfa_session_clock
        __aws_mfa_session_snoozed_until=$((__aws_mfa_session_now + 60))
        return 1
        ;;
      *) __aws_mfa_session_heal "$status" || builtin : ;;
    esac
    return 0
  }

  # ---- Being told that a line runs: bash 5.1 and later ---------------------------------------------------------------

  # PS0 is expanded before a line runs. Ours is an arithmetic test on the clock, in this process. Only when something is
  # due it starts a probe, a child, which can look at the line but not change our environment: if the line needs us, it
  # signals this shell (SIGURG, ignored by default), whose trap runs here before the line's first command.
  if ((__aws_mfa_session_bash >= 501)); then
    __aws_mfa_session_yes=([1]='')
    __aws_mfa_session_history_code='\!'
    # shellcheck disable=SC2016 # expanded before each line
    __aws_mfa_session_ps0='${__aws_mfa_session_yes[EPOCHSECONDS>=__aws_mfa_session_due]'
    # shellcheck disable=SC2016
    __aws_mfa_session_ps0+='+$({ __aws_mfa_session_plainly __aws_mfa_session_probe; } 2>/dev/null)}'

    # Reads the line, and puts in place of its aliases what they stand for, in which there may be others. (Where a command
    # begins is the program's business.)
    __aws_mfa_session_read_expanded_line() {
      builtin local word before line found=1 seen=' '
      __aws_mfa_session_read_line
      line=" $__aws_mfa_session_line "
      while ((found)); do
        found=0
        for word in ${line//[!A-Za-z0-9_.-]/ }; do
          [[ -n ${BASH_ALIASES[$word]} && $seen != *" $word "* ]] || continue
          before=${line%%[!A-Za-z0-9_.-]"$word"[!A-Za-z0-9_.-]*}
          line=$before${line:${#before}:1}${BASH_ALIASES[$word]}${line:${#before}+1+${#word}}
          seen+="$word " found=1
        done
      done
      __aws_mfa_session_line=${line:1:${#line}-2}
    }

    # Is the newest line in the history this very line? If the number is still that of the prompt, it was not recorded.
    # (Both by the same means: in PROMPT_COMMAND, `\!` is the number of the newest line, not of the next one.)
    __aws_mfa_session_is_recorded() {
      [[ -o history && ${__aws_mfa_session_history_code@P} != "$__aws_mfa_session_history" ]]
    }

    __aws_mfa_session_probe() {
      # bash 5.2 would run the trap in the middle of a substitution behind ours in PS0, and may die of it.
      case ${PS0##*"$__aws_mfa_session_ps0"} in *[\$\`]*) return 0 ;; esac
      __aws_mfa_session_read_expanded_line
      if __aws_mfa_session_is_recorded; then
        __aws_mfa_session_clock
        __aws_mfa_session_mentions || return 0
      fi
      builtin kill -s URG "$$"
    }

    # A line that is not in the history is judged when its first command is about to run, by another trap.
    # $1: the last word of the command before, for that trap to leave $_ as it was.
    __aws_mfa_session_on_signal() {
      __aws_mfa_session_verdict=later __aws_mfa_session_last_word=$1
      __aws_mfa_session_read_expanded_line
      ! __aws_mfa_session_is_recorded || __aws_mfa_session_judge ''
    }

    # $1: the first command, when the line was not recorded. On cancel the traps interrupt this shell, which drops the
    # whole line, as Ctrl-C does. The user's INT trap is set aside for that, until the next prompt.
    __aws_mfa_session_judge() {
      [[ -z $1 ]] || __aws_mfa_session_guess_line "$1"
      __aws_mfa_session_verdict=go
      ! __aws_mfa_session_renew || return 0
      __aws_mfa_session_verdict=cancelled
      __aws_mfa_session_undo=$(\builtin trap -p INT)
      [[ -z $__aws_mfa_session_undo ]] || builtin trap - INT
    }

    # The two traps. (A DEBUG trap must be set here: in a function it would be undone when the function returns. The
    # redirections hide the trace of `set -x`, and keep stderr for the program.)
    # shellcheck disable=SC2016 # run when the signal comes
    __aws_mfa_session_signal_trap='
      {
        __aws_mfa_session_plainly __aws_mfa_session_on_signal "$_" 2>&9
        case $__aws_mfa_session_verdict in
          cancelled) \builtin kill -s INT "$$" ;;
          later)
            __aws_mfa_session_user_trap=$(\builtin trap -p DEBUG)
            \builtin trap -- "$__aws_mfa_session_command_trap" DEBUG
            ;;
        esac
      } 9>&2 2>/dev/null'
    # shellcheck disable=SC2016
    __aws_mfa_session_command_trap='
      {
        __aws_mfa_session_plainly __aws_mfa_session_judge "$BASH_COMMAND" 2>&9
        \builtin trap - DEBUG
        \builtin eval "$__aws_mfa_session_user_trap"
        \builtin unset __aws_mfa_session_user_trap
        case $__aws_mfa_session_verdict in cancelled) \builtin kill -s INT "$$" ;; esac
        \builtin : "$__aws_mfa_session_last_word"
      } 9>&2 2>/dev/null'
    ((!__aws_mfa_session_with_hook)) || builtin trap -- "$__aws_mfa_session_signal_trap" URG

    # Before each prompt: keep PS0 ours at its end.
    __aws_mfa_session_watch() {
      if ! builtin shopt -q promptvars; then
        PS0=${PS0//"$__aws_mfa_session_ps0"/} # it would be printed as it stands
      elif [[ $PS0 != *"$__aws_mfa_session_ps0" ]]; then
        PS0=${PS0//"$__aws_mfa_session_ps0"/}$__aws_mfa_session_ps0
      fi
    }

  # ---- Being told that a line runs: older bash -----------------------------------------------------------------------

  # A DEBUG trap, set once there is a session to watch, looks at the first command after each prompt. On cancel it skips
  # (extdebug) every command until the next prompt. A DEBUG trap of the user's is left alone: then nothing is watched.
  else
    __aws_mfa_session_watching=0 __aws_mfa_session_trapped=0 __aws_mfa_session_arm='' __aws_mfa_session_looked_at=''

    # Fails when the command, and the rest of the line, must not run. $1: the user's options.
    __aws_mfa_session_on_command() {
      # Is the line over? (Completion and command substitution fire the trap too.)
      [[ $BASH_COMMAND != __aws_mfa_session_* && ${PROMPT_COMMAND[*]} != *"$BASH_COMMAND"* ]] || return 0
      [[ -z $__aws_mfa_session_undo ]] || return 1
      [[ -z $COMP_LINE && $BASH_SUBSHELL == 0 ]] || return 0
      __aws_mfa_session_watching=0
      __aws_mfa_session_clock
      ((__aws_mfa_session_now >= __aws_mfa_session_due)) || return 0
      __aws_mfa_session_read_line
      # A line with the number of the one looked at before has not been recorded.
      if [[ $__aws_mfa_session_number == "$__aws_mfa_session_looked_at" ]]; then
        __aws_mfa_session_guess_line "$BASH_COMMAND"
      else
        __aws_mfa_session_line=$BASH_COMMAND$'\n'$__aws_mfa_session_line # an alias is resolved in the former
      fi
      __aws_mfa_session_looked_at=$__aws_mfa_session_number
      __aws_mfa_session_renew && return 0
      __aws_mfa_session_undo="builtin $(\builtin shopt -p extdebug); builtin set -${1//[ics]/}"
      __aws_mfa_session_watching=1
      return 1
    }

    # With extdebug a trap that fails skips the command. (`set -e` would end the shell then.)
    __aws_mfa_session_skip() {
      builtin set +e
      builtin shopt -s extdebug
      return 1
    }

    # Before each prompt: watch the next line, if there is a session.
    __aws_mfa_session_watch() {
      __aws_mfa_session_arm=
      __aws_mfa_session_watching=$((__aws_mfa_session_due + __aws_mfa_session_life < __aws_mfa_session_never))
      if ((__aws_mfa_session_watching && !__aws_mfa_session_trapped)); then
        __aws_mfa_session_trapped=1 __aws_mfa_session_arm=$__aws_mfa_session_arm_code
      fi
    }

    # The trap is not for commands in functions, ours among them. (Its last word is that of the command before, so that
    # $_ stays.) It is set outside of functions, where a trap of the user's would not be seen.
    # shellcheck disable=SC2016
    __aws_mfa_session_command_trap='
      if ((__aws_mfa_session_watching)) && [[ -z ${FUNCNAME-} ]]; then
        { __aws_mfa_session_plainly __aws_mfa_session_on_command "$-" "$_" 2>&9; } 9>&2 2>/dev/null ||
          { __aws_mfa_session_skip; } 2>/dev/null
      fi'
    # shellcheck disable=SC2016
    __aws_mfa_session_arm_code='case $(\builtin trap -p DEBUG) in
      "" | "trap -- - DEBUG") \builtin trap -- "$__aws_mfa_session_command_trap" DEBUG ;;
    esac'
    # shellcheck disable=SC2016
    __aws_mfa_session_prompt_code='{ __aws_mfa_session_prompt "$?" && :; \eval "$__aws_mfa_session_arm"; } 2>/dev/null'
  fi

  # ---- The marker ----------------------------------------------------------------------------------------------------

  # Words what is left of the session, chooses the colour, and sets when that has to be done again.
  __aws_mfa_session_describe() {
    builtin local left=$((10#$AWS_MFA_SESSION_EXPIRES - __aws_mfa_session_now))
    __aws_mfa_session_next=$((__aws_mfa_session_now + left % 60 + 1))
    ((left >= 60)) || __aws_mfa_session_next=0
    if ((left >= 3600)); then
      builtin printf -v text '%dh%02dm' $((left / 3600)) $((left % 3600 / 60))
    elif ((left >= 60)); then
      text=$((left / 60))m
    elif ((left > 0)); then
      text=${left}s
    else
      text=expired
    fi
    text="aws:${AWS_MFA_SESSION_PROFILE//[!A-Za-z0-9._@:\/+=, -]/_} $text"
    ((left >= 600)) || colour=33
    ((left > __aws_mfa_session_margin)) || colour=31
  }

  __aws_mfa_session_show() {
    builtin local text='' colour=32
    __aws_mfa_session_next=$((__aws_mfa_session_now + 60)) __aws_mfa_session_marker=
    [[ $AWS_MFA_SESSION_PROMPT == 0 ]] || ! __aws_mfa_session_is_ours || __aws_mfa_session_describe
    if [[ -n $STARSHIP_SHELL ]]; then
      # shellcheck disable=SC2034 # it shows this with its module env_var
      builtin export AWS_MFA_SESSION_MARKER="$text"
      [[ -n $text ]] || builtin unset AWS_MFA_SESSION_MARKER
      return 0
    fi
    if [[ -n $text ]]; then
      case ${NO_COLOR:+dumb}$TERM in
        dumb* | vt52 | vt100 | vt102 | vt220 | unknown | *-m | *-mono) __aws_mfa_session_marker="($text) " ;;
        *) __aws_mfa_session_marker=$'\001\e['$colour$'m\002'"($text)"$'\001\e[39m\002 ' ;;
      esac
    fi
    __aws_mfa_session_place_marker
  }

  # Puts the marker in front of the prompt, behind leading newlines, whenever a theme has rebuilt it.
  __aws_mfa_session_place_marker() {
    builtin local lead='' rest="$PS1"
    if ((__aws_mfa_session_bash >= 501)) && [[ ${PS1@a} == *r* ]]; then
      return 0 # it may not be set
    elif ! builtin shopt -q promptvars; then
      PS1=${PS1//"$__aws_mfa_session_marker_code"/} # it would be printed as it stands
    elif [[ -n $rest && $rest != *"$__aws_mfa_session_marker_code"* ]]; then
      while [[ $rest == '\n'* || $rest == $'\n'* ]]; do
        if [[ $rest == '\n'* ]]; then lead+='\n' rest=${rest:2}; else lead+=$'\n' rest=${rest:1}; fi
      done
      PS1=$lead$__aws_mfa_session_marker_code$rest
    fi
  }

  # ---- Before each prompt --------------------------------------------------------------------------------------------

  # Mostly nothing has changed: neither the fingerprint (spelled out, which is quicker), the settings, nor the prompt.
  # It need only be remembered then where the history stands. $1: the status of the line.
  __aws_mfa_session_prompt() {
    if ((${EPOCHSECONDS:-0} < __aws_mfa_session_next)) && [[ $- != *a* && $__aws_mfa_session_seen == \
"${AWS_PROFILE-}|${AWS_DEFAULT_PROFILE-}|${AWS_ACCESS_KEY_ID-}|${AWS_MFA_SESSION_EXPIRES-}|\
${AWS_MFA_SESSION_PROFILE-}|${AWS_MFA_SESSION_HOOK-}|${AWS_MFA_SESSION_MARGIN-}|${AWS_MFA_SESSION_MIN_LIFE-}|\
${AWS_MFA_SESSION_COMMANDS-}|${PS1-}|${PS0-}" ]]; then
      __aws_mfa_session_history=${__aws_mfa_session_history_code@P}
    else
      builtin eval "$__aws_mfa_session_undo"
      __aws_mfa_session_plainly __aws_mfa_session_before_prompt
    fi
    return "$1"
  }

  __aws_mfa_session_before_prompt() {
    __aws_mfa_session_undo=
    __aws_mfa_session_sync
    __aws_mfa_session_next=$((__aws_mfa_session_now + 60))
    ((!__aws_mfa_session_with_prompt)) || __aws_mfa_session_show
    ((!__aws_mfa_session_with_hook)) || __aws_mfa_session_watch
    __aws_mfa_session_place
    if ((__aws_mfa_session_bash >= 501)); then
      __aws_mfa_session_history=${__aws_mfa_session_history_code@P}
      __aws_mfa_session_seen="$__aws_mfa_session_fingerprint|$AWS_MFA_SESSION_HOOK|$AWS_MFA_SESSION_MARGIN|\
$AWS_MFA_SESSION_MIN_LIFE|$AWS_MFA_SESSION_COMMANDS|$PS1|$PS0"
    else
      __aws_mfa_session_next=0
    fi
  }

  # Our place is the end of PROMPT_COMMAND, because what follows may rebuild the prompt; under starship it is the front:
  # it shows what we export. bash-preexec keeps the end for itself, and whoever calls us from elsewhere knows why.
  __aws_mfa_session_place() {
    builtin local code="$__aws_mfa_session_prompt_code" all="${PROMPT_COMMAND[*]}"
    [[ $all == *"$code"* && $all != *__bp_* ]] || return 0
    if ((__aws_mfa_session_bash < 501)); then
      [[ $all == *"$code" ]] || PROMPT_COMMAND=${PROMPT_COMMAND//"$code"/:}$'\n'$code
    elif [[ -n $STARSHIP_SHELL ]]; then
      [[ $all == "$code"* ]] || PROMPT_COMMAND=("$code" "${PROMPT_COMMAND[@]//"$code"/:}")
    else
      [[ $all == *"$code" ]] || PROMPT_COMMAND=("${PROMPT_COMMAND[@]//"$code"/:}" "$code")
    fi
  }

  # It may be an array from bash 5.1 on. (Where it may not be set, there is no hook.)
  __aws_mfa_session_attributes=
  ((__aws_mfa_session_bash < 501)) || __aws_mfa_session_attributes=${PROMPT_COMMAND[*]+${PROMPT_COMMAND@a}}
  # shellcheck disable=SC2128,SC2178 # a string in the last case
  case $__aws_mfa_session_attributes in
    *r*) ;;
    *a*) PROMPT_COMMAND+=("$__aws_mfa_session_prompt_code") ;;
    *) PROMPT_COMMAND=${PROMPT_COMMAND:+$PROMPT_COMMAND$'\n'}$__aws_mfa_session_prompt_code ;;
  esac
fi

\builtin set "$__aws_mfa_session_load_allexport"
\builtin shopt "$__aws_mfa_session_load_aliases" expand_aliases
\builtin unset __aws_mfa_session_load_allexport __aws_mfa_session_load_aliases

# Install: put this line into ~/.bashrc:  eval "$(aws-mfa-session init bash)"
