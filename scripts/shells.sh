#!/bin/sh
# Unpacks the shells of other Debian releases into .build/shells/SUITE, for the tests:
#
#     shells.sh [all]       all: also those between the oldest and the newest
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

# The libraries that the shells of a release newer than this one need come with them, and so does the loader.
use_own_libraries() {
  libraries=$(find "$new/lib" "$new/usr/lib" -name libc.so.6 -exec dirname {} \; 2>/dev/null | head -n 1)
  loader=$(find "$libraries" -name 'ld-linux-*.so.*' | head -n 1)
  libraries=$folder${libraries#"$new"}
  for shell in bash zsh fish; do
    file=$(readlink -f "$new/usr/bin/$shell")
    patchelf --set-interpreter "$folder${loader#"$new"}" --force-rpath --set-rpath "$libraries" "$file"
  done
}

unpack() {
  suite=$1 libraries=$2
  folder=$PWD/.build/shells/$suite
  new=$folder.new
  [ ! -e "$folder" ] || return 0
  echo "setup: unpacking the shells of Debian $suite into $folder"
  rm -rf "$new"
  mkdir -p "$new/lists/partial" "$new/cache"
  echo "deb [arch=$architecture signed-by=$keyring] $mirror $suite main" >"$new/sources.list"
  suite_apt update
  # shellcheck disable=SC2086 # one word a package
  (cd "$new" && suite_apt download bash zsh zsh-common fish fish-common $libraries)
  for package in "$new"/*.deb; do dpkg-deb -x "$package" "$new"; done
  rm -rf "$new/lists" "$new/cache" "$new/sources.list" "$new"/*.deb
  for shell in bash zsh fish; do
    [ -e "$new/usr/bin/$shell" ] || ln -s "../../bin/$shell" "$new/usr/bin/$shell"
  done
  # fish finds its own functions only in a tree like this.
  ln -s ../etc "$new/usr/etc"
  [ -z "$libraries" ] || use_own_libraries
  mv "$new" "$folder"
}

newer="libc6 libtinfo6 libcap2 libpcre2-8-0 libpcre2-32-0 libgcc-s1 libstdc++6"
unpack bullseye ''
unpack sid "$newer"
[ "${1-}" != all ] || unpack trixie "$newer"
