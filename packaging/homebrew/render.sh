#!/bin/sh
# Prints the Homebrew formula of a release: render.sh OWNER/NAME VERSION [SOURCE]
#
# SOURCE: the tarball of the tag's source, if it is here; else it is fetched for its checksum.
set -eu
repository=$1 version=$2
formula=$(dirname "$0")/aws-mfa-session.rb

url=https://github.com/$repository/archive/refs/tags/v$version.tar.gz
source=${3-}
if [ -z "$source" ]; then
  source=$(mktemp)
  trap 'rm -f "$source"' EXIT
  curl --fail --silent --show-error --location --output "$source" "$url"
fi
checksum=$(sha256sum "$source" | cut -d ' ' -f 1)
sed -e "s|OWNER/aws-mfa-session|$repository|" -e "s|vVERSION|v$version|" -e "s|\"SHA256\"|\"$checksum\"|" \
  -e '/^  # The release workflow/d' "$formula"
