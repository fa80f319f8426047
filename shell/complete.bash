# shellcheck shell=bash
# Completions: at the first Tab, the program is asked for the script that has them.

__aws_mfa_session_complete() {
  __aws_mfa_session_load_completion && __aws_mfa_session_complete_line "$2"
}

__aws_mfa_session_complete_short() {
  __aws_mfa_session_load_completion && __aws_mfa_session_complete_line "$2" use
}

# Without the user's aliases, which would become part of what is read.
__aws_mfa_session_load_completion() {
  \builtin declare -F __aws_mfa_session_complete_line >/dev/null && \builtin return
  \builtin local aliases
  aliases=$(\builtin shopt -p expand_aliases) || \builtin :
  \builtin shopt -u expand_aliases
  \builtin eval "$(\builtin command aws-mfa-session completions bash 2>/dev/null)" || \builtin :
  \builtin eval "$aliases"
  \builtin declare -F __aws_mfa_session_complete_line >/dev/null
}

\builtin complete -F __aws_mfa_session_complete aws-mfa-session
\builtin complete -F __aws_mfa_session_complete_short __aws_mfa_session_short
