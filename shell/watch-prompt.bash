# shellcheck shell=bash disable=SC2154 # hook.bash and the plan set the rest
# When a bash before 5.1 watches lines (watch-debug.bash): while there is a session, every one.

__aws_mfa_session_arm='' # code for the prompt to evaluate, outside of any function
__aws_mfa_session_is_set='' # whether the trap has seen the prompt begin
__aws_mfa_session_told=''

# What the trap does at the prompt's own command.
# shellcheck disable=SC2016
__aws_mfa_session_at_prompt='[[ $BASH_COMMAND != "__aws_mfa_session_prompt "* || -n ${FUNCNAME-} ]] || __aws_mfa_session_is_set=1'

# Before each prompt: watch the next line, if there is a session; once it is due, with `set -T`, and knowing where the history ends.
__aws_mfa_session_watch() {
  [[ $__aws_mfa_session_watching != line || -n $__aws_mfa_session_told$__aws_mfa_session_is_set ]] ||
    __aws_mfa_session_tell
  __aws_mfa_session_arm='' __aws_mfa_session_watching='' __aws_mfa_session_history=''
  if ((__aws_mfa_session_due == __aws_mfa_session_never && __aws_mfa_session_named_due == __aws_mfa_session_never)); then
    return 0
  fi
  builtin trap -- __aws_mfa_session_stop_line URG # sent by a child of the line in which the person cancelled
  [[ -n $__aws_mfa_session_is_set ]] || __aws_mfa_session_arm=$__aws_mfa_session_set_trap
  if ((__aws_mfa_session_now >= __aws_mfa_session_due || __aws_mfa_session_now >= __aws_mfa_session_named_due)); then
    __aws_mfa_session_read_line
    __aws_mfa_session_history=$__aws_mfa_session_number
    __aws_mfa_session_arm+=$'\n__aws_mfa_session_trace'
  else
    __aws_mfa_session_arm+=$'\n__aws_mfa_session_untrace'
  fi
  __aws_mfa_session_arm+=$'\n__aws_mfa_session_watching=line'
  __aws_mfa_session_is_set=''
}

# Says that our trap is gone, once, when a line has run that it has not seen.
__aws_mfa_session_tell() {
  [[ -n ${__aws_mfa_session_history-} ]] || return 0
  __aws_mfa_session_read_line
  [[ $__aws_mfa_session_number != "$__aws_mfa_session_history" ]] || return 0
  __aws_mfa_session_told=1
  builtin printf '%s\n' "aws-mfa-session: Another tool sets bash's DEBUG trap at each prompt, so expired sessions are not noticed here." \
    "Run aws-mfa-session use before the command, or upgrade to bash 5.1." >/dev/tty
}

# Reads what the history has of the line that runs; nothing when it was not recorded. (Where the history ended at the prompt is not
# known if nothing was due then.)
__aws_mfa_session_read_recorded_line() {
  builtin local before=$__aws_mfa_session_history
  __aws_mfa_session_read_line
  if [[ $__aws_mfa_session_number == "$before" ]]; then
    __aws_mfa_session_line=''
  elif [[ -n $before ]] && ((__aws_mfa_session_number > before + 1)) && ! builtin shopt -q cmdhist; then
    __aws_mfa_session_read_line $((__aws_mfa_session_number - before))
  fi
}
