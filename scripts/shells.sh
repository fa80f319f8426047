#!/bin/sh
# Unpacks the shells of other Debian releases into .build/shells/SUITE, and what people run beside us into .build/neighbours,
# for the tests:
#
#     shells.sh [all]       all: also the shells between the oldest and the newest
#
# Does nothing where they are there already, or on another system than Debian.
set -eu
cd "$(dirname "$0")/.."
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
if [ ! -e "$keyring" ] || ! grep -q '^ID=debian' /etc/os-release; then exit 0; fi

# The mirror that this machine has for its own release.
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
  sed -n 's/^URIs: *\([^ ]*\).*/\1/p; s/^deb  *\(\[[^]]*\] *\)*\([^ ]*\) .*/\2/p' | head -n 1)
architecture=$(dpkg --print-architecture)

# apt-get for the suite that is being unpacked.
suite_apt() {
  apt-get -qq -o "Dir::Etc::SourceList=$new/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::State::Status=/dev/null -o "Dir::State::Lists=$new/lists" -o "Dir::Cache=$new/cache" -o Acquire::Check-Valid-Until=false \
    -o APT::Sandbox::User=root "$@"
}

# Programs of a release newer than this one need its libraries and its loader.
use_own_libraries() {
  found=$(find "$new/lib" "$new/usr/lib" -name libc.so.6 -exec dirname {} \; 2>/dev/null | head -n 1)
  loader=$(find "$found" -name 'ld-linux-*.so.*' | head -n 1)
  for file in "$new"/usr/bin/*; do
    if [ -L "$file" ] || ! patchelf --print-interpreter "$file" >/dev/null 2>&1; then continue; fi
    patchelf --set-interpreter "$folder${loader#"$new"}" --force-rpath --set-rpath "$folder${found#"$new"}" "$file"
  done
}

# unpack FOLDER SUITE PACKAGE...
unpack() {
  folder=$PWD/.build/$1 suite=$2
  new=$folder.new
  shift 2
  [ ! -e "$folder" ] || return 0
  echo "setup: unpacking $1 … of Debian $suite into $folder"
  rm -rf "$new"
  mkdir -p "$new/lists/partial" "$new/cache"
  echo "deb [arch=$architecture signed-by=$keyring] $mirror $suite main" >"$new/sources.list"
  suite_apt update
  (cd "$new" && suite_apt download "$@")
  for package in "$new"/*.deb; do dpkg-deb -x "$package" "$new"; done
  rm -rf "$new/lists" "$new/cache" "$new/sources.list" "$new"/*.deb
  case $suite in bullseye) ;; *) use_own_libraries ;; esac
  mv "$new" "$folder"
}

unpack_shells() {
  suite=$1
  shift
  [ ! -e ".build/shells/$suite" ] || return 0
  unpack "shells/$suite" "$suite" bash zsh zsh-common fish fish-common "$@"
  for shell in bash zsh fish; do
    [ -e "$folder/usr/bin/$shell" ] || ln -s "../../bin/$shell" "$folder/usr/bin/$shell"
  done
  # fish finds its own functions only in a tree like this.
  ln -s ../etc "$folder/usr/etc"
}

libraries="libc6 libtinfo6 libcap2 libpcre2-8-0 libpcre2-32-0 libgcc-s1 libstdc++6"
unpack_shells bullseye
# shellcheck disable=SC2086 # one word a package
unpack_shells sid $libraries
# shellcheck disable=SC2086
[ "${1-}" != all ] || unpack_shells trixie $libraries
# shellcheck disable=SC2086
unpack neighbours sid starship atuin zoxide direnv fzf kitty-shell-integration liquidprompt zsh-autosuggestions \
  zsh-syntax-highlighting libvte-2.91-common ble.sh $libraries libzstd1 liblzma5 zlib1g libsqlite3-0
