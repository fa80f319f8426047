#!/usr/bin/env python3
"""What a call costs that needs no network: bench_start.py PROGRAM [--runs N]

Makes a session with the emulator, which is then stopped, and measures commands that find it in the cache, with 10 and with
1,000 profiles, beside /bin/true, direnv and the AWS CLI's own start: medians, the commands taking turns so that what else
the machine does hits them alike. Needs .build/venv (make setup-demo).
"""

from __future__ import annotations

import argparse
import os
import pathlib
import statistics
import subprocess
import tempfile
import time

from emulated_aws import ROOT, Emulator

VENV = ROOT / ".build/venv/bin"
COMPLETED_LINE = {"AWS_MFA_SESSION_LINE": "ls -l", "AWS_MFA_SESSION_REPLACED": "ls"}
"""What `complete` and `hook` get from a shell."""


def cache_session(program: str, home: pathlib.Path, profiles: int) -> dict[str, str]:
    """A home with that many profiles and a live session; answers the environment in which it is found."""
    emulator = Emulator()
    user = emulator.user("alice")
    (home / ".aws").mkdir(parents=True)
    keys = f"aws_access_key_id = {user['id']}\naws_secret_access_key = {user['secret']}\n"
    others = [f"other-{number}" for number in range(profiles - 1)]
    sections = "".join(f"[{name}]\naws_access_key_id = AKIA\naws_secret_access_key = x\n" for name in others)
    (home / ".aws/credentials").write_text(f"{sections}[dev]\n{keys}")
    sections = "".join(f"[profile {name}]\nregion = eu-west-1\n" for name in others)
    (home / ".aws/config").write_text(f"{sections}[profile dev]\nregion = eu-west-1\nmfa_serial = {user['serial']}\n")
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "AWS_ENDPOINT_URL": emulator.url}
    subprocess.run([program, "exec", "-p", "dev", "-c", emulator.code(user), "--", "true"], env=environment, check=True)
    emulator.process.communicate()
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
    sizes = (10, 1000)
    others = {
        "/bin/true": ["/bin/true"],
        "direnv export bash": ["direnv", "export", "bash"],
        "aws --version": [str(VENV / "aws"), "--version"],
    }
    ours = {
        "--version": ["--version"],
        "hook, nothing to do": ["hook", "bash", "1"],
        "plan": ["plan", "bash", "1"],
        "complete": ["complete", "bash", "1"],
        "credential-process": ["credential-process", "-p", "dev"],
        "status": ["status", "dev"],
        "exec -- true": ["exec", "-p", "dev", "--", "/bin/true"],
    }
    times: dict[tuple[str, int], list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        homes = {size: cache_session(arguments.program, pathlib.Path(folder, str(size)), size) | COMPLETED_LINE for size in sizes}
        for run in range(arguments.runs):
            for size, environment in homes.items():
                for name, command in others.items():
                    if name != "aws --version" or run % 10 == 0:
                        times.setdefault((name, 0), []).append(milliseconds(command, environment))
                for name, command in ours.items():
                    spent = milliseconds([arguments.program, *command], environment)
                    times.setdefault((name, size), []).append(spent)
    medians = {key: statistics.median(found) for key, found in times.items()}
    base = medians["/bin/true", 0]
    print("Milliseconds, and in brackets times /bin/true")
    print(f"{'':24}" + "".join(f"{size:>8} profiles" for size in sizes))
    for name in (*others, *ours):
        found = [medians[key] for key in ((name, 0), *((name, size) for size in sizes)) if key in medians]
        print(f"{name:24}" + "".join(f"{median:10.2f} {f'({median / base:.1f})':>6}" for median in found))


if __name__ == "__main__":
    main()
