# shellcheck shell=bash disable=SC2154 # begin.bash sets them
[[ -z $__aws_mfa_session_load_options ]] || \builtin set "-$__aws_mfa_session_load_options"
\builtin shopt "$__aws_mfa_session_load_aliases" expand_aliases
\builtin unset __aws_mfa_session_load_options __aws_mfa_session_load_aliases
