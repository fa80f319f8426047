#!/bin/sh
# Installs what is missing to build and test: C libraries, the shells and linters, and a Python environment for the
# emulator and the AWS clients under .build/venv. Says what it installs; does nothing when nothing is missing.
#
#     setup.sh [bench]      bench: also what the benchmarks compare with
set -eu
cd "$(dirname "$0")/.."

has() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

debian_missing() {
  for package in libcurl4-openssl-dev libssl-dev libedit-dev libexpat1-dev bash-completion $packages; do
    dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q 'install ok installed' || echo "$package"
  done
  for program in $programs; do has "$program" || echo "$program"; done
  python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
}

brew_missing() {
  for formula in openssl@3 libedit expat; do brew list "$formula" >/dev/null 2>&1 || echo "$formula"; done
  for program in $programs python3; do has "$program" || echo "$program"; done
}

programs="zsh fish dash shellcheck fzf"
if has apt-get; then
  # macOS has no strace: there the tests do without it.
  programs="$programs strace patchelf mandoc debootstrap lintian ruby"
  packages="dpkg-dev pinentry-tty pinentry-curses pinentry-gtk2 xvfb xdotool"
fi
if [ "${1-}" = bench ]; then programs="$programs direnv zoxide"; fi

if has apt-get; then
  missing=$(debian_missing | tr '\n' ' ')
  if [ -n "$missing" ]; then
    echo "setup: installing $missing"
    as_root apt-get update -qq
    # shellcheck disable=SC2086 # one word a package
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
  fi
elif has brew; then
  missing=$(brew_missing | tr '\n' ' ')
  if [ -n "$missing" ]; then
    echo "setup: installing $missing"
    # shellcheck disable=SC2086
    brew install --quiet $missing
  fi
else
  echo "setup: neither apt-get nor brew here; needed are the headers of libcurl, OpenSSL, libedit and expat," >&2
  echo "setup: and for the tests zsh, fish, dash, shellcheck and Python 3 with venv." >&2
fi

requirements=Tests/Support/requirements.txt
installed=.build/venv/installed-requirements.txt
if ! cmp -s "$requirements" "$installed"; then
  echo "setup: installing $(grep -v '^#' "$requirements" | tr '\n' ' ')into .build/venv"
  python3 -m venv --clear .build/venv
  .build/venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement "$requirements"
  cp "$requirements" "$installed"
fi

# bash-preexec, which many have loaded; this package has the file.
preexec=.build/bash-preexec
if [ ! -e "$preexec" ]; then
  echo "setup: fetching bash-preexec into $preexec"
  .build/venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --target "$preexec.new" bashhub==3.2.0
  mv "$preexec.new" "$preexec"
fi

scripts/shells.sh
