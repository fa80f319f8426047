#!/bin/sh
# Makes a Debian package: deb.sh VERSION PROGRAM
#
# The C libraries are opened while the program runs (Sources/CLibrary), so dpkg-shlibdeps finds libc alone; the others are named
# here, with their names before and after Debian's change to 64-bit times.
set -eu
version=$1 program=$2
cd "$(dirname "$0")/.."

architecture=$(dpkg --print-architecture)
name=aws-mfa-session_${version}_$architecture
tree=.build/dist/$name
rm -rf "$tree"
mkdir -p "$tree/DEBIAN"
make -s --no-print-directory install-files BINARY="$program" PREFIX=/usr DESTDIR="$tree"
# Debian's own folders for zsh and fish.
mkdir -p "$tree/usr/share/zsh/vendor-completions"
mv "$tree/usr/share/zsh/site-functions/_aws-mfa-session" "$tree/usr/share/zsh/vendor-completions/"
rmdir "$tree/usr/share/zsh/site-functions"
gzip -9n "$tree"/usr/share/man/man*/*

documents=$tree/usr/share/doc/aws-mfa-session
mkdir -p "$documents" "$tree/usr/share/lintian/overrides"
install -m 644 packaging/debian/copyright "$documents/copyright"
install -m 644 README.md SECURITY.md "$documents"
install -m 644 docs/*.md "$documents"
install -m 644 packaging/debian/lintian-overrides "$tree/usr/share/lintian/overrides/aws-mfa-session"
gzip -9nc CHANGELOG.md >"$documents/changelog.gz"
sed -e "s/@VERSION@/$version/" -e "s/@DATE@/$(date -u -d "@$(git log -1 --format=%ct 2>/dev/null || date +%s)" -R)/" \
  packaging/debian/changelog | gzip -9n >"$documents/changelog.Debian.gz"
chmod 644 "$documents"/*.gz

# dpkg-shlibdeps wants the folder of a source package.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/debian"
printf 'Source: aws-mfa-session\n\nPackage: aws-mfa-session\nArchitecture: any\n' >"$scratch/debian/control"
libc=$(cd "$scratch" && dpkg-shlibdeps -O "$OLDPWD/$tree/usr/bin/aws-mfa-session" 2>/dev/null |
  sed 's/^shlibs:Depends=//')

sed -e "s/@VERSION@/$version/; s/@ARCHITECTURE@/$architecture/; s/@LIBC@/$libc/" \
  -e "s/@SIZE@/$(du -sk --exclude=DEBIAN "$tree" | cut -f 1)/" packaging/debian/control >"$tree/DEBIAN/control"
(cd "$tree" && find usr -type f | LC_ALL=C sort | xargs md5sum >DEBIAN/md5sums)
find "$tree" -type d -exec chmod 755 {} +
dpkg-deb --root-owner-group -Zxz --build "$tree" ".build/dist/$name.deb" >/dev/null
rm -r "$tree"
echo ".build/dist/$name.deb"
