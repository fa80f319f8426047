#!/usr/bin/env python3
"""Records a session against the emulator as an animated SVG: picture.py PROGRAM OUTPUT

bash, the hook, the AWS CLI and the program are the real ones. Two things are not: nobody waits for the hour after which the session
expires (its end is set to the past, unseen), and typing takes as long as is pleasant to watch.
"""

from __future__ import annotations

import html
import os
import pathlib
import pty
import re
import select
import signal
import sys
import tempfile
import time

import pyte
from emulated_aws import ROOT, Emulator, write_profile

PROGRAM, OUTPUT = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
COLUMNS, ROWS = 74, 7
CELL, LINE, MARGIN = 8.43, 19, 16
COLOURS = {"default": "#d8dee9", "green": "#a3be8c", "brown": "#ebcb8b", "red": "#e06c75", "blue": "#81a1c1", "grey": "#7b8494"}
PROMPT = "$ "


class Recording:
    """A shell at a terminal, and what its screen showed for how long."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = pyte.Stream(self.screen)
        self.frames: list[tuple[tuple, float]] = []
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            os.execve("/bin/bash", ["bash", "--rcfile", environment["HOME"] + "/.bashrc", "-i"], environment)

    def wait(self, text: str) -> None:
        """Waits until the last line on the screen that says something ends with a text."""
        end = time.monotonic() + 30
        while True:
            while select.select([self.descriptor], [], [], 0.2)[0]:
                self.stream.feed(os.read(self.descriptor, 65536).decode())
            lines = [line.rstrip(" ") + " " for line in self.screen.display if line.strip()]
            if lines and lines[-1].endswith(text):
                return
            if time.monotonic() > end:
                sys.exit(f"{text!r} did not appear:\n" + "\n".join(self.screen.display))

    def show(self, seconds: float) -> None:
        self.frames.append((self.picture(), seconds))

    def picture(self) -> tuple:
        """The lines of the screen: runs of text with their colours."""
        lines = []
        for row in range(ROWS):
            cells = [self.screen.buffer[row][column] for column in range(COLUMNS)]
            runs: list[list[str]] = []
            for cell in cells:
                if runs and runs[-1][0] == cell.fg:
                    runs[-1][1] += cell.data
                else:
                    runs.append([cell.fg, cell.data])
            lines.append(tuple((colour, text) for colour, text in runs))
        return (tuple(lines), (self.screen.cursor.y, self.screen.cursor.x))

    def type(self, text: str, pace: float = 0.05) -> None:
        for character in text:
            os.write(self.descriptor, character.encode())
            end = time.monotonic() + 2
            before = self.picture()
            while self.picture() == before and time.monotonic() < end:
                if select.select([self.descriptor], [], [], 0.05)[0]:
                    self.stream.feed(os.read(self.descriptor, 65536).decode())
            self.show(pace)

    def enter(self, until: str, pause: float) -> None:
        os.write(self.descriptor, b"\r")
        self.wait(until)
        self.show(pause)

    def unseen(self, command: str) -> None:
        """Runs a command that the picture does not show."""
        os.write(self.descriptor, f"{command}; clear\r".encode())
        self.wait(PROMPT)


def record(emulator: Emulator, home: pathlib.Path) -> list[tuple[tuple, float]]:
    user = emulator.user("alice")
    write_profile(home, user)
    (home / "bin").mkdir()
    (home / "bin/aws-mfa-session").symlink_to(PROGRAM)
    (home / "bin/aws").symlink_to(ROOT / ".build/venv/bin/aws")
    (home / ".bashrc").write_text(f"PS1='{PROMPT}'\neval \"$(aws-mfa-session init bash)\"\n")
    environment = {
        "HOME": str(home), "PATH": f"{home}/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm-256color", "AWS_PAGER": "",
        "AWS_ENDPOINT_URL": emulator.url, "SHELL": "/bin/bash",
    }  # fmt: skip
    shell = Recording(environment)
    shell.wait(PROMPT)
    shell.show(1)
    whoami = "aws sts get-caller-identity --query Arn --output text"
    shell.type("aws-mfa-session use dev")
    shell.enter("MFA code for alice@123456789012: ", 1.2)
    shell.type(emulator.code(user), 0.18)
    shell.wait(f") {PROMPT}")
    shell.show(1.5)
    shell.type(whoami)
    shell.enter(PROMPT, 2)
    shell.unseen("aws-mfa-session clear --all 2>/dev/null; export AWS_MFA_SESSION_EXPIRES=$((EPOCHSECONDS - 180))")
    os.write(shell.descriptor, b"# an hour later, in any terminal\r")
    shell.wait(PROMPT)
    shell.show(2)
    shell.type(whoami)
    shell.enter("MFA code for alice@123456789012: ", 2)
    shell.type(emulator.code(user, 1), 0.18)
    shell.wait(PROMPT)
    shell.show(4)
    os.kill(shell.process, signal.SIGKILL)  # so that it writes no history
    os.waitpid(shell.process, 0)
    return shell.frames


def svg(frames: list[tuple[tuple, float]]) -> str:
    width, height = round(COLUMNS * CELL + 2 * MARGIN), ROWS * LINE + 2 * MARGIN + 24
    total = sum(seconds for _, seconds in frames)
    # Lines are drawn once each, and each frame refers to them.
    drawn: dict[tuple, str] = {}
    shown, rules, start = [], [], 0.0
    for number, ((lines, (y, x)), seconds) in enumerate(frames):
        parts = []
        for row, line in enumerate(lines):
            if not "".join(text for _, text in line).strip():
                continue
            name = drawn.setdefault(line, f"l{len(drawn)}")
            parts.append(f'<use href="#{name}" y="{row * LINE}"/>')
        parts.append(f'<rect x="{x * CELL:.1f}" y="{y * LINE + 4}" width="{CELL}" height="{LINE - 3}" class="cursor"/>')
        from_, to = 100 * start / total, 100 * (start + seconds) / total
        last = number == len(frames) - 1
        rules.append(
            f"@keyframes k{number}{{0%{{opacity:{0 if number else 1}}}{from_:.3f}%{{opacity:1}}"
            + ("100%{opacity:1}}" if last else f"{to:.3f}%{{opacity:0}}100%{{opacity:0}}}}")
            + f"#f{number}{{animation-name:k{number}}}"
        )
        shown.append(f'<g id="f{number}" class="frame{" last" if last else ""}">{"".join(parts)}</g>')
        start += seconds
    texts = "".join(
        f'<text id="{name}" y="{LINE - 4}" xml:space="preserve">'
        + "".join(f'<tspan fill="{COLOURS.get(c, COLOURS["default"])}">{html.escape(text)}</tspan>' for c, text in trimmed(line))
        + "</text>"
        for line, name in drawn.items()
    )
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">
<title>aws-mfa-session asks for an MFA code when a session has expired, and the command then runs with the new one</title>
<style>
text{{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}}
.cursor{{fill:#d8dee9;opacity:.6}}
.frame{{opacity:0;animation:{total:.2f}s step-end infinite}}
{"".join(rules)}
@media (prefers-reduced-motion:reduce){{.frame{{animation:none}}.last{{opacity:1}}}}
</style>
<defs>{texts}</defs>
<rect width="{width}" height="{height}" rx="8" fill="#242933"/>
<circle cx="20" cy="18" r="5" fill="#bf616a"/><circle cx="38" cy="18" r="5" fill="#ebcb8b"/><circle cx="56" cy="18" r="5" fill="#a3be8c"/>
<g transform="translate({MARGIN} {MARGIN + 20})">
{"".join(shown)}
</g>
</svg>
"""


def trimmed(line: tuple) -> list[tuple[str, str]]:
    """A line without the blanks at its end; comments in grey."""
    whole = "".join(text for _, text in line).rstrip()
    if re.search(r"\$ # ", whole):
        at = whole.index("# ")
        return [*cut(line, at), ("grey", whole[at:])]
    return cut(line, len(whole))


def cut(line: tuple, length: int) -> list[tuple[str, str]]:
    runs = []
    for colour, text in line:
        if length > 0:
            runs.append((colour, text[:length]))
        length -= len(text)
    return runs


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        frames = record(Emulator(), pathlib.Path(home))
    text = svg(frames)
    if re.search(r"A[KS]IA[A-Z0-9]{12}", text):
        sys.exit("the picture shows a key")
    OUTPUT.write_text(text)
    print(f"{OUTPUT}: {len(frames)} frames, {len(text) // 1024} KB")


main()
