# shellcheck shell=bash
# What follows is read without the user's aliases and without `set -a`; end.bash gives both back.
__aws_mfa_session_load_allexport=+a __aws_mfa_session_load_aliases=-u
[[ $- != *a* ]] || __aws_mfa_session_load_allexport=-a
\builtin shopt -q expand_aliases && __aws_mfa_session_load_aliases=-s
\builtin set +a
\builtin shopt -u expand_aliases
__aws_mfa_session_bash=$((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1]))
