# shellcheck shell=bash
# What follows is read without the user's aliases, `set -a` and `set -k`; end.bash gives them back.
__aws_mfa_session_load_options=${-//[!ak]/} __aws_mfa_session_load_aliases=-u
\builtin shopt -q expand_aliases && __aws_mfa_session_load_aliases=-s
\builtin set +ak
\builtin shopt -u expand_aliases
__aws_mfa_session_bash=$((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1]))
