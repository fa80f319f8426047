#!/usr/bin/env python3
"""What the integration adds to a shell's start: bench_shell_start.py PROGRAM [--runs N]

Times real shells in a pseudo-terminal from the start of the process to the first prompt: with ours, direnv's and zoxide's
hook; and with ours in homes with 0, 1,000 and 10,000 profiles, in each state that a shell can begin in. Medians, all taking
turns.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import statistics
import tempfile
import time

import bench_files
import bench_hook


def medians(shell: str, variants: dict[str, tuple[str, pathlib.Path | None]], path: str, runs: int) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in variants}
    for _ in range(runs):
        for name, (rc, files) in variants.items():
            one = bench_hook.Shell(shell, rc, path, files=files)
            times[name].append(one.started)
            one.close()
    return {name: statistics.median(spent) for name, spent in times.items()}


def assign(shell: str, name: str, value: str) -> str:
    return f"set -gx {name} {value}\n" if shell == "fish" else f"export {name}={value}\n"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--runs", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(pathlib.Path(options.program).resolve(), f"{folder}/aws-mfa-session")
        path = f"{folder}:{os.environ['PATH']}"
        print("the start of a shell, in ms beside no hook")
        for shell in bench_hook.RC_FILES:
            evaluate = {
                "no hook": "",
                "aws-mfa-session": bench_hook.evaluate(shell, f"aws-mfa-session init {shell}"),
                "direnv": bench_hook.evaluate(shell, f"direnv hook {shell}"),
                "zoxide": bench_hook.evaluate(shell, f"zoxide init {shell}"),
            }
            found = medians(shell, {name: (rc, None) for name, rc in evaluate.items()}, path, options.runs)
            row = "".join(f"{name:>18} {found[name] - found['no hook']:+6.1f}" for name in list(evaluate)[1:])
            print(f"  {shell:6}{row}")

        counts = (0, 1000, 10_000)
        homes = {}
        for count in counts:
            homes[count] = pathlib.Path(folder, str(count))
            homes[count].mkdir()
            bench_files.write_home(homes[count], count)
        print(f"the first prompt, in ms with {counts} profiles, and times the first")
        now = int(time.time())
        for shell in bench_hook.RC_FILES:
            ours = bench_hook.evaluate(shell, f"aws-mfa-session init {shell}")
            states = {
                "no session": "",
                "live session": bench_hook.session(shell, now + 36_000) + "\n",
                "expired session": bench_hook.session(shell, now - 600) + "\n",
                "AWS_PROFILE with a device": assign(shell, "AWS_PROFILE", "account-900"),
                "AWS_PROFILE without one": assign(shell, "AWS_PROFILE", "account-x"),
            }
            for state, rc in states.items():
                variants = {str(count): (rc + ours, homes[count] / ".aws") for count in counts}
                found = list(medians(shell, variants, path, options.runs).values())
                row = "".join(f"{spent:8.1f} ({spent / found[0]:4.2f})" for spent in found)
                print(f"  {shell:6}{state:28}{row}")


if __name__ == "__main__":
    main()
