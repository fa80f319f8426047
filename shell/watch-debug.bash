# shellcheck shell=bash disable=SC2154 # hook.bash and the plan set the rest
# How a bash before 5.1 is told that a line runs, and made to skip it when the person cancels.
#
# A DEBUG trap, set once there is a session to watch, looks at the first command after each prompt. On cancel it skips
# (extdebug) every command until the next prompt. A DEBUG trap of the user's is left alone: then nothing is watched.

__aws_mfa_session_watching=0 __aws_mfa_session_trapped=0 __aws_mfa_session_arm='' __aws_mfa_session_looked_at=''

# Fails when the command, and the rest of the line, must not run. $1: the user's options.
__aws_mfa_session_on_command() {
  # Is the line over? (Completion and command substitution fire the trap too.)
  [[ $BASH_COMMAND != __aws_mfa_session_* && ${PROMPT_COMMAND[*]} != *"$BASH_COMMAND"* ]] || return 0
  [[ -z $__aws_mfa_session_undo ]] || return 1
  [[ -z $COMP_LINE && $BASH_SUBSHELL == 0 ]] || return 0
  __aws_mfa_session_watching=0
  __aws_mfa_session_clock
  if __aws_mfa_session_holds &&
    ((__aws_mfa_session_now < __aws_mfa_session_due && __aws_mfa_session_now < __aws_mfa_session_named_due)); then
    return 0
  fi
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
  __aws_mfa_session_watching=$((__aws_mfa_session_due < __aws_mfa_session_never ||
    __aws_mfa_session_named_due < __aws_mfa_session_never))
  if ((__aws_mfa_session_watching && !__aws_mfa_session_trapped)); then
    __aws_mfa_session_trapped=1 __aws_mfa_session_arm=$__aws_mfa_session_arm_code
  fi
}

# The trap is not for commands in functions, ours among them. (Its last word is that of the command before, so that $_ stays.)
# It is set outside of functions, where a trap of the user's would not be seen.
# shellcheck disable=SC2016
__aws_mfa_session_command_trap='
  ((!__aws_mfa_session_watching)) || [[ -n ${FUNCNAME-} ]] ||
    { __aws_mfa_session_plainly __aws_mfa_session_on_command "$-" "$_" 2>&9; } 9>&2 2>/dev/null ||
    { __aws_mfa_session_skip; } 2>/dev/null'
# shellcheck disable=SC2016
__aws_mfa_session_arm_code='__aws_mfa_session_user_trap=$(\builtin trap -p DEBUG)
[[ -n ${__aws_mfa_session_user_trap#"trap -- - DEBUG"} ]] || \builtin trap -- "$__aws_mfa_session_command_trap" DEBUG'
