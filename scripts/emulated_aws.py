"""STS and IAM of the tests, for scripts: an emulator on the loopback interface, which ends with the script."""

from __future__ import annotations

import json
import pathlib
import subprocess
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent


class Emulator:
    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [ROOT / ".build/venv/bin/python", ROOT / "Tests/Support/sts_emulator.py", "--until-stdin-closes"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout
        self.url = json.loads(self.process.stdout.readline())["url"]

    def user(self, name: str) -> dict[str, str]:
        """A new user with a key and a virtual MFA device: its id, secret and serial."""
        body = json.dumps({"name": name, "devices": [{"kind": "virtual"}]}).encode()
        user = json.load(urllib.request.urlopen(self.url + "/_emulator/users", body))
        return {"id": user["access_key_id"], "secret": user["secret_access_key"], "serial": user["devices"][0]["serial"]}

    def code(self, user: dict[str, str], window: int = 0) -> str:
        """What the device shows, now or some windows of 30 seconds from now."""
        query = f"serial={user['serial']}&window={window}"
        return json.load(urllib.request.urlopen(f"{self.url}/_emulator/code?{query}"))["code"]


def write_profile(home: pathlib.Path, user: dict[str, str], with_serial: bool = True) -> None:
    """The AWS files of a home folder, with a profile `dev`."""
    folder = home / ".aws"
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / "credentials").write_text(
        f"[dev]\naws_access_key_id = {user['id']}\naws_secret_access_key = {user['secret']}\n"
    )
    (folder / "credentials").chmod(0o600)
    serial = f"mfa_serial = {user['serial']}\n" if with_serial else ""
    (folder / "config").write_text(f"[profile dev]\nregion = eu-west-1\n{serial}")
