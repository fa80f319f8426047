# Completions: at the first Tab, the program is asked for the script that has them. The text is quoted, and so read without
# the user's aliases and options.
'builtin' 'emulate' zsh -o no_aliases -c '
  __aws_mfa_session_complete() {
    # The options of the completion system, which these functions would otherwise put aside.
    setopt localoptions "${_comp_options[@]}"
    if (( ! ${+functions[_aws-mfa-session]} )); then
      eval "$(command aws-mfa-session completions zsh 2>/dev/null)"
    fi
    (( ${+functions[_aws-mfa-session]} )) && _aws-mfa-session
  }

  # The short name stands for two words.
  __aws_mfa_session_complete_short() {
    words[1]=(aws-mfa-session use)
    (( CURRENT++ ))
    __aws_mfa_session_complete
  }

  # compinit may come later in the rc file, or even after the first prompt.
  __aws_mfa_session_register() {
    (( ${+functions[compdef]} )) || return 0
    precmd_functions=(${precmd_functions:#__aws_mfa_session_register})
    (( ${+_comps[aws-mfa-session]} )) || compdef __aws_mfa_session_complete aws-mfa-session
    compdef __aws_mfa_session_complete_short __aws_mfa_session_short
  }

  if [[ -o interactive ]]; then
    typeset -ga precmd_functions
    precmd_functions=(${precmd_functions:#__aws_mfa_session_register} __aws_mfa_session_register)
    __aws_mfa_session_register
  fi'
