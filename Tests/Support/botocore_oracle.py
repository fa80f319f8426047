#!/usr/bin/env python3
"""Asks botocore what it makes of configuration files, endpoints and signatures; the tests hold our answers against it.

    botocore_oracle.py read PATH... | read -      one JSON line for each file
    botocore_oracle.py generate COUNT SEED DIR    odd files to read
    botocore_oracle.py merge CREDENTIALS CONFIG   the profiles of both files together
    botocore_oracle.py endpoints                  where requests to STS and IAM go
    botocore_oracle.py vectors                    signatures, Version 4
"""

from __future__ import annotations

import datetime
import io
import json
import os
import random
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import botocore.auth
import botocore.awsrequest
import botocore.config
import botocore.configloader
import botocore.credentials
import botocore.exceptions
import botocore.session

# MARK: Files


def read(path: str) -> dict[str, Any]:
    """What botocore reads in one file."""
    try:
        sections = botocore.configloader.raw_config_parse(path)
    except Exception as error:  # whatever it is, the answer is its name
        cause = getattr(error, "kwargs", {}).get("error")
        return {"path": path, "error": type(error).__name__, "cause": cause and type(cause).__name__}
    mapped = botocore.configloader.build_profile_map(sections)
    return {
        "path": path,
        "sections": pairs(sections),
        "profiles": pairs(mapped["profiles"]),
        "services": pairs(mapped["services"]),
        "error": None,
    }


def pairs(value: Any) -> Any:
    """Dictionaries as lists of pairs: a reader in Swift would take canonically equivalent keys for the same one."""
    return [[key, pairs(inner)] for key, inner in value.items()] if isinstance(value, dict) else value


def merge(credentials: str, config: str) -> Any:
    """The profiles of a session that has these two files."""
    try:
        return pairs(session(AWS_SHARED_CREDENTIALS_FILE=credentials, AWS_CONFIG_FILE=config).full_config["profiles"])
    except Exception as error:
        return {"error": type(error).__name__}


def session(**environment: str) -> botocore.session.Session:
    """A session that knows nothing of the machine that it runs on."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update({"AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_CONFIG_FILE": "/dev/null"} | environment)
    return botocore.session.Session()


# MARK: Odd files

# What `str.isspace` and `\s` know; the first two far more often than the others.
SPACES = list(" \t") * 12 + list("\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2003\u2028\u2029\u202f\u205f\u3000")
# What looks like white space, or is invisible, and is neither.
NOT_SPACES = list("\x00\x08\x1a\x7f\u180e\u200b\u200d\u2060\ufeff")
NAMES = ["default", "dev", "prod", "my profile", "a.b/c@d", "Dev", "é", "e\u0301", "日本", "x]y", "#1", "-", "ΑΣ", "1"]
KEYS = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token", "region", "output", "role_arn", "mfa_serial"]
KEYS += ["source_profile", "credential_process", "s3", "sso_session", "services", "Key", "a b", "É", "ΟΔΟΣ", "İ", "[a", "a]"]
VALUES = ["us-east-1", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "a=b", "a = b", "x:y", "1", ""]
VALUES += ["arn:aws:iam::123456789012:mfa/me", "a # b", "a ; b", "a#b", "#", '"quoted"', "'x y'", 'a\\"b', "C:\\aws\\x"]
VALUES += ["%(x)s", "%", "${HOME}", "~/x", "é", "日本語", "[x]", "=", "= =", ":", '"open', "tail\\", "𝒳", "\ufeffa", "FwoGZXIv=="]
ALPHABET = list("[]=:#;\"'\\ \tab\n") + ["\u2028", "\x0b", "\xa0", "profile ", "default"]


class Fuzzer:
    """Writes files that are nearly, but not always, what `configparser` takes."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)
        self.used: set[str] = set()

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def one(self, *choices: Callable[[], str] | str) -> str:
        choice = self.random.choice(choices)
        return choice if isinstance(choice, str) else choice()

    def file(self) -> bytes:
        """A file, mostly of few lines."""
        self.used.clear()
        if self.chance(0.05):
            text = "[a]\n" + "".join(self.random.choices(ALPHABET, k=self.random.randint(1, 25)))
        else:
            lines = [line for _ in range(self.random.choice([1, 1, 1, 2, 2, 3])) for line in self.section()]
            if self.chance(0.2):
                lines[:0] = [self.interruption()]
            if self.chance(0.02):
                lines[:0] = [self.key_and_value()]
            if self.chance(0.02):
                lines = [line for line in lines if not line.startswith("[")]
            text = "\n".join(lines) + self.one("\n", "\n", "", "\n\n")
        if self.chance(0.1):
            text = self.mutated(text)
        if self.chance(0.02):
            text = "\ufeff" + text
        breaks = self.random.choice(["\n"] * 16 + ["\r\n"] * 3 + ["\r", "mixed"])
        if breaks == "mixed":
            text = re.sub("\n", lambda _: self.one("\n", "\r\n", "\r", "\n\r"), text)
        data = text.replace("\n", breaks).encode() if breaks in ("\r\n", "\r") else text.encode()
        if self.chance(0.03):
            at = self.random.randint(0, len(data))
            odd = [b"\xff", b"\xc3", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80", b"\x00", b"\xef\xbf\xbf"]
            data = data[:at] + self.random.choice(odd) + data[at:]
        return data

    def large_file(self, count: int = 1000) -> bytes:
        """Many plain sections, as tools generate them, and in most files an odd one among them."""
        sections = []
        for number in range(count):
            header = self.one(f"[profile account-{number}]", f"[account-{number}]", f'[profile "account {number}"]')
            lines = [header, "region = eu-west-1", f"role_arn = arn:aws:iam::{number:012}:role/admin"]
            if self.chance(0.05):
                lines += ["s3 =", "    addressing_style = path"]
            if self.chance(0.05):
                lines += ["", "# über"]
            sections.append("\n".join(lines))
        for _ in range(self.random.choice([0, 1, 1, 1, 2])):
            odd = self.one(*["\n".join(self.section())] * 3, self.random.choice(sections), "key", "\ufeff")
            sections.insert(self.random.randint(0, count), odd)
        return ("\n".join(sections) + self.one("\n", "")).encode()

    def mutated(self, text: str) -> str:
        """The text with one character more, fewer or in another place."""
        at, other = (self.random.randint(0, len(text)) for _ in range(2))
        inserted = self.random.choice(SPACES + NOT_SPACES + ALPHABET)
        return self.one(text[:at] + inserted + text[at:], text[:at] + text[at + 1 :], text[:at] + text[other:])

    def section(self) -> Iterator[str]:
        """A header and what stands below it."""
        yield self.unique(self.header)
        base = self.one("", "", "", "", "", " ", "  ", "\t") if self.chance(0.3) else ""
        for _ in range(self.random.choice([0, 1, 1, 2, 2, 3, 4])):
            indent = base if self.chance(0.9) else self.space()
            entry = self.unique(self.key_and_value)
            yield indent + entry
            yield from self.continuation(entry, len(indent))
            if self.chance(0.15):
                yield self.interruption()
            if self.chance(0.04):
                yield self.one("key", "= value", ": value", "[]", "[open", "x", "\u200b", "'")

    def unique(self, make: Callable[[], str]) -> str:
        """What this makes, hardly ever twice in a file: that is refused."""
        made = make()
        while (name := re.split("[=:]", made)[0].strip().lower()) in self.used and not self.chance(0.12):
            made = make()
        self.used.add(name)
        if made.startswith("["):
            self.used = {name for name in self.used if name.startswith("[")}
        return made

    def header(self) -> str:
        name = self.random.choice(NAMES)
        kind = self.one("profile", "profile", "profile", "sso-session", "services", "profiles", "profilex", "Profile")
        quoted = self.one(f'"{name}"', f"'{name}'", name.replace(" ", "\\ "), name, name)
        odd = ["plugins", "DEFAULT", "Default", " default", "default ", "DEFAULT ", "profile", "profile a b", '"profile x"']
        odd += ["profile 'open", "profile back\\", 'profile"x" y', "profile ''", '"default"', " profile x ", "]", "[a]", "  "]
        title = self.one(name, *[f"{kind} {quoted}"] * 4, f"{kind}{self.space()}{quoted}{self.space()}")
        title = self.random.choice(odd) if self.chance(0.15) else title
        after = self.one(" # comment", ";c", " ]", " x = 1", "]", self.space) if self.chance(0.15) else ""
        return (self.space() if self.chance(0.05) else "") + f"[{title}]{after}"

    def key_and_value(self) -> str:
        key = self.random.choice(KEYS)
        key = self.one(key, key, key.upper(), key.title())
        value = self.random.choice(VALUES) + (self.space() if self.chance(0.2) else "")
        if self.chance(0.2):
            value = self.one("", "", self.space)
        delimiter = self.one(" = ", " = ", "=", ":", " : ", f"{self.space()}={self.space()}")
        return key + delimiter + value

    def continuation(self, entry: str, indent: int) -> Iterator[str]:
        """Lines that belong to the key above, nested settings where its value is empty."""
        empty = re.search(r"^.*?[=:]\s*$", entry)
        if not self.chance(0.8 if empty else 0.1):
            return
        for _ in range(self.random.choice([1, 1, 2, 3])):
            deeper = " " * indent + (self.one(" ", "  ", "\t") if self.chance(0.8) else self.space())
            nested = self.one("addressing_style = path", "Key=Value", "a = b = c", "a=", " = b", "a\u2028 = b", "a = b\x1fc")
            odd = self.one("nested", "a : b", "[x]", "a = b\vc", "a = b\u2028c = d", "x", "a\x1e=b\x85c=d")
            if self.chance(0.15):
                yield self.interruption()
            yield deeper + (nested if empty and not self.chance(0.15) else self.one(odd, nested))

    def interruption(self) -> str:
        """A line that says nothing."""
        comment = self.one("#", ";") + self.one(" comment", "", " [x]", "key = value", " é")
        return self.one("", "", self.space, comment, self.space() + comment)

    def space(self) -> str:
        """A little white space."""
        return "".join(self.random.choices(SPACES, k=self.random.randint(0, 2)))


def generate(count: int, seed: str, directory: Path, large: bool = False) -> dict[str, int]:
    """Writes that many files; the same seed writes the same ones."""
    directory.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        fuzzer = Fuzzer(f"{seed}/{number}")
        (directory / f"{number:05}").write_bytes(fuzzer.large_file() if large else fuzzer.file())
    return {"generated": count}


# MARK: Endpoints

# Regions that AWS does not have, one to a partition.
MADE_UP = ["us-moon-1", "cn-moon-1", "eusc-de-moon-1", "us-iso-moon-1", "us-isob-moon-1"]
MADE_UP += ["eu-isoe-moon-1", "us-isof-moon-1", "us-gov-moon-1", "moon-1", "localhost"]


def endpoints() -> Iterator[dict[str, Any]]:
    """Where requests really go: seen in what a client would have sent."""
    partitions = session().get_component("data_loader").load_data("partitions")["partitions"]
    regions = [region for partition in partitions for region in partition["regions"]] + MADE_UP
    for service, legacy in [("sts", False), ("sts", True), ("iam", False)]:
        asking = session(AWS_STS_REGIONAL_ENDPOINTS="legacy" if legacy else "regional")
        for region in regions:
            for fips, dualstack in [(False, False), (False, True), (True, False), (True, True)]:
                answer = {"service": service, "region": region, "fips": fips, "dualstack": dualstack, "legacy": legacy}
                yield answer | destination(asking, service, region, fips, dualstack)


class Intercepted(Exception):
    """Stops a request when it is ready to be sent."""


def intercept(request: botocore.awsrequest.AWSPreparedRequest, **_: Any) -> None:
    raise Intercepted(request)


def destination(
    asking: botocore.session.Session, service: str, region: str, fips: bool, dualstack: bool
) -> dict[str, str | None]:
    """The URL and the signing region of a request."""
    config = botocore.config.Config(use_fips_endpoint=fips, use_dualstack_endpoint=dualstack)
    try:
        client = asking.create_client(
            service, region, aws_access_key_id=EXAMPLE_ID, aws_secret_access_key=EXAMPLE_SECRET, config=config
        )
        client.meta.events.register("before-send", intercept)
        client.get_session_token() if service == "sts" else client.list_mfa_devices()
    except Intercepted as intercepted:
        request = intercepted.args[0]
    except Exception as error:
        return {"url": None, "signing_region": None, "error": type(error).__name__}
    scope = request.headers["Authorization"].decode().split("/")
    return {"url": request.url, "signing_region": scope[2], "error": None}


# MARK: Signatures

EXAMPLE_ID, EXAMPLE_SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
EXAMPLE_TIME = 1440938160
FORM = "application/x-www-form-urlencoded; charset=utf-8"
TOKEN = "FwoGZXIvYXdzEBYaDFAKE+/token/of/no/worth==" * 4
STS_BODY = "Action=GetSessionToken&Version=2011-06-15"
MFA_BODY = STS_BODY + "&DurationSeconds=43200&SerialNumber=arn%3Aaws%3Aiam%3A%3A123456789012%3Amfa%2Fme&TokenCode=123456"


def vector(
    name: str,
    url: str = "https://sts.amazonaws.com/",
    body: str = STS_BODY,
    *,
    method: str = "POST",
    key: tuple[str, str] = (EXAMPLE_ID, EXAMPLE_SECRET),
    token: str | None = None,
    region: str = "us-east-1",
    service: str = "sts",
    timestamp: int = EXAMPLE_TIME,
    content_type: str | None = FORM,
) -> dict[str, Any]:
    """A request, and how botocore signs it."""
    now = datetime.datetime.fromtimestamp(timestamp, datetime.timezone.utc)
    headers = {"Content-Type": content_type} if content_type else {}
    request = botocore.awsrequest.AWSRequest(method=method, url=url, headers=headers, data=body.encode())
    signer = botocore.auth.SigV4Auth(botocore.credentials.Credentials(*key, token), service, region)
    with mock.patch("botocore.auth.get_current_datetime", return_value=now):
        signer.add_auth(request)
    authorization = request.headers["Authorization"]
    del request.headers["Authorization"]
    canonical = signer.canonical_request(request)
    return {
        "name": name,
        "method": method,
        "url": url,
        "headers": dict(sorted(signer.headers_to_sign(request).items())),
        "body": body,
        "access_key_id": key[0],
        "secret_access_key": key[1],
        "session_token": token,
        "region": region,
        "service": service,
        "timestamp": timestamp,
        "canonical_request": canonical,
        "string_to_sign": signer.string_to_sign(request, canonical),
        "authorization": authorization,
    }


def vectors() -> Iterator[dict[str, Any]]:
    """Requests like those to STS and IAM."""
    iam = "https://iam.amazonaws.com/"
    yield vector("get-session-token")
    yield vector("get-session-token-with-mfa", body=MFA_BODY)
    yield vector("get-caller-identity", body="Action=GetCallerIdentity&Version=2011-06-15")
    yield vector("list-mfa-devices", iam, "Action=ListMFADevices&Version=2010-05-08", service="iam")
    yield vector("list-access-keys", iam, "Action=ListAccessKeys&Version=2010-05-08&UserName=me%2Byou", service="iam")
    yield vector("empty-body", body="")
    yield vector("session-token", token=TOKEN)
    yield vector("session-token-and-empty-body", body="", token="short")
    yield vector("iam-with-session-token", iam, "Action=GetUser&Version=2010-05-08", service="iam", token=TOKEN)
    yield vector("utf-8-percent-encoded", body="Action=GetUser&UserName=J%C3%BCrgen%20%E6%97%A5%E6%9C%AC%20%F0%9D%92%B3")
    yield vector("utf-8-unencoded", body="Action=GetUser&UserName=Jürgen 日本 𝒳")
    yield vector("plus-and-tilde", body="Action=GetUser&UserName=a+b%2Bc~d-e_f.g%2A")
    yield vector("body-of-several-blocks", body=STS_BODY + "&Padding=" + "0123456789abcdef" * 300)
    yield vector("secret-with-slashes", key=("AKIAIOSFODNN7EXAMPLE", "/a/b//FAKE/" * 3 + "EXAMPLE"))
    yield vector("secret-with-pluses", key=("ASIAIOSFODNN7EXAMPLE", "+FAKE++example+" * 3), token=TOKEN)
    yield vector("secret-of-one-character", key=("AKIAIOSFODNN7EXAMPLE", "x"))
    yield vector("secret-longer-than-a-block", key=("AKIAIOSFODNN7EXAMPLE", "FAKE/example+" * 20))
    yield vector("regional", "https://sts.eu-central-1.amazonaws.com/", MFA_BODY, region="eu-central-1")
    yield vector("china", "https://sts.cn-north-1.amazonaws.com.cn/", region="cn-north-1")
    yield vector("govcloud", "https://sts.us-gov-west-1.amazonaws.com/", region="us-gov-west-1")
    yield vector("dual-stack", "https://sts.us-west-2.api.aws/", region="us-west-2", token=TOKEN)
    yield vector("port", "http://localhost:4566/")
    yield vector("port-and-ipv6", "http://[::1]:4566/", token="t")
    yield vector("default-port-and-capitals", "https://STS.Example.COM:443/")
    yield vector("path", "https://gateway.example.com:8443/aws/sts/", MFA_BODY)
    yield vector("path-with-escapes", "https://gateway.example.com/a%20b/c~d")
    yield vector("no-path", "https://sts.amazonaws.com")
    yield vector("leap-day", timestamp=1709251199)
    yield vector("first-second-of-a-year", timestamp=1767225600)
    yield vector("beginning-of-the-epoch", timestamp=0)


# MARK: Commands


def main(arguments: list[str]) -> None:
    match arguments:
        case ["read", "-"]:
            paths = io.TextIOWrapper(sys.stdin.buffer, "utf-8", "surrogateescape", newline="\n")
            for path in paths:
                print(json.dumps(read(path.removesuffix("\n"))))
        case ["read", _, *_]:
            for path in arguments[1:]:
                print(json.dumps(read(path)))
        case ["generate", count, seed, directory]:
            print(json.dumps(generate(int(count), seed, Path(directory))))
        case ["generate-large", count, seed, directory]:
            print(json.dumps(generate(int(count), seed, Path(directory), large=True)))
        case ["merge", credentials, config]:
            print(json.dumps(merge(credentials, config)))
        case ["endpoints"]:
            print(json.dumps(list(endpoints()), indent=1))
        case ["vectors"]:
            print(json.dumps(list(vectors()), indent=1))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    if not sys.flags.utf8_mode:
        # configparser opens files in the encoding of the locale; ours is always UTF-8.
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.argv])
    main(sys.argv[1:])
