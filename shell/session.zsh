# The function aws-mfa-session, in every zsh: `use` and `off` change the environment of this shell.
#
# `init` has this evaluated by `emulate zsh -c`: it is parsed with aliases off, and the functions keep the options of plain zsh,
# whatever is set outside, now or later. Builtins that a function could shadow are called with `builtin`: local, typeset and
# export are reserved. The program is called by __aws_mfa_session_exec, which `init` defines.

aws-mfa-session() {
  local code
  if [[ ${1-} == use ]]; then
    code=$(__aws_mfa_session_exec use --integration zsh "${@[2,-1]}") || return
    builtin eval "$code"
  elif [[ ${1-} == off ]]; then
    if [[ $# == 1 && -n ${__aws_mfa_session_restore-} ]]; then
      code=$__aws_mfa_session_restore
    else
      code=$(__aws_mfa_session_exec off --integration zsh "${@[2,-1]}") || return
    fi
    builtin eval "$code"
    builtin unset __aws_mfa_session_restore
    # After `off`, there is no prompt for a new session until the environment changes.
    if (( ${+functions[__aws_mfa_session_replan]} )); then __aws_mfa_session_replan left; fi
  elif [[ ${1-} == (doctor|setup) ]]; then
    AWS_MFA_SESSION_SHELL=$(__aws_mfa_session_report) builtin command aws-mfa-session "$@"
  else
    builtin command aws-mfa-session "$@"
  fi
}

# What the program must know of this shell to judge its integration.
__aws_mfa_session_report() {
  local report="zsh version=${__aws_mfa_session_version-}"
  local elements="${POWERLEVEL9K_LEFT_PROMPT_ELEMENTS-} ${POWERLEVEL9K_RIGHT_PROMPT_ELEMENTS-}"
  if (( ${+functions[__aws_mfa_session_prompt]} && ${__aws_mfa_session_with_hook:-0} )); then report+=' hook'; fi
  if [[ " ${precmd_functions-} " == *' __aws_mfa_session_prompt '* ]]; then report+=' called'; fi
  if (( ${__aws_mfa_session_with_prompt:-0} )); then
    if (( ${+functions[starship_precmd]} || ${+functions[prompt_starship_precmd]} )); then report+=' starship'; fi
    if (( ${+functions[p10k]} )) && [[ $elements != *aws_mfa_session* ]]; then report+=' no-segment'; fi
  fi
  if (( ${+functions[_aws-mfa-session]} )) && [[ -z ${_comps[aws-mfa-session]-} ]]; then report+=' no-completion'; fi
  builtin print -rn -- $report
}
