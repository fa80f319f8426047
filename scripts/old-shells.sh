#!/bin/sh
# Unpacks older shells under .build/old-shells, for the tests: bash 5.1 and fish 3.1 of Debian 11. Does nothing where they are
# there already, or on another system than Debian.
set -eu
cd "$(dirname "$0")/.."
folder=$PWD/.build/old-shells
[ ! -e "$folder/done" ] || exit 0
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
if [ ! -e "$keyring" ] || ! grep -q '^ID=debian' /etc/os-release; then exit 0; fi

echo "setup: unpacking older shells into .build/old-shells"
rm -rf "$folder"
mkdir -p "$folder/lists/partial" "$folder/cache"
# The mirror that this machine has for its own release.
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
  sed -n 's/^URIs: *\([^ ]*\).*/\1/p; s/^deb  *\(\[[^]]*\] *\)*\([^ ]*\) .*/\2/p' | head -n 1)
echo "deb [signed-by=$keyring] $mirror bullseye main" >"$folder/sources.list"
apt() {
  apt-get -qq -o "Dir::Etc::SourceList=$folder/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o "Dir::State::Lists=$folder/lists" -o "Dir::Cache=$folder/cache" -o Acquire::Check-Valid-Until=false \
    -o APT::Sandbox::User=root "$@"
}
apt update
(cd "$folder" && apt download bash/bullseye fish/bullseye fish-common/bullseye)
for package in "$folder"/*.deb; do dpkg-deb -x "$package" "$folder"; done
rm -rf "$folder/lists" "$folder/cache" "$folder/sources.list" "$folder"/*.deb
# fish finds its own functions only in a tree like this.
ln -s ../etc "$folder/usr/etc"
touch "$folder/done"
