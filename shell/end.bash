# shellcheck shell=bash disable=SC2154 # begin.bash sets them
\builtin set "$__aws_mfa_session_load_allexport"
\builtin shopt "$__aws_mfa_session_load_aliases" expand_aliases
\builtin unset __aws_mfa_session_load_allexport __aws_mfa_session_load_aliases
