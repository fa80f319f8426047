#!/usr/bin/env python3
"""Runs the tests of the shell integration in the shells of several Debian releases: test_shells.py [SUITE ...]

Each is a folder that shells.sh has unpacked into .build/shells, or "system". Prints a table: what holds in which versions.
The tests must be built (swift build --build-tests).
"""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
GROUPS = "Hook|HookSettings|UnrecordedLine|Neighbour|Marker|Use|Subshell|Plan|Completion|Init|Picker|Waiting|Refresh|Doctor|Setup"
SHELLS = ("bash", "zsh", "fish")


def shell(suite: str, name: str) -> str:
    return name if suite == "system" else str(ROOT / ".build/shells" / suite / "usr/bin" / name)


def version(suite: str, name: str) -> str:
    said = subprocess.run([shell(suite, name), "--version"], capture_output=True, text=True).stdout
    found = re.search(r"\d+(\.\d+)+", said)
    return found[0] if found else "?"


def results(suite: str) -> tuple[dict[str, str], bool]:
    """What each group of tests came to, and whether all passed."""
    environment = dict(os.environ)
    environment.pop("TEST_SUITE", None)
    if suite != "system":
        environment["TEST_SUITE"] = suite
    command = ["swift", "test", "--skip-build", "--filter", rf"IntegrationTests\.({GROUPS})Tests/"]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    found = {name: "yes" if mark == "✔" else "no" for mark, name in re.findall(r"([✔✘]) Suite \"(.*?)\" ", run.stdout)}
    if run.returncode != 0 or not found:
        # A failure goes on, with what the terminal showed, until the next line of the test runner.
        failures = re.findall(r"^✘.*(?:\n(?![◇✔✘]).*)*", run.stdout, re.M)
        print(f"{suite}:", *failures or [run.stdout + run.stderr], sep="\n", file=sys.stderr)
    return found, run.returncode == 0 and bool(found)


def main() -> None:
    suites = sys.argv[1:] or ["system", "bullseye", "trixie", "sid"]
    missing = [suite for suite in suites if suite != "system" and not (ROOT / ".build/shells" / suite).is_dir()]
    if missing:
        print(f"Not unpacked, and so not tested: {', '.join(missing)} (scripts/shells.sh, on Debian)", file=sys.stderr)
    suites = [suite for suite in suites if suite not in missing]
    found = {suite: results(suite) for suite in suites}
    print("| | " + " | ".join(", ".join(f"{name} {version(suite, name)}" for name in SHELLS) for suite in suites) + " |")
    print("|---" * (len(suites) + 1) + "|")
    for group in sorted({group for groups, _ in found.values() for group in groups}):
        print(f"| {group.rstrip(',')} | " + " | ".join(found[suite][0].get(group, "-") for suite in suites) + " |")
    if not all(passed for _, passed in found.values()):
        sys.exit(1)


if __name__ == "__main__":
    main()
