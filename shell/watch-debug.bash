# shellcheck shell=bash disable=SC2154 # hook.bash and the plan set the rest
# How a line is watched while it runs: by a DEBUG trap, which bash runs before each command. Before bash 5.1 that is every line
# while there is a session; from 5.1 on, a line that bash does not record in its history (watch-ps0.bash).
#
# The trap of another tool runs after ours, as it would alone. `set -T` lets ( … ) and what is in a pipe inherit the trap: a session
# that is renewed in such a child is adopted by the shell later.

# What the trap looks at: nothing (''), the whole `line`, each of the line's `commands`, or after a cancel what to `skip`.
__aws_mfa_session_watching=''
__aws_mfa_session_traces='' # whether `set -T` is ours
__aws_mfa_session_comp_line=${COMP_LINE-} # one that was inherited says nothing

# Fails when the command must not run.
__aws_mfa_session_on_command() {
  # Completion fires the trap, too, and so does the prompt.
  [[ ${COMP_LINE-} == "$__aws_mfa_session_comp_line" && ${PROMPT_COMMAND[*]} != *"$BASH_COMMAND"* ]] || return 0
  [[ $__aws_mfa_session_watching != skip ]] || return 1
  if [[ $__aws_mfa_session_watching == line ]]; then
    __aws_mfa_session_watching=''
    __aws_mfa_session_clock
    if __aws_mfa_session_holds &&
      ((__aws_mfa_session_now < __aws_mfa_session_due && __aws_mfa_session_now < __aws_mfa_session_named_due)); then
      return 0
    fi
    __aws_mfa_session_read_recorded_line
    # The prompt has substitutions, too: a child is the line's for certain when the line is in the history.
    ((!BASH_SUBSHELL)) || [[ -n $__aws_mfa_session_line ]] || return 0
    # A line that begins with this command is looked at as a whole, others command by command: a child may have asked already.
    if ((!BASH_SUBSHELL)) && [[ -n $__aws_mfa_session_line &&
      ${__aws_mfa_session_line%%[ $'\t\n;|&()<>']*} == "${BASH_COMMAND%%[ $'\t\n;|&()<>']*}" ]]; then
      __aws_mfa_session_renew || __aws_mfa_session_replace_command
      return
    fi
    __aws_mfa_session_watching=commands
  fi
  __aws_mfa_session_line=$BASH_COMMAND
  __aws_mfa_session_renew midway
}

# Has the command end with 130, as after Ctrl-C; a skipped command would end with 0. A function takes its place, once. Only for a
# command that is the whole line and has no other effect: no substitution, redirection or assignment, also none of an alias.
__aws_mfa_session_replace_command() {
  builtin local name="$BASH_COMMAND" text="$__aws_mfa_session_line$BASH_COMMAND"
  # The user's options, in a variable of __aws_mfa_session_plainly: `set -e` would end the shell, `set -x` show the function.
  [[ ${flags-} != *[ex]* ]] || return 1
  # shellcheck disable=SC2016 # ${name=value} and ${name?words}
  [[ $text != *[$';&|()<>`\n']* && $text != *'${'*[=?]* ]] || return 1
  while [[ $name == *' '* && ${name%% *} == [A-Za-z_]*=* ]]; do name=${name#* }; done
  name=${name%% *}
  [[ $name == [A-Za-z]* && $name != *[!A-Za-z0-9_.-]* ]] || return 1
  ! builtin declare -F "$name" >/dev/null || return 1
  builtin type -P "$name" >/dev/null || return 1
  builtin eval "function $name { \\builtin unset -f $name; \\builtin return 130; }"
}

# Drops this command and the rest of the line, loops included: the trap that fails and breaks out of them skips them. In a child,
# the shell is told to.
__aws_mfa_session_drop() {
  if ((BASH_SUBSHELL)); then
    builtin kill -s URG "$$"
    [[ $- != *e* ]] || builtin exit 0 # another status would end the shell before it looks at the signal
    builtin exit 130
  fi
  [[ $__aws_mfa_session_watching == skip ]] || __aws_mfa_session_stop_line
  builtin unset __aws_mfa_session_in_pipeline
}

# Stops the line that runs: by an interrupt where that is safe, or by skipping every command up to the prompt (extdebug).
__aws_mfa_session_stop_line() {
  if ((__aws_mfa_session_bash >= 501)) && [[ -z ${__aws_mfa_session_in_pipeline-} ]]; then
    __aws_mfa_session_interrupt
    return 0
  fi
  builtin local flags=${-//[!eET]/}
  [[ -z $__aws_mfa_session_traces ]] || flags=${flags/T/}
  builtin set +e # what fails here ends the shell otherwise, and so does an option that is off
  __aws_mfa_session_undo="\\builtin $(\builtin shopt -p extdebug)${flags:+; \\builtin set -$flags}"
  __aws_mfa_session_watching=skip
  builtin shopt -s extdebug
}

# Composes the trap, with the one that is there now ($1, as `trap -p` shows it). Commands in functions, ours among them, are not
# judged, but in the one in which bash-preexec keeps a trap. The last word of all is that of the command before, so that $_ stays.
__aws_mfa_session_compose_trap() {
  builtin local words judge
  __aws_mfa_session_user_trap=${1:+\\builtin $1}
  builtin eval "words=($1)"
  # shellcheck disable=SC2016
  judge='[[ -z $__aws_mfa_session_watching || -n ${FUNCNAME-} && $FUNCNAME != __bp_original_debug_trap ]] ||
    { __aws_mfa_session_plainly __aws_mfa_session_on_command "$_" 2>&9; } 9>&2 2>/dev/null'
  # shellcheck disable=SC2016
  if [[ -z ${words[2]-} || ${words[2]} == - ]]; then
    __aws_mfa_session_trap='
      if [[ $BASH_COMMAND == __aws_mfa_session_* ]]; then \builtin eval "$__aws_mfa_session_at_prompt"
      else '$judge' || { __aws_mfa_session_drop; ! \builtin break 999; } 2>/dev/null
      fi'
  else
    __aws_mfa_session_trap='
      { __aws_mfa_session_before=("$?" "$_"); } 2>/dev/null
      if [[ $BASH_COMMAND == __aws_mfa_session_* ]]; then \builtin eval "$__aws_mfa_session_at_prompt"
      elif ! { '$judge'; }; then { __aws_mfa_session_drop; ! \builtin break 999; } 2>/dev/null
      elif [[ -n $__aws_mfa_session_traces && ( -n ${FUNCNAME-} || $BASH_SUBSHELL != 0 ) ]]; then \builtin :
      else
        { __aws_mfa_session_as_before "${__aws_mfa_session_before[@]}"; } 2>/dev/null
        '${words[2]}'
      fi'
  fi
}

# Sets the trap. Evaluated outside of functions: in one, a trap of the user's would not be seen, and ours not stay.
# shellcheck disable=SC2016
__aws_mfa_session_set_trap='
  __aws_mfa_session_compose_trap "$(\builtin trap -p DEBUG)"
  \builtin trap -- "$__aws_mfa_session_trap" DEBUG'

# `set -T`, unless it is the user's; and back. After the trap is set: under `set -T`, a trap of the user's would run in the
# substitution that reads it. (Functions, because the trap does not look at what begins like ours.)
__aws_mfa_session_trace() {
  [[ $- == *T* ]] || {
    __aws_mfa_session_traces=1
    builtin set -T
  }
}
__aws_mfa_session_untrace() {
  [[ -z $__aws_mfa_session_traces ]] || {
    __aws_mfa_session_traces=''
    builtin set +T
  }
}

# What a trap of another tool finds as $? and $_. (With `set -e`, another status than 0 would end the shell.)
__aws_mfa_session_as_before() {
  [[ $- == *e* ]] || return "$1"
}
