#!/bin/sh
# Checks the release build: it looks for no library beside itself, loads none that lies there, and hides its memory.
set -eu
program=$1

fail() {
  echo "check-release: $1" >&2
  exit 1
}

if command -v readelf >/dev/null; then
  dynamic=$(readelf -d "$program")
  case $dynamic in *RUNPATH* | *RPATH*) fail "$program has a RUNPATH" ;; esac
  needed=$(echo "$dynamic" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
  for library in $needed; do
    case $library in
      libc.so.* | libm.so.* | ld-linux-* | libpthread.so.* | libdl.so.*) ;;
      *) fail "$program needs $library at every start" ;;
    esac
  done
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$program" "$folder/program"
for library in libcurl.so.4 libcrypto.so.3 libexpat.so.1 libedit.so.2 libstdc++.so.6 libm.so.6; do
  echo planted >"$folder/$library"
done
mkdir "$folder/.aws"
printf '[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n' >"$folder/.aws/credentials"
# It reaches for libcurl, libcrypto and the network, of which there is none.
said=$(HOME=$folder AWS_ENDPOINT_URL=http://127.0.0.1:1 "$folder/program" -a GAHT12345678 -c 123456 -e 2>&1) && fail "no error"
case $said in
  *"Cannot reach"*) ;;
  *) fail "with libraries planted beside it, the program says: $said" ;;
esac

# Other programs of an ordinary user cannot read its memory, and no core file is written of it: then its files in /proc are root's.
if [ -d /proc/self ]; then
  ordinary=
  if [ "$(id -u)" -eq 0 ]; then ordinary="setpriv --reuid=65534 --regid=65534 --clear-groups"; fi
  mkfifo "$folder/held"
  printf '[profile held]\ncredential_process = cat %s\n' "$folder/held" >"$folder/.aws/config"
  chmod -R a+rX "$folder"
  # shellcheck disable=SC2086 # words
  HOME=$folder $ordinary "$folder/program" -p held -c 123456 -e >"$folder/said" 2>&1 &
  running=$!
  exec 9>"$folder/held" # when its credential_process runs
  owner=$(stat -c %u "/proc/$running/mem")
  exec 9>&-
  wait "$running" && fail "no error"
  [ "$owner" = 0 ] || fail "its memory can be read by other programs of the same user"
fi
