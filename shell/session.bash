# shellcheck shell=bash disable=SC2154 # begin.bash sets the version
# The function aws-mfa-session, in every bash: `use` and `off` change the environment of this shell.
#
# Builtins are called with `builtin`, whatever the user has made of them. The program is called by __aws_mfa_session_exec, which
# `init` defines.

# Runs a function of ours with the user's options out of the way: tracing would show secrets, `set -a` export them.
# (The options are remembered in $1, because `set -a` would export a variable. `local -`, from bash 4.4 on, gives them back also
# after an interrupt.)
__aws_mfa_session_plainly() {
  {
    ((__aws_mfa_session_bash < 404)) || builtin local -
    builtin set -- "$-" "$@"
    builtin set +aekuvxT
  } 2>/dev/null
  builtin local status=0 flags="${1//[!aekuvxT]/}" IFS=$' \t\n'
  "${@:2}" || status=$?
  { [[ -z $flags ]] || builtin set "-$flags"; return "$status"; } 2>/dev/null
}

__aws_mfa_session_use() {
  builtin local code
  code=$(__aws_mfa_session_exec use --integration bash "$@") || {
    __aws_mfa_session_heal "$?"
    return
  }
  builtin eval "$code"
}

# After `off`, there is no prompt for a new session until the environment changes.
__aws_mfa_session_off() {
  builtin local code="${__aws_mfa_session_restore-}"
  if [[ -z $code || $# -gt 0 ]]; then
    code=$(__aws_mfa_session_exec off --integration bash "$@") || return
  fi
  builtin eval "$code"
  builtin unset __aws_mfa_session_restore
  [[ ${__aws_mfa_session_loaded-} != "$$" ]] || __aws_mfa_session_replan left
}

# A program that was killed (status $1) could not give the terminal back. Returns the status.
__aws_mfa_session_heal() {
  [[ $1 != 137 ]] || \builtin command stty sane
  return "$1"
}

# What the program must know of this shell to judge its integration.
__aws_mfa_session_report() {
  builtin local called="${PROMPT_COMMAND[*]-} ${precmd_functions[*]-}"
  builtin printf '%s' "bash version=${__aws_mfa_session_version-}"
  [[ ${__aws_mfa_session_loaded-} != "$$" || ${__aws_mfa_session_with_hook-} != 1 ]] || builtin printf ' hook'
  [[ $called != *__aws_mfa_session_pr* ]] || builtin printf ' called'
  [[ -z ${__aws_mfa_session_told-} ]] || builtin printf ' blind'
  [[ ${__aws_mfa_session_with_prompt-} != 1 ]] || ! builtin declare -F starship_precmd >/dev/null ||
    builtin printf ' starship'
}

__aws_mfa_session_main() {
  case ${1-} in
    doctor | setup) AWS_MFA_SESSION_SHELL=$(__aws_mfa_session_report) builtin command aws-mfa-session "$@" ;;
    use | off) __aws_mfa_session_plainly "__aws_mfa_session_$1" "${@:2}" ;;
    *) builtin command aws-mfa-session "$@" ;;
  esac
}

# In posix mode a function cannot have a dash in its name, an alias can.
if [[ -o posix ]]; then
  builtin alias aws-mfa-session=__aws_mfa_session_main
else
  aws-mfa-session() { __aws_mfa_session_main "$@"; }
fi
