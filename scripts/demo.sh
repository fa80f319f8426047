#!/usr/bin/env bash
# The main job without an AWS account: demo.sh PROGRAM
#
# STS and IAM are emulated on the loopback interface, with a user, keys and a virtual MFA device; the rest is real. HOME is
# a throw-away one. SHELL_AFTER=1 opens a shell there in the end.
set -euo pipefail
program=$(cd "$(dirname "$1")" && pwd)/${1##*/}
cd "$(dirname "$0")/.."
venv=$PWD/.build/venv/bin
emulator=$PWD/Tests/Support/sts_emulator.py

home=$(mktemp -d)
server=
clean_up() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$home"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 143' TERM

mkfifo "$home/ready"
"$venv/python" "$emulator" >"$home/ready" &
server=$!
read -r ready <"$home/ready"

# What an administrator did: users with keys and a device; and what an authenticator app got from the QR code.
"$venv/python" - "$home" "$ready" <<'PYTHON'
import json, pathlib, sys, urllib.request

home = pathlib.Path(sys.argv[1])
url = json.loads(sys.argv[2])["url"]
(home / ".aws").mkdir()
credentials = config = ""
for name in ("demo", "practice"):
    body = json.dumps({"name": name, "devices": [{"kind": "virtual"}]}).encode()
    user = json.load(urllib.request.urlopen(url + "/_emulator/users", body))
    device = user["devices"][0]
    credentials += f"[{name}]\naws_access_key_id = {user['access_key_id']}\naws_secret_access_key = {user['secret_access_key']}\n\n"
    config += f"[profile {name}]\nregion = eu-west-1\nmfa_serial = {device['serial']}\n\n"
    (home / f"{name}.seed").write_text(device["seed"])
(home / ".aws/credentials").touch(0o600)
(home / ".aws/credentials").write_text(credentials)
(home / ".aws/config").write_text(config)
PYTHON

for variable in ${!AWS_@}; do unset "$variable"; done
AWS_ENDPOINT_URL=$("$venv/python" -c 'import json, sys; print(json.loads(sys.argv[1])["url"])' "$ready")
export AWS_ENDPOINT_URL
mkdir "$home/bin"
ln -s "$program" "$home/bin/aws-mfa-session"
ln -s "$venv/aws" "$home/bin/aws"
cat >"$home/bin/authenticator" <<EOF
#!/bin/sh
exec "$venv/python" "$emulator" --code "\$(cat "$home/\${1:-practice}.seed")"
EOF
chmod +x "$home/bin/authenticator"
export HOME=$home PATH=$home/bin:$PATH

# The code of the demo's device some windows of 30 seconds ahead.
ask_emulator() {
  "$venv/python" -c 'import json, sys, urllib.request
print(json.load(urllib.request.urlopen(sys.argv[1]))["code"])' \
    "$AWS_ENDPOINT_URL/_emulator/code?serial=arn:aws:iam::123456789012:mfa/demo&window=$1"
}

show() { printf '\n$ %s\n' "$1"; }
whoami='aws sts get-caller-identity --query Arn --output text'

echo "STS and IAM are emulated on this machine; HOME is a throw-away one with a profile \"demo\"."

code=$(authenticator demo)
show "eval \"\$(aws-mfa-session -p demo -c $code -e)\"; $whoami"
(eval "$(aws-mfa-session -p demo -c "$code" -e)" && $whoami)

# The session is there by now, for every way in.
show "aws-mfa-session -p demo -u demo-mfa"
aws-mfa-session -p demo -u demo-mfa 2>&1 | sed "s|$home|~|"
show "$whoami --profile demo-mfa"
$whoami --profile demo-mfa
show "aws-mfa-session list"
aws-mfa-session list

code=$(ask_emulator 100)
show "aws-mfa-session -p demo -c $code -e          # a wrong code"
aws-mfa-session -p demo -c "$code" -e 2>&1 && exit 1

if [ "${SHELL_AFTER:-0}" = 1 ] && [ -t 0 ] && [ -t 1 ]; then
  printf '\nA shell to try the prompt in: aws-mfa-session -p practice -s, with codes from: authenticator\n'
  "${SHELL:-/bin/sh}" || true
elif [ -t 1 ]; then
  printf '\nTo try the prompt by hand: make demo SHELL_AFTER=1\n'
fi
