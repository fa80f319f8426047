#!/bin/sh
# Packs a release for one system: dist.sh VERSION PROGRAM
#
# .build/dist/aws-mfa-session-VERSION-SYSTEM-MACHINE.tar.gz unpacks to bin/ and share/, as they go below a prefix such as /usr/local
# or ~/.local. Packed twice from the same commit, it is the same to the byte.
set -eu
version=$1 program=$2
cd "$(dirname "$0")/.."

name=aws-mfa-session-$version-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)
folder=.build/dist
tree=$folder/$name
rm -rf "$tree"
mkdir -p "$folder"
make -s --no-print-directory install-files BINARY="$program" PREFIX=/ DESTDIR="$tree"
cp LICENSE README.md CHANGELOG.md SECURITY.md "$tree"
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || date +%s) python3 - "$folder" "$name" <<'PYTHON'
import gzip, hashlib, os, pathlib, sys, tarfile

folder, name = pathlib.Path(sys.argv[1]), sys.argv[2]
tree, date = folder / name, int(os.environ["SOURCE_DATE_EPOCH"])

def checksum(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()

def anonymous(entry):
    entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname = date, 0, 0, "", ""
    return entry

files = sorted(path for path in tree.rglob("*") if path.is_file())
(tree / "SHA256SUMS").write_text("".join(f"{checksum(path)}  {path.relative_to(tree)}\n" for path in files))
archive = folder / f"{name}.tar.gz"
with open(archive, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, date) as packed, tarfile.open(fileobj=packed, mode="w") as tar:
    for path in [tree, *sorted(tree.rglob("*"))]:
        tar.add(path, path.relative_to(folder), recursive=False, filter=anonymous)
(folder / f"{name}.tar.gz.sha256").write_text(f"{checksum(archive)}  {archive.name}\n")
PYTHON
rm -r "$tree"
echo "$folder/$name.tar.gz"
