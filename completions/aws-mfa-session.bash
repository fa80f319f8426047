# shellcheck shell=bash
# Completion of aws-mfa-session in bash. The program knows what can stand at the cursor, and quotes it for there.

# $2: what readline replaces.
__aws_mfa_session_complete() {
  \builtin local options=$- IFS=$'\n' answer index
  \builtin set +eu -f
  # shellcheck disable=SC2207 # a word a line; noglob is set
  answer=($(
    AWS_MFA_SESSION_LINE=${COMP_LINE:0:COMP_POINT} AWS_MFA_SESSION_REPLACED=$2 AWS_MFA_SESSION_COMP_TYPE=${COMP_TYPE-} \
      \builtin command aws-mfa-session complete bash 1 2>/dev/null
  ))
  COMPREPLY=("${answer[@]:1}")
  if [[ ${answer[0]-} == nospace* ]]; then
    \builtin compopt -o nospace 2>/dev/null
  elif [[ ${answer[0]-} == command* ]]; then
    # Behind "exec --", another command completes.
    for ((index = 0; index < COMP_CWORD; index++)); do [[ ${COMP_WORDS[index]} != -- ]] || break; done
    IFS=$' \t\n'
    if ((index + 1 < COMP_CWORD)) && \builtin declare -F _command_offset >/dev/null; then
      _command_offset "$((index + 1))"
    elif ((index + 1 < COMP_CWORD)); then
      \builtin compopt -o default 2>/dev/null
    else
      # shellcheck disable=SC2207
      IFS=$'\n' COMPREPLY=($(\builtin compgen -c -- "$2"))
    fi
  fi
  [[ $options == *f* ]] || \builtin set +f
  [[ $options != *u* ]] || \builtin set -u
  [[ $options != *e* ]] || \builtin set -e
}

# A short name stands for "aws-mfa-session use".
__aws_mfa_session_complete_short() {
  AWS_MFA_SESSION_SUBCOMMAND=use __aws_mfa_session_complete "$@"
}

\builtin complete -F __aws_mfa_session_complete aws-mfa-session
