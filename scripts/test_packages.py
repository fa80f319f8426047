#!/usr/bin/env python3
"""Installs and uses the packages in bare Debian systems: test_packages.py VERSION DEBIAN_VERSION

.build/dist has the packages (make dist deb). The systems are made by debootstrap, once, below .build/bare; each test has a
copy. AWS is the emulator, on the loopback interface that a chroot shares. Takes root.
"""

from __future__ import annotations

import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import sys
import time

from emulated_aws import ROOT, Emulator, write_profile

DIST = ROOT / ".build/dist"
BARE = ROOT / ".build/bare"
VERSION, DEBIAN_VERSION = sys.argv[1:3]
PROGRAM = "aws-mfa-session"
# The packages of libcurl before and after Debian's change to 64-bit times, and the one against GnuTLS.
LIBCURL = {"bookworm": "libcurl4", "trixie": "libcurl4t64", "sid": "libcurl3t64-gnutls"}


def check(holds: bool, what: str, said: object = "") -> None:
    print(f"  {'ok' if holds else 'FAILED'}: {what}", flush=True)
    if not holds:
        sys.exit(f"{what}\n{said}")


def mirror() -> str:
    """The mirror that this machine has for its own release."""
    files = [pathlib.Path("/etc/apt/sources.list"), *pathlib.Path("/etc/apt/sources.list.d").glob("*")]
    text = "\n".join(file.read_text() for file in files if file.is_file())
    found = re.search(r"^(?:URIs: *|deb +(?:\[[^]]*\] *)?)(\S+/debian)/?\s", text, re.M)
    return found[1] if found else sys.exit("no Debian mirror in apt's sources")


class System:
    """A bare Debian system, in a folder that goes when the test is over."""

    def __init__(self, suite: str) -> None:
        bare = BARE / suite
        if not bare.exists():
            new = BARE / f"{suite}.new"
            shutil.rmtree(new, ignore_errors=True)
            BARE.mkdir(exist_ok=True)
            subprocess.run(["debootstrap", "--variant=minbase", suite, str(new), mirror()], check=True, stdout=subprocess.DEVNULL)
            new.rename(bare)
        self.root = BARE / f"{suite}.used"
        shutil.rmtree(self.root, ignore_errors=True)
        subprocess.run(["cp", "-a", str(bare), str(self.root)], check=True)
        shutil.copy("/etc/resolv.conf", self.root / "etc/resolv.conf")
        (self.root / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")
        (self.root / "usr/sbin/policy-rc.d").chmod(0o755)
        # A mirror may stand still.
        (self.root / "etc/apt/apt.conf.d/99test").write_text('Acquire::Check-Valid-Until "false";\n')
        self.environment = {
            "HOME": "/root", "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LANG": "C.UTF-8", "TERM": "xterm",
            "NO_COLOR": "1", "DEBIAN_FRONTEND": "noninteractive",
        }  # fmt: skip

    def __enter__(self) -> System:
        # Programs find their terminal and their relatives there.
        for kind, place in (("proc", "proc"), ("devpts", "dev/pts")):
            (self.root / place).mkdir(exist_ok=True)
            subprocess.run(["mount", "-t", kind, kind, str(self.root / place)], check=True)
        return self

    def __exit__(self, *_: object) -> None:
        for place in ("proc", "dev/pts"):
            subprocess.run(["umount", "--lazy", str(self.root / place)], check=False)
        shutil.rmtree(self.root, ignore_errors=True)

    def run(self, command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["chroot", str(self.root), "/bin/sh", "-c", command], env=self.environment | variables, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def must(self, command: str) -> str:
        done = self.run(command)
        check(done.returncode == 0, command, done.stdout)
        return done.stdout

    def install(self, *packages: str) -> None:
        self.must("apt-get update -qq && apt-get install -y -qq --no-install-recommends " + " ".join(packages))


class Terminal:
    """A program in a system, at a terminal."""

    PATIENCE = 60

    def __init__(self, system: System, command: str) -> None:
        self.text = ""
        self.seen = 0
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            os.chroot(system.root)
            os.chdir("/root")
            os.execve("/bin/sh", ["sh", "-c", f"exec {command}"], system.environment)

    def expect(self, *texts: str) -> str:
        """Waits for one of several texts, or the end of the program."""
        end = time.monotonic() + self.PATIENCE
        while True:
            found = [(self.text.find(text, self.seen), text) for text in texts if text in self.text[self.seen :]]
            if found:
                at, text = min(found)
                self.seen = at + len(text)
                return text
            if not select.select([self.descriptor], [], [], max(0, end - time.monotonic()))[0]:
                sys.exit(f"{texts} did not appear:\n{self.text}")
            try:
                data = os.read(self.descriptor, 65536).decode(errors="replace")
            except OSError:
                return ""
            if "\x1b[c" in data or "\x1b[0c" in data:  # what fish asks a terminal
                os.write(self.descriptor, b"\x1b[?62c")
            self.text += data

    def type(self, text: str) -> None:
        os.write(self.descriptor, text.encode())

    def finish(self) -> int:
        while self.expect("\0"):
            pass
        os.close(self.descriptor)
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


def test_tarball(suite: str, emulator: Emulator) -> None:
    print(f"tarball in {suite}", flush=True)
    archive = next(DIST.glob(f"{PROGRAM}-{VERSION}-linux-*.tar.gz"))
    with System(suite) as system:
        shutil.copy(archive, system.root / "tmp/archive.tar.gz")
        system.must("cd /tmp && tar xzf archive.tar.gz && cd aws-mfa-session-* && sha256sum -c --quiet SHA256SUMS")
        system.must("cp -r /tmp/aws-mfa-session-*/bin /tmp/aws-mfa-session-*/share /usr/local")
        said = system.must(f"{PROGRAM} --version")
        check(said == f"{PROGRAM} {VERSION}\n", "--version", said)
        user = emulator.user(f"tarball-{suite}")
        write_profile(system.root / "root", user)
        system.environment["AWS_ENDPOINT_URL"] = emulator.url
        done = system.run(f"{PROGRAM} status dev")
        check(done.returncode == 1 and "has no session here" in done.stdout, "status", done.stdout)
        done = system.run(f"{PROGRAM} -p dev -c 123456 -e")
        check(done.returncode == 69 and "Install it: libcurl4" in done.stdout, "says what is missing", done.stdout)
        system.install(LIBCURL[suite])
        code = emulator.code(user)
        said = system.must(f'eval "$({PROGRAM} -p dev -c {code} -e)" && echo "$AWS_ACCESS_KEY_ID"')
        check("ASIA" in said, f"a session, with {LIBCURL[suite]}", said)
        said = system.must(f"{PROGRAM} status dev")
        check("dev" in said, "status of the session", said)
        terminal = Terminal(system, f"{PROGRAM} --verbose -p dev --force -e --format env")
        terminal.expect("MFA code for ")
        terminal.type(emulator.code(user, 1))
        check(terminal.finish() == 0 and "ASIA" in terminal.text, "a session by the prompt", terminal.text)


def test_deb(emulator: Emulator) -> None:
    print("Debian package in bookworm", flush=True)
    deb = next(DIST.glob(f"{PROGRAM}_{DEBIAN_VERSION}_*.deb"))
    subprocess.run(
        [ROOT / "scripts/deb.sh", "0.9.0-1", ".build/release/aws-mfa-session"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )
    older = next(DIST.glob(f"{PROGRAM}_0.9.0-1_*.deb"))
    with System("bookworm") as system:
        system.install("zsh", "fish", "man-db", "procps")
        shutil.move(older, system.root / "tmp/older.deb")
        shutil.copy(deb, system.root / "tmp/newer.deb")
        before = files(system)
        system.install("/tmp/older.deb")
        said = system.must(f"dpkg-query -W -f '${{Version}}' {PROGRAM}")
        check(said == "0.9.0-1", "the older version is installed", said)
        system.install("/tmp/newer.deb")
        said = system.must(f"dpkg-query -W -f '${{Version}}' {PROGRAM}")
        check(said == DEBIAN_VERSION, "the newer one takes its place", said)
        system.must(f"{PROGRAM} --version && man -w {PROGRAM} && man -w 5 {PROGRAM}")

        # A new user, from setup to a session in each shell.
        user = emulator.user("deb")
        write_profile(system.root / "root", user, with_serial=False)
        home = system.root / "root"
        (home / ".bashrc").write_text("PS1='ready> '\n")
        (home / ".zshrc").write_text("PS1='ready> '\n")
        (home / ".config/fish").mkdir(parents=True)
        (home / ".config/fish/config.fish").write_text("function fish_prompt; echo 'ready> '; end\n")
        stub = system.root / "usr/local/bin/aws"
        stub.write_text('#!/bin/sh\necho "key=$AWS_ACCESS_KEY_ID: $*"\n')
        stub.chmod(0o755)
        system.environment |= {"AWS_ENDPOINT_URL": emulator.url, "SHELL": "/bin/bash"}
        at_home = contents(home)
        setup = Terminal(system, f"{PROGRAM} setup")
        while question := setup.expect("[Y/n] ", "MFA code for "):
            setup.type("n\n" if "First session" in setup.text else "\n")
        check(setup.finish() == 0 and "mfa_serial" in (home / ".aws/config").read_text(), "setup", setup.text)
        for window, shell in enumerate(("bash", "zsh", "fish"), -1):
            session = Terminal(system, shell)
            session.expect("ready> ")
            system.must(f"{PROGRAM} clear --all")
            session.type("export AWS_PROFILE=dev; aws s3 ls\n")
            if session.expect("MFA code for ", "key=: ") != "MFA code for ":
                session.type("aws s3 ls\n")
                session.expect("MFA code for ")
            session.type(emulator.code(user, window))
            session.expect("key=ASIA")
            session.expect("s3 ls")
            check(True, f"the hook of {shell} asks, and the command has the session")
            session.expect("(aws:dev ")
            session.type("exit\n")
            session.finish()
        said = system.must(f"{PROGRAM} doctor; true")
        check("integration" not in said, "doctor finds the shells in order", said)
        system.must("rm -rf /root/.local/share /root/.cache /root/.*history /root/.config/fish/fish_variables")
        system.must("rm -rf /root/.config/fish/conf.d /root/.config/fish/completions /root/.config/fish/functions")
        undo = Terminal(system, f"{PROGRAM} setup --undo")
        while undo.expect("[Y/n] "):
            undo.type("\n")
        check(undo.finish() == 0 and contents(home) == at_home, "setup --undo brings back every byte", contents(home))

        system.must(f"dpkg --purge {PROGRAM}")
        system.must("apt-get autoremove --purge -y -qq")
        left = sorted(files(system) - before)
        check(not [path for path in left if PROGRAM in path], "purging it leaves nothing", left)


def files(system: System) -> set[str]:
    return set(system.run("find /etc /usr /var/lib -xdev ! -type d").stdout.splitlines())


def contents(folder: pathlib.Path) -> dict[str, bytes | None]:
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def main() -> None:
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        sys.exit("test_packages: needs root and debootstrap, for bare systems")
    emulator = Emulator()
    for suite in LIBCURL:
        test_tarball(suite, emulator)
    test_deb(emulator)


main()
