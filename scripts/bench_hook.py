#!/usr/bin/env python3
"""What a hook costs at a prompt: bench_hook.py PROGRAM [--cycles N]

Types `true` at real shells in a pseudo-terminal, with different hooks in their rc files, and measures the time
from Enter to the next prompt: the median over all cycles, the hooks taking turns so that what else the machine does hits
them alike. Then counts, with strace, the processes that a shell starts for a prompt and a command. For bash, also a line of
20 KB.
Needs bash, zsh, fish, direnv, zoxide and strace.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

PROMPT = b"ready> "
ANSWERS = {b"\x1b[c": b"\x1b[?62c", b"\x1b[6n": b"\x1b[1;1R"}  # what a terminal says when it is asked


def session(shell: str, expires: int) -> str:
    values = {
        "AWS_ACCESS_KEY_ID": "ASIAX",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_SESSION_TOKEN": "x",
        "AWS_MFA_SESSION_PROFILE": "dev",
        "AWS_MFA_SESSION_EXPIRES": str(expires),
    }
    form = "set -gx {} {}" if shell == "fish" else "export {}={}"
    return "\n".join(form.format(*item) for item in values.items())


def evaluate(shell: str, command: str) -> str:
    return f"{command} | source" if shell == "fish" else f'eval "$({command})"'


def variants(shell: str) -> dict[str, str]:
    ours = evaluate(shell, f"aws-mfa-session init {shell} --no-completions")
    now = int(time.time())
    return {
        "no hook": "",
        "aws-mfa-session, no session": ours,
        "aws-mfa-session, live session": f"{session(shell, now + 36_000)}\n{ours}",
        "aws-mfa-session, expired session": f"{session(shell, now - 600)}\n{ours}",
        "direnv": evaluate(shell, f"direnv hook {shell}"),
        "zoxide": evaluate(shell, f"zoxide init {shell}"),
    }


RC_FILES = {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"}
PROMPTS = {
    "bash": "PS1='ready> '",
    "zsh": "PROMPT='ready> '; unsetopt prompt_sp",
    "fish": "set -g fish_greeting; function fish_prompt; echo -n 'ready> '; end",
}


class Shell:
    """A shell at a terminal of its own."""

    def __init__(
        self, shell: str, rc: str, path: str, before: list[str] | None = None, files: pathlib.Path | None = None
    ) -> None:
        self.home = tempfile.mkdtemp()
        if files:
            os.symlink(files, f"{self.home}/.aws")
        file = pathlib.Path(self.home, RC_FILES[shell])
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{PROMPTS[shell]}\n{rc}\n")
        # Without this folder, fish would make completions out of all manual pages, in the background.
        pathlib.Path(self.home, ".local/share/fish/generated_completions").mkdir(parents=True)
        environment = {"HOME": self.home, "PATH": path, "TERM": "xterm", "LANG": "C.UTF-8"}
        start = time.perf_counter()
        command = [*(before or []), shutil.which(shell) or shell, "-i"]
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.execve(command[0], command, environment)
        self.await_prompt()
        self.started = (time.perf_counter() - start) * 1000
        """Milliseconds from the start of the process to the first prompt."""

    def await_prompt(self) -> None:
        seen = b""
        while PROMPT not in seen:
            if not select.select([self.terminal], [], [], 20)[0]:
                sys.exit(f"no prompt; the terminal showed {seen!r}")
            part = os.read(self.terminal, 65536)
            for question, answer in ANSWERS.items():
                if question in part:
                    os.write(self.terminal, answer)
            seen += part

    def cycle(self, line: bytes = b"true\r") -> float:
        start = time.perf_counter()
        os.write(self.terminal, line)
        self.await_prompt()
        return (time.perf_counter() - start) * 1e6

    def close(self) -> None:
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self.terminal)
        shutil.rmtree(self.home, ignore_errors=True)


def processes(shell: str, rc: str, path: str, cycles: int = 20) -> float:
    """Processes started per prompt and command."""
    with tempfile.NamedTemporaryFile() as log:
        traced = Shell(
            shell, rc, path, [shutil.which("strace") or "strace", "-f", "-qq", "-e", "trace=process", "-o", log.name]
        )
        traced.cycle()
        started = re.compile(rb"\b(?:v?fork|clone3?)\((?!.*CLONE_THREAD)")
        before = len(started.findall(pathlib.Path(log.name).read_bytes()))
        for _ in range(cycles):
            traced.cycle()
        after = len(started.findall(pathlib.Path(log.name).read_bytes()))
        traced.close()
    return (after - before) / cycles


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--cycles", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(pathlib.Path(options.program).resolve(), f"{folder}/aws-mfa-session")
        path = f"{folder}:{os.environ['PATH']}"
        print(f"{'':34}{'µs a cycle':>12}{'beside no hook':>16}{'processes':>12}")
        for shell in RC_FILES:
            measure(shell, path, options.cycles)
        measure_long_line(path)


def measure(shell: str, path: str, cycles: int) -> None:
    shells = {name: Shell(shell, rc, path) for name, rc in variants(shell).items()}
    times: dict[str, list[float]] = {name: [] for name in shells}
    for turn in range(cycles + 10):
        for name, one in shells.items():
            spent = one.cycle()
            if turn >= 10:
                times[name].append(spent)
    medians = {name: statistics.median(spent) for name, spent in times.items()}
    print(shell)
    for name, rc in variants(shell).items():
        shells[name].close()
        more = medians[name] - medians["no hook"]
        print(f"  {name:32}{medians[name]:12.0f}{more:+16.0f}{processes(shell, rc, path):12.1f}")


def measure_long_line(path: str) -> None:
    """What a line of 20 KB takes in bash when it is looked at, as the session has expired, beside 200 aliases."""
    aliases = "".join(f"\nalias a{number}='ls -l {number}'" for number in range(200))
    line = b": '" + b"x y " * 5000 + b"'\r"
    rcs = variants("bash")
    shells = {name: Shell("bash", rcs[name] + aliases, path) for name in ("no hook", "aws-mfa-session, expired session")}
    print("bash, a line of 20 KB")
    for name, one in shells.items():
        one.cycle()
        print(f"  {name:32}{statistics.median(one.cycle(line) for _ in range(15)):12.0f}")
        one.close()


if __name__ == "__main__":
    main()
