#!/bin/sh
# Installs what is missing for a purpose. Says what it installs; does nothing when nothing is missing.
#
#     setup.sh build       the C libraries' headers
#     setup.sh demo        also a Python environment for the emulator and the AWS clients, under .build/venv
#     setup.sh test        also the shells and other programs that the tests drive
#     setup.sh lint        what `demo` has, and the linters
#     setup.sh packages    what `demo` has, and what makes packages and bare systems
#     setup.sh bench       what `test` has, and what the benchmarks compare with
#     setup.sh order       what `demo` has, and valgrind
set -eu
cd "$(dirname "$0")/.."
purpose=$1

has() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

debian_missing() {
  for package in libcurl4-openssl-dev libssl-dev libedit-dev libexpat1-dev $packages; do
    dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q 'install ok installed' || echo "$package"
  done
  for program in $programs; do has "$program" || echo "$program"; done
  [ "$purpose" = build ] || python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
}

brew_missing() {
  for formula in openssl@3 libedit expat; do brew list "$formula" >/dev/null 2>&1 || echo "$formula"; done
  for program in $programs; do has "$program" || echo "$program"; done
  [ "$purpose" = build ] || has python3 || echo python3
}

programs='' packages=''
case $purpose in
  test | bench) programs="zsh fish dash fzf shellcheck" ;;
  lint) programs="zsh fish shellcheck mandoc ruby" ;;
esac
[ "$purpose" != bench ] || programs="$programs direnv zoxide"
if has apt-get; then
  # macOS has no strace: there the tests do without it.
  case $purpose in
    test | bench)
      programs="$programs strace patchelf"
      packages="bash-completion pinentry-tty pinentry-curses pinentry-gtk2 xvfb xdotool"
      ;;
    lint) programs="$programs lintian" packages=dpkg-dev ;;
    packages) programs=debootstrap packages=dpkg-dev ;;
    order) programs=valgrind ;;
  esac
fi

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
[ "$purpose" != build ] || exit 0

requirements=Tests/Support/requirements.txt
installed=.build/venv/installed-requirements.txt
if ! cmp -s "$requirements" "$installed"; then
  echo "setup: installing $(grep -v '^#' "$requirements" | tr '\n' ' ')into .build/venv"
  python3 -m venv --clear .build/venv
  .build/venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement "$requirements"
  cp "$requirements" "$installed"
fi
case $purpose in test | bench) ;; *) exit 0 ;; esac

# bash-preexec, which many have loaded; this package has the file.
preexec=.build/bash-preexec
if [ ! -e "$preexec" ]; then
  echo "setup: fetching bash-preexec into $preexec"
  .build/venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --target "$preexec.new" bashhub==3.2.0
  mv "$preexec.new" "$preexec"
fi

scripts/shells.sh
