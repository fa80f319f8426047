# shellcheck shell=bash disable=SC1090,SC1091 # the user's files, and one that is written beside this one
# What the bash of `aws-mfa-session -s` reads in place of ~/.bashrc: first what it would have read, then the hook.

if [[ -r ~/.bashrc ]]; then
  \builtin source ~/.bashrc
elif [[ -r ~/.bash_profile ]]; then
  # All that there is on many a Mac, where every window is a login shell.
  \builtin source ~/.bash_profile
fi

\builtin source "${BASH_SOURCE[0]%/*}/hook.bash"
