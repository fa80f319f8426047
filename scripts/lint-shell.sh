#!/bin/sh
# Checks every shell file with the shell or linter that it is for.
set -eu
cd "$(dirname "$0")/.."

# `-exec … +` passes a failure on, `-exec … \;` does not.
each() {
  # shellcheck disable=SC2016 # for the inner shell
  find shell completions -type f -name "$1" -exec sh -c 'for file; do $0 "$file" || exit; done' "$2" {} +
}

find scripts shell completions packaging .ci -type f \( -name '*.sh' -o -name '*.bash' -o -name run \) -exec shellcheck {} +
each '*.bash' 'bash -n'
each '*.zsh' 'zsh -n'
each '_aws-mfa-session' 'zsh -n'

each '*.fish' 'fish --no-execute'
