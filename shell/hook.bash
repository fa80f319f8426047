# shellcheck shell=bash disable=SC2154,SC2119,SC2120 # the plan and watch-*.bash set the rest
# The hook of bash, for a person at a terminal: before each prompt it keeps the plan and the marker "(aws:dev 42m) " up to date;
# before a line, watch-*.bash asks whether the plan wants the program to see it.
#
# The plan comes from the program, as variables: due and named_due, from when on a line that matches words, and named_words,
# is shown to the program; plan_end; generation; and what the marker says. No process is started while it holds. It is for one
# environment: `init` puts the variables that count in place of ${__aws_mfa_session_environment-}, or of the name without braces.

if [[ $- == *i* && -t 0 && -t 2 && ${TERM:-dumb} != dumb &&
  $__aws_mfa_session_with_hook$__aws_mfa_session_with_prompt != 00 ]]; then

  __aws_mfa_session_loaded=$$
  __aws_mfa_session_never=99999999999
  __aws_mfa_session_next=0 # when the prompt has something to do, unless something has changed before
  __aws_mfa_session_retired=
  __aws_mfa_session_undo= # what ends a cancel
  __aws_mfa_session_marker=
  # shellcheck disable=SC2016 # expanded by the prompt, each time
  __aws_mfa_session_marker_code='${__aws_mfa_session_marker-}'
  # Silent under `set -x`; "&& :" hands on the last status to who comes next, without `set -e` or an ERR trap seeing it.
  # shellcheck disable=SC2016
  __aws_mfa_session_prompt_code='{ __aws_mfa_session_prompt "$?" && :; } 2>/dev/null'
  if ((__aws_mfa_session_bash < 501)); then
    # shellcheck disable=SC2016
    __aws_mfa_session_prompt_code='{ __aws_mfa_session_prompt "$?" && :; \eval "$__aws_mfa_session_arm"; } 2>/dev/null'
  fi

  # ---- The clock and the plan ----------------------------------------------------------------------------------------

  if ((__aws_mfa_session_bash >= 500)); then
    __aws_mfa_session_clock() { __aws_mfa_session_now=$EPOCHSECONDS; }
  elif ((__aws_mfa_session_bash >= 402)); then
    __aws_mfa_session_clock() { builtin printf -v __aws_mfa_session_now '%(%s)T' -1; }
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

  # Does the plan still hold? (A prompt that finds the same environment, long before the plan's end, does not ask.)
  __aws_mfa_session_holds() {
    builtin local generation=
    ((__aws_mfa_session_now < __aws_mfa_session_plan_end)) || return 1
    [[ "${__aws_mfa_session_environment-}" == "$__aws_mfa_session_planned_identity" ]] || return 1
    [[ ! -r $__aws_mfa_session_generation_file ]] ||
      IFS= builtin read -r generation <"$__aws_mfa_session_generation_file" || builtin :
    [[ $generation == "$__aws_mfa_session_generation" ]]
  }

  # Takes a new plan. Without one, nothing is due for a while. $1: `left` when a session was left.
  __aws_mfa_session_replan() {
    builtin local code
    code=$(__aws_mfa_session_exec plan bash 1 "$@" 2>/dev/null) || code=
    builtin eval "$code"
    if [[ -z $code || -n $__aws_mfa_session_retired ]]; then
      __aws_mfa_session_due=$__aws_mfa_session_never __aws_mfa_session_named_due=$__aws_mfa_session_never
      __aws_mfa_session_plan_end=$((__aws_mfa_session_now + 600)) __aws_mfa_session_label=
    fi
    __aws_mfa_session_planned_identity="${__aws_mfa_session_environment-}"
    __aws_mfa_session_next=0
  }

  __aws_mfa_session_sync() {
    __aws_mfa_session_clock
    [[ -n $__aws_mfa_session_retired ]] || __aws_mfa_session_holds || __aws_mfa_session_replan
  }

  # ---- Before a line runs --------------------------------------------------------------------------------------------

  # Sets the newest lines in the history, one or $1 of them, and the number of the last.
  __aws_mfa_session_read_line() {
    builtin local lines entry
    __aws_mfa_session_line=
    lines=$(HISTTIMEFORMAT='' \builtin history "${1:-1}")
    if ((${1:-1} == 1)); then
      lines=${lines#"${lines%%[0-9]*}"}
      __aws_mfa_session_number=${lines%%[!0-9]*}
      lines=${lines#"$__aws_mfa_session_number"[* ]}
      __aws_mfa_session_line=${lines#"${lines%%[! $'\t\n']*}"}
      return 0
    fi
    while IFS= builtin read -r entry; do
      entry=${entry#"${entry%%[0-9]*}"}
      __aws_mfa_session_line+=${entry#"${entry%%[!0-9]*}"[* ]}$'\n'
    done <<<"$lines"
  }

  # Is one of the plan's words on the line? (A pattern alone also matches the end of a longer word.)
  __aws_mfa_session_has_command() {
    builtin local pattern
    for pattern in "${__aws_mfa_session_words[@]}"; do
      # shellcheck disable=SC2053 # a pattern
      [[ " $__aws_mfa_session_line " != $pattern || " $__aws_mfa_session_line " != *[![:alnum:]_.-]${pattern#\*} ]] || return 0
    done
    return 1
  }

  __aws_mfa_session_is_due() {
    __aws_mfa_session_has_command || return 1
    # shellcheck disable=SC2053
    ((__aws_mfa_session_now >= __aws_mfa_session_due)) ||
      { ((__aws_mfa_session_now >= __aws_mfa_session_named_due)) &&
        [[ $__aws_mfa_session_line == $__aws_mfa_session_named_words ]]; }
  }

  # Has the program renew what the line needs. Fails when the person cancelled. $1: `midway` when it is running already.
  __aws_mfa_session_renew() {
    builtin local code status=0
    __aws_mfa_session_sync
    __aws_mfa_session_is_due || return 0
    code=$(AWS_MFA_SESSION_LINE=${__aws_mfa_session_line:0:30000} __aws_mfa_session_exec hook bash 1 "$@") || status=$?
    __aws_mfa_session_next=0
    case $status in
      0) builtin eval "$code" ;;
      130)
        builtin eval "$code"
        return 1
        ;;
      *) __aws_mfa_session_heal "$status" || builtin : ;;
    esac
    return 0
  }

  # ---- The marker ----------------------------------------------------------------------------------------------------

  # Sets text to what the plan's label says now, chooses the colour, and sets when that has to be done again.
  __aws_mfa_session_describe() {
    builtin local left=$((__aws_mfa_session_label_end - __aws_mfa_session_now))
    if ((left >= 3600)); then
      builtin printf -v text '%dh%02dm' $((left / 3600)) $((left % 3600 / 60))
    elif ((left >= 60)); then
      text=$((left / 60))m
    elif ((left > 0)); then
      text=${left}s
    else
      text=expired
    fi
    text="$__aws_mfa_session_label $text"
    ((__aws_mfa_session_now <= __aws_mfa_session_label_low)) || colour=33
    ((__aws_mfa_session_now < __aws_mfa_session_label_over)) || colour=31
    if ((left < 60)); then
      __aws_mfa_session_next=0
    elif ((__aws_mfa_session_now + left % 60 + 1 < __aws_mfa_session_next)); then
      __aws_mfa_session_next=$((__aws_mfa_session_now + left % 60 + 1))
    fi
  }

  # (Its variable STARSHIP_SHELL is inherited by shells that it does not run in.)
  __aws_mfa_session_has_starship() { builtin declare -F starship_precmd >/dev/null; }

  __aws_mfa_session_show() {
    builtin local text='' colour=32
    __aws_mfa_session_marker=
    [[ -z $__aws_mfa_session_label ]] || __aws_mfa_session_describe
    if __aws_mfa_session_has_starship; then
      # shellcheck disable=SC2034 # it shows this with its module env_var
      builtin export AWS_MFA_SESSION_MARKER="$text"
      [[ -n $text ]] || builtin unset AWS_MFA_SESSION_MARKER
      return 0
    fi
    if [[ -z $text ]]; then
      builtin :
    elif [[ $__aws_mfa_session_label_coloured == 1 ]]; then
      __aws_mfa_session_marker=$'\001\e['$colour$'m\002'"($text)"$'\001\e[39m\002 '
    else
      __aws_mfa_session_marker="($text) "
    fi
    __aws_mfa_session_place_marker
  }

  # Puts the marker in front of the prompt, behind leading newlines, whenever a theme has rebuilt it.
  __aws_mfa_session_place_marker() {
    builtin local lead='' rest="$PS1"
    if builtin declare -F __lp_set_prompt >/dev/null; then # liquidprompt builds it at each prompt, around this
      [[ ${LP_PS1_PREFIX-} == *"$__aws_mfa_session_marker_code"* ]] ||
        LP_PS1_PREFIX=$__aws_mfa_session_marker_code${LP_PS1_PREFIX-}
      return 0
    fi
    if ((__aws_mfa_session_bash >= 501)) && [[ ${PS1@a} == *r* ]]; then
      return 0 # it may not be set
    elif ! builtin shopt -q promptvars; then
      PS1=${PS1//"$__aws_mfa_session_marker_code"/} # it would be printed as it stands
    elif [[ -n $rest && $rest != *"$__aws_mfa_session_marker_code"* ]]; then
      while [[ $rest == '\n'* || $rest == $'\n'* ]]; do
        if [[ $rest == '\n'* ]]; then lead+='\n' rest=${rest:2}; else lead+=$'\n' rest=${rest:1}; fi
      done
      PS1=$lead$__aws_mfa_session_marker_code$rest
      __aws_mfa_session_is_rebuilt=1
    fi
  }

  # ---- Before each prompt --------------------------------------------------------------------------------------------

  # Most prompts find everything as the one before left it, and only remember where the clock and the history stand. ($NAME takes a
  # fifth of the time of ${NAME-}, but is an error under `set -u`; what is assigned under `set -a` is exported.) While programs wait
  # for a code, the program says so. $1: the status of the line.
  __aws_mfa_session_prompt() {
    if [[ ! -o nounset && ! -o allexport && ! -e $__aws_mfa_session_waiting &&
      $PS0$PS1$__aws_mfa_session_environment == "$__aws_mfa_session_seen" ]] &&
      ((__aws_mfa_session_idle = EPOCHSECONDS + __aws_mfa_session_patience, EPOCHSECONDS < __aws_mfa_session_next)); then
      __aws_mfa_session_history=${__aws_mfa_session_history_code@P}
    else
      __aws_mfa_session_after_change
    fi
    return "$1"
  }

  # A function of its own, because bash copies a function at each call.
  __aws_mfa_session_after_change() {
    [[ ! -e ${__aws_mfa_session_waiting-} ]] || (__aws_mfa_session_exec waiting bash 1)
    builtin eval "$__aws_mfa_session_undo"
    __aws_mfa_session_plainly __aws_mfa_session_before_prompt
  }

  __aws_mfa_session_before_prompt() {
    __aws_mfa_session_undo=
    __aws_mfa_session_seen= # set at the end, so that all of this runs again after an interrupt
    __aws_mfa_session_sync
    __aws_mfa_session_next=$__aws_mfa_session_plan_end
    ((!__aws_mfa_session_with_prompt)) || __aws_mfa_session_show
    ((!__aws_mfa_session_with_hook)) || __aws_mfa_session_watch
    __aws_mfa_session_place
    if ((__aws_mfa_session_bash >= 501)); then
      __aws_mfa_session_history=${__aws_mfa_session_history_code@P}
      __aws_mfa_session_seen=$PS0$PS1$__aws_mfa_session_planned_identity
    else
      __aws_mfa_session_next=0
    fi
  }

  # Our place in PROMPT_COMMAND is where it was at first, until the prompt turns out to be rebuilt behind us: then it is the end. Under
  # starship it is the front, as it shows what we export. A user who calls the hook from elsewhere does so on purpose.
  __aws_mfa_session_place() {
    builtin local code="$__aws_mfa_session_prompt_code" all="${PROMPT_COMMAND[*]-}"
    if ((__aws_mfa_session_bash >= 501)) && builtin declare -F __bp_precmd_invoke_cmd >/dev/null; then
      __aws_mfa_session_place_beside_bash_preexec
    elif [[ $all == *"$code"* && $all != *__bp_* ]]; then
      if __aws_mfa_session_has_starship; then
        [[ $all == "$code"* ]] || __aws_mfa_session_put_first
      elif [[ -n $__aws_mfa_session_is_rebuilt && $all != *"$code" ]]; then
        __aws_mfa_session_put_last
      fi
    fi
    __aws_mfa_session_is_rebuilt=
  }

  # bash-preexec installs itself at the first prompt, and then has PROMPT_COMMAND between two parts of its own. Until then it calls
  # us, as one of its functions.
  __aws_mfa_session_place_beside_bash_preexec() {
    builtin local code="$__aws_mfa_session_prompt_code" all="${PROMPT_COMMAND[*]-}" one others
    others=()
    for one in "${precmd_functions[@]}"; do [[ $one == __aws_mfa_session_precmd ]] || others+=("$one"); done
    precmd_functions=("${others[@]}")
    if [[ $all != *__bp_interactive_mode ]]; then
      PROMPT_COMMAND=("${PROMPT_COMMAND[@]//"$code"/:}")
      precmd_functions+=(__aws_mfa_session_precmd)
    elif [[ $all != *"$code"*__bp_interactive_mode ]]; then
      PROMPT_COMMAND=("${PROMPT_COMMAND[@]/%__bp_interactive_mode/"$code"$'\n'__bp_interactive_mode}")
    fi
  }

  # From bash 5.1 on it may be an array.
  __aws_mfa_session_is_array() {
    ((__aws_mfa_session_bash >= 501)) && [[ ${PROMPT_COMMAND[*]+${PROMPT_COMMAND@a}} == *a* ]]
  }

  # shellcheck disable=SC2128,SC2178 # a string, else
  __aws_mfa_session_put_first() {
    builtin local code="$__aws_mfa_session_prompt_code"
    if __aws_mfa_session_is_array; then
      PROMPT_COMMAND=("$code" "${PROMPT_COMMAND[@]//"$code"/:}")
    else
      PROMPT_COMMAND=$code${PROMPT_COMMAND:+$'\n'${PROMPT_COMMAND//"$code"/:}}
    fi
  }

  # shellcheck disable=SC2128,SC2178
  __aws_mfa_session_put_last() {
    builtin local code="$__aws_mfa_session_prompt_code"
    if __aws_mfa_session_is_array; then
      PROMPT_COMMAND=("${PROMPT_COMMAND[@]//"$code"/:}" "$code")
    else
      PROMPT_COMMAND=${PROMPT_COMMAND:+${PROMPT_COMMAND//"$code"/:}$'\n'}$code
    fi
  }

  # Called by bash-preexec.
  __aws_mfa_session_precmd() { { __aws_mfa_session_prompt "$?" && :; } 2>/dev/null; }

  # The marker is in the prompt before the first one is shown: terminals put their marks around what they find then.
  if [[ -n ${PS1-} && $__aws_mfa_session_with_prompt == 1 ]] && ! __aws_mfa_session_has_starship; then
    __aws_mfa_session_place_marker
  fi
  # Where it may not be set, there is no hook. A DEBUG trap of another tool takes what follows its own part for the line that was
  # typed, and bash-preexec takes only what stands last: then the front is our place.
  if ((__aws_mfa_session_bash < 501)) || [[ ${PROMPT_COMMAND[*]+${PROMPT_COMMAND@a}} != *r* ]]; then
    if [[ -n ${PROMPT_COMMAND[*]-} ]] &&
      [[ ${PROMPT_COMMAND[*]-} == *__bp_install* || -n $(\builtin trap -p DEBUG) ]]; then
      __aws_mfa_session_put_first
    else
      __aws_mfa_session_put_last
    fi
    __aws_mfa_session_is_rebuilt=
    __aws_mfa_session_place
  fi
  # Lines are watched from now on, also where a tool assigns to PROMPT_COMMAND later, and we are never called again.
  if ((__aws_mfa_session_bash >= 501 && __aws_mfa_session_with_hook)); then
    __aws_mfa_session_history=
    __aws_mfa_session_clock
    __aws_mfa_session_plainly __aws_mfa_session_watch
  fi
fi
