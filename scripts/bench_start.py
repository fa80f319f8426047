#!/usr/bin/env python3
"""What a call costs that needs no network: bench_start.py PROGRAM [--runs N]

Makes a session with the emulator, which is then stopped, and measures commands that find it in the cache, beside /bin/true
and the AWS CLI's own start: medians, the commands taking turns so that what else the machine does hits them alike.
Needs .build/venv (make setup).
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
VENV = ROOT / ".build/venv/bin"


def call(url: str, body: dict | None = None) -> dict:
    data = json.dumps(body).encode() if body else None
    return json.load(urllib.request.urlopen(url, data))


def cache_session(program: str, home: pathlib.Path) -> dict[str, str]:
    """A home with a profile and a live session; answers the environment in which it is found."""
    emulator = subprocess.Popen(
        [VENV / "python", ROOT / "Tests/Support/sts_emulator.py", "--until-stdin-closes"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    url = json.loads(emulator.stdout.readline())["url"]
    user = call(f"{url}/_emulator/users", {"name": "alice", "devices": [{"kind": "virtual"}]})
    serial = user["devices"][0]["serial"]
    code = call(f"{url}/_emulator/code?serial={urllib.parse.quote(serial, safe='')}")["code"]
    (home / ".aws").mkdir()
    keys = f"aws_access_key_id = {user['access_key_id']}\naws_secret_access_key = {user['secret_access_key']}\n"
    (home / ".aws/credentials").write_text(f"[dev]\n{keys}")
    (home / ".aws/config").write_text(f"[profile dev]\nregion = eu-west-1\nmfa_serial = {serial}\n")
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "AWS_ENDPOINT_URL": url}
    subprocess.run([program, "exec", "-p", "dev", "-c", code, "--", "true"], env=environment, check=True)
    emulator.communicate()
    return environment


def milliseconds(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - start) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("program")
    parser.add_argument("--runs", type=int, default=100)
    arguments = parser.parse_args()
    commands = {
        "/bin/true": ["/bin/true"],
        "--version": [arguments.program, "--version"],
        "credential-process, from the cache": [arguments.program, "credential-process", "-p", "dev"],
        "status": [arguments.program, "status", "dev"],
        "exec -- true, from the cache": [arguments.program, "exec", "-p", "dev", "--", "/bin/true"],
        "aws --version": [str(VENV / "aws"), "--version"],
    }
    with tempfile.TemporaryDirectory() as folder:
        environment = cache_session(arguments.program, pathlib.Path(folder))
        times: dict[str, list[float]] = {name: [] for name in commands}
        for run in range(arguments.runs):
            for name, command in commands.items():
                if name != "aws --version" or run % 10 == 0:
                    times[name].append(milliseconds(command, environment))
    base = statistics.median(times["/bin/true"])
    print(f"{'':36}{'ms':>8}{'times /bin/true':>18}")
    for name, found in times.items():
        median = statistics.median(found)
        print(f"{name:36}{median:8.1f}{median / base:18.1f}")


if __name__ == "__main__":
    main()
