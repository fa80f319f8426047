#!/usr/bin/env python3
"""Which functions and variables a short call uses: start_order.py PROGRAM >packaging/start-order.txt

The linker puts those together (--symbol-ordering-file), so that a start takes fewer pages of the program: the first use of a
page costs as much as thousands of instructions. Runs the calls that are made most often, with a session in the cache, under
valgrind, and prints the names in the order of first use: functions, and variables that are written.
PROGRAM is a build with symbols, at a fixed address. Needs valgrind and .build/venv (make order).
"""

from __future__ import annotations

import bisect
import pathlib
import subprocess
import sys
import tempfile

from bench_start import COMPLETED_LINE, cache_session

CALLS = [
    ["plan", "bash", "1"],
    ["hook", "bash", "1"],
    ["complete", "bash", "1"],
    ["credential-process", "-p", "dev"],
    ["status", "dev"],
    ["exec", "-p", "dev", "--", "/bin/true"],
    ["init", "bash"],
    ["--version"],
]


class Symbols:
    """The functions and variables of a program, by address."""

    def __init__(self, program: str) -> None:
        lines = subprocess.run(["nm", "-S", "--defined-only", program], stdout=subprocess.PIPE, text=True, check=True).stdout
        rows = [line.split() for line in lines.splitlines()]
        self.rows = sorted((int(row[0], 16), int(row[1], 16), row[2].upper(), row[3]) for row in rows if len(row) == 4)
        self.starts = [row[0] for row in self.rows]

    def names(self, address: int, kinds: str) -> list[str]:
        """Several where identical functions have been folded."""
        last = bisect.bisect_right(self.starts, address) - 1
        first = bisect.bisect_left(self.starts, self.starts[last]) if last >= 0 else 0
        rows = self.rows[first : last + 1]
        return [name for start, size, kind, name in rows if kind in kinds and start <= address < start + max(size, 1)]


def trace(program: str, call: list[str], environment: dict[str, str]) -> list[tuple[str, int]]:
    """What a call does, and at which addresses: I runs, S writes, M reads and writes; each once, in order."""
    with tempfile.NamedTemporaryFile() as log:
        command = ["valgrind", "--tool=lackey", "--trace-mem=yes", f"--log-file={log.name}", program, *call]
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        found: dict[tuple[str, int], None] = {}
        with open(log.name) as lines:
            for line in lines:
                if line[:2] in ("I ", " S", " M"):
                    kind, place = line.split()
                    found.setdefault((kind, int(place.partition(",")[0], 16)))
    return list(found)


def main() -> None:
    program = sys.argv[1]
    symbols = Symbols(program)
    order: dict[str, None] = {}
    with tempfile.TemporaryDirectory() as folder:
        environment = cache_session(program, pathlib.Path(folder), 10) | COMPLETED_LINE
        for call in CALLS:
            for kind, address in trace(program, call, environment):
                for name in symbols.names(address, "TW" if kind == "I" else "BDV"):
                    order.setdefault(name)
    print("# Made by `make order`: what a short call uses, in the order of first use, for the linker (scripts/start_order.py).")
    print("\n".join(order))


if __name__ == "__main__":
    main()
