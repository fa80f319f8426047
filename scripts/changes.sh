#!/bin/sh
# Prints what CHANGELOG.md says of a version: changes.sh VERSION
set -eu
version=$1
cd "$(dirname "$0")/.."
awk -v heading="## [$version]" 'index($0, heading) == 1 { found = 1; next } found && /^## / { exit } found' CHANGELOG.md |
  sed '/./,$!d' | grep .
