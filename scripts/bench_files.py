#!/usr/bin/env python3
"""What long AWS files cost: bench_files.py PROGRAM

Measures commands in homes with 10 to 100,000 profiles, beside /bin/true: medians, and the most memory that a run held beyond
that in the smallest home, as a multiple of the files' size. Then, how fast the files are read: what `status` takes longer for
them than for the smallest ones.
"""

from __future__ import annotations

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time


def write_home(home: pathlib.Path, count: int) -> int:
    """Half of the profiles have keys, the others assume a role with them. Answers the size of both files."""
    (home / ".aws").mkdir()
    credentials, config = [], []
    for number in range(count):
        if number % 2 == 0:
            credentials.append(
                f"[account-{number}]\naws_access_key_id = AKIAIOSFODNN{number:08}\naws_secret_access_key = {number:040}\n"
            )
            config.append(f"[profile account-{number}]\nregion = eu-west-1\nmfa_serial = arn:aws:iam::{number:012}:mfa/a\n")
        else:
            role = f"role_arn = arn:aws:iam::{number:012}:role/admin\nsource_profile = account-{number - 1}\n"
            config.append(f"[profile account-{number}]\nregion = eu-west-1\n{role}")
    (home / ".aws/credentials").write_text("\n".join(credentials))
    (home / ".aws/config").write_text("\n".join(config))
    return sum((home / ".aws" / name).stat().st_size for name in ("credentials", "config"))


def milliseconds(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000


def memory(command: list[str], environment: dict[str, str]) -> int:
    """Kilobytes, at the most."""
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(child.pid, 0)
    child.returncode = 0
    return usage.ru_maxrss


def main() -> None:
    program = os.path.abspath(sys.argv[1])
    commands = {
        "plan": ["plan", "bash", "1"],
        "complete": ["complete", "bash", "1"],
        "status": ["status", "account-0"],
        "list": ["list"],
        "list --json": ["list", "--json"],
    }
    base = statistics.median(milliseconds(["/bin/true"], {}) for _ in range(50))
    print(f"/bin/true: {base:.1f} ms; below: times that, and in brackets memory in times the size of the files")
    print(f"{'profiles':>10}{'MB':>8}" + "".join(f"{name:>18}" for name in commands))
    least: dict[str, int] = {}
    smallest, speed = 0.0, 0.0
    for count in (10, 1000, 10_000, 100_000):
        with tempfile.TemporaryDirectory() as folder:
            home = pathlib.Path(folder)
            size = write_home(home, count)
            line = "aws-mfa-session use account-1"
            environment = {"HOME": folder, "PATH": os.environ["PATH"], "AWS_PROFILE": "account-0"}
            environment |= {"AWS_MFA_SESSION_LINE": line, "AWS_MFA_SESSION_REPLACED": "account-1"}
            row = f"{count:10}{size / 1e6:8.2f}"
            for name, arguments in commands.items():
                command = [program, *arguments]
                spent = [milliseconds(command, environment) for _ in range(3 if count > 10_000 else 15)]
                if name == "status":
                    smallest = smallest or statistics.median(spent)
                    speed = size / 1e6 / max(statistics.median(spent) - smallest, 1e-3) * 1000
                held = memory(command, environment)
                more = held - least.setdefault(name, held)
                row += f"{statistics.median(spent) / base:10.1f} ({more * 1024 / size:4.1f})"
            print(row)
    print(f"the largest files are read at {speed:.0f} MB/s")


if __name__ == "__main__":
    main()
