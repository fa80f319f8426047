#!/usr/bin/env python3
"""Stands in for STS and IAM on the loopback interface, for the tests and the demo.

    sts_emulator.py [--port PORT] [--tls DIRECTORY] [--until-stdin-closes]
    sts_emulator.py --code SEED       the code an authenticator shows now

Once ready it prints one line of JSON, {"url", "tls_url", "ca_bundle"}: with --tls it also speaks TLS, on another port.
What is under /_emulator/ controls it, in JSON:

    POST users     {name?, path?, account?, devices?: [{kind, name?}], deny?: ["iam:ListMFADevices"]}
    POST roles     {name, account?, external_id?, require_mfa?, trusts?: [ARN], max_session_duration?}
    POST faults    {access_key_id, action, kind, count?, seconds?, status?, code?, message?}
    POST release   {access_key_id}                    lets go of the answers that "hold" keeps back
    POST clock     {access_key_id, offset}            seconds that this user's clock runs ahead
    POST limit     {access_key_id, seconds}           how long this user's sessions last at most
    POST revoke    {access_key_id}                    forgets the sessions that were made with this key
    GET  code      ?serial=S&window=0                 what the device shows (-1: before, 1: after)
    GET  requests  ?access_key_id=K&at_least=0        the log, once it has that many
    GET  health
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import secrets
import signal
import socket
import socketserver
import ssl
import struct
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from typing import Any

from aws_services import Accounts, Services, totp
from certificates import create_certificates
from query_protocol import Answer, AwsError, Request

CONTROL = "/_emulator/"

# MARK: The log


@dataclass
class Entry:
    """A request as it arrived; status and error come with the answer, if there is one."""

    action: str
    service: str | None
    access_key_id: str | None
    source_access_key_id: str | None
    region: str | None
    connection: int
    token_code: bool
    user_agent: str | None
    source_identity: str | None
    tags: dict[str, str]
    status: int | None = None
    error: str | None = None

    def is_of(self, access_key_id: str) -> bool:
        return access_key_id in (self.access_key_id, self.source_access_key_id)


class Log:
    def __init__(self, accounts: Accounts) -> None:
        self.accounts = accounts
        self.entries: list[Entry] = []
        self.arrival = threading.Condition()

    def add(self, request: Request, connection: int) -> Entry:
        signed, parameters = request.authorization, request.parameters
        credentials = signed and self.accounts.credentials.get(signed.access_key_id)
        entry = Entry(
            action=request.action,
            service=signed and signed.service,
            access_key_id=signed and signed.access_key_id,
            source_access_key_id=credentials and credentials.source,
            region=signed and signed.region,
            connection=connection,
            token_code="TokenCode" in parameters,
            user_agent=request.headers.get("User-Agent"),
            source_identity=parameters.get("SourceIdentity"),
            tags=session_tags(parameters),
        )
        with self.arrival:
            self.entries.append(entry)
            self.arrival.notify_all()
        return entry

    def of(self, access_key_id: str, at_least: int = 0) -> list[Entry]:
        """Waits for the requests a test expects, so that the test need not guess how long they take."""

        def found() -> list[Entry]:
            return [entry for entry in self.entries if entry.is_of(access_key_id)]

        with self.arrival:
            self.arrival.wait_for(lambda: len(found()) >= at_least, timeout=60)  # so that a wrong count fails
            return found()


def session_tags(parameters: dict[str, str]) -> dict[str, str]:
    keys = [name for name in parameters if name.startswith("Tags.member.") and name.endswith(".Key")]
    return {parameters[key]: parameters.get(key.removesuffix("Key") + "Value", "") for key in keys}


# MARK: Faults

REFUSALS = {  # the faults that are AWS's own errors: status, code and message unless told
    "status": (503, "ServiceUnavailable", "Service is unavailable"),
    "throttle": (400, "Throttling", "Rate exceeded"),
    "refuse": (403, "AccessDenied", "Access denied"),
}
GARBAGE = Answer(200, b"<GetSessionTokenResponse><GetSessionTokenResult><Credentials></")
PROXY_PAGE = Answer(503, b"<!DOCTYPE html><html><body><h1>503 Service Unavailable</h1></body></html>", "text/html")
KINDS = {*REFUSALS, "latency", "hold", "cut", "garbage", "html", "huge", "silence", "reset"}


@dataclass
class Fault:
    """What the next `count` requests of a key meet."""

    access_key_id: str
    kind: str
    action: str = "*"
    count: int = 1
    seconds: float = 1
    status: int | None = None
    code: str | None = None
    message: str | None = None
    released: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such kind of fault: {self.kind}")

    def concerns(self, entry: Entry) -> bool:
        return self.count > 0 and self.action in ("*", entry.action) and entry.is_of(self.access_key_id)

    def error(self) -> AwsError:
        status, code, message = REFUSALS[self.kind]
        return AwsError(self.status or status, self.code or code, self.message or message)


class Faults:
    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.lock = threading.Lock()

    def add(self, fault: Fault) -> None:
        self.faults.append(fault)

    def take(self, entry: Entry) -> Fault | None:
        with self.lock:
            fault = next((fault for fault in self.faults if fault.concerns(entry)), None)
            if fault:
                fault.count -= 1
            return fault

    def release(self, access_key_id: str) -> None:
        for fault in self.faults:
            if fault.access_key_id == access_key_id:
                fault.released.set()


# MARK: Control


class Control:
    """What the tests and the demo set up and look at."""

    def __init__(self, accounts: Accounts, lock: threading.Lock, log: Log, faults: Faults) -> None:
        self.accounts, self.lock, self.log, self.faults = accounts, lock, log, faults
        self.routes: dict[tuple[str, str], Callable[..., Any]] = {
            ("POST", "users"): self.create_user,
            ("POST", "roles"): self.create_role,
            ("POST", "faults"): self.create_fault,
            ("POST", "release"): self.release,
            ("POST", "clock"): self.set_clock,
            ("POST", "limit"): self.limit_sessions,
            ("POST", "revoke"): self.revoke,
            ("GET", "code"): self.code,
            ("GET", "requests"): self.requests,
            ("GET", "health"): self.health,
        }

    def answer(self, request: Request) -> Answer:
        """Whatever is wrong with a call, the answer tells, so that the test that made it can."""
        path = request.target.partition("?")[0]
        route = self.routes.get((request.method, path.removeprefix(CONTROL)))
        if not route:
            return self.json(404, {"error": f"no such call: {request.method} {path}"})
        try:
            arguments = json.loads(request.body) if request.method == "POST" else request.parameters
            return self.json(200, route(**arguments))
        except Exception as error:
            return self.json(400, {"error": f"{type(error).__name__}: {error}"})

    def json(self, status: int, content: Any) -> Answer:
        return Answer(status, json.dumps(content).encode(), "application/json")

    def create_user(
        self,
        name: str | None = None,
        path: str = "/",
        account: str = "123456789012",
        devices: list[dict[str, str]] | None = None,
        deny: list[str] | None = None,
    ) -> dict[str, Any]:
        name = name or f"user-{secrets.token_hex(4)}"
        with self.lock:
            key = self.accounts.create_user(account, name, path, frozenset(deny or []))
            made = [
                self.accounts.create_device(key.owner, device["kind"], device.get("name") or default)
                for device, default in zip(devices or [], device_names(name))
            ]
        return {
            "user": name,
            "account": account,
            "arn": key.arn,
            "access_key_id": key.access_key,
            "secret_access_key": key.secret_key,
            "devices": [{"serial": device.serial, "seed": device.seed} for device in made],
        }

    def create_role(
        self,
        name: str,
        account: str = "123456789012",
        external_id: str | None = None,
        require_mfa: bool = False,
        trusts: list[str] | None = None,
        max_session_duration: int = 43200,
    ) -> dict[str, str]:
        with self.lock:
            role = self.accounts.create_role(
                account,
                name,
                external_id=external_id,
                require_mfa=require_mfa,
                trusts=frozenset(trusts or []),
                max_session_duration=max_session_duration,
            )
        return {"arn": role.arn}

    def create_fault(self, **fault: Any) -> dict[str, Any]:
        self.faults.add(Fault(**fault))
        return {}

    def release(self, access_key_id: str) -> dict[str, Any]:
        self.faults.release(access_key_id)
        return {}

    def set_clock(self, access_key_id: str, offset: float) -> dict[str, Any]:
        self.accounts.credentials[access_key_id].owner.clock_offset = offset
        return {}

    def limit_sessions(self, access_key_id: str, seconds: float) -> dict[str, Any]:
        self.accounts.credentials[access_key_id].owner.session_limit = seconds
        return {}

    def revoke(self, access_key_id: str) -> dict[str, Any]:
        with self.lock:
            made = [key for key, session in self.accounts.credentials.items() if session.source == access_key_id]
            for key in made:
                del self.accounts.credentials[key]
        return {}

    def code(self, serial: str, window: str = "0") -> dict[str, str]:
        device = self.accounts.devices[serial]
        return {"code": totp(device.seed, device.owner.now(), int(window))}

    def requests(self, access_key_id: str, at_least: str = "0") -> list[dict[str, Any]]:
        return [asdict(entry) for entry in self.log.of(access_key_id, int(at_least))]

    def health(self) -> dict[str, str]:
        return {"status": "ok"}


def device_names(user: str) -> itertools.chain[str]:
    """A device is mostly named after its user."""
    return itertools.chain([user], (f"{user}-{number}" for number in itertools.count(2)))


# MARK: HTTP


class Handler(BaseHTTPRequestHandler):
    """A connection: reads request after request and answers them, or not when a fault is due."""

    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.number = next(self.server.connections)

    def serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        request = Request(self.command, self.path, self.headers, body)
        if self.path.startswith(CONTROL):
            self.send(self.server.control.answer(request), time.time())
        else:
            self.serve_aws(request)

    do_GET = do_POST = serve

    def serve_aws(self, request: Request) -> None:
        entry = self.server.log.add(request, self.number)
        fault = self.server.faults.take(entry)
        if not fault:
            self.reply(entry, self.server.services.answer(request))
        elif fault.kind in REFUSALS:
            self.reply(entry, self.server.services.refusal(request, fault.error()))
        elif fault.kind == "garbage":
            self.reply(entry, GARBAGE)
        elif fault.kind == "html":
            self.reply(entry, PROXY_PAGE)
        elif fault.kind == "huge":
            self.send_without_end(entry)
        elif fault.kind == "latency":
            time.sleep(fault.seconds)
            self.reply(entry, self.server.services.answer(request))
        else:
            self.mishandle(entry, fault, self.server.services.answer(request))

    def mishandle(self, entry: Entry, fault: Fault, answer: Answer) -> None:
        """The faults after which the request has had its effect."""
        if fault.kind == "hold":
            fault.released.wait()
            self.reply(entry, answer)
        elif fault.kind == "cut":
            self.reply(entry, answer, cut=True)
        elif fault.kind == "silence":
            self.wait_for_hang_up()
        elif fault.kind == "reset":
            self.reset()

    def reply(self, entry: Entry, answer: Answer, cut: bool = False) -> None:
        """The log is complete before the client can have its answer."""
        entry.status, entry.error = answer.status, answer.error
        self.send(answer, self.server.accounts.now(entry.access_key_id), cut)

    def send(self, answer: Answer, now: float, cut: bool = False) -> None:
        self.send_head(answer, now, {"Content-Length": str(len(answer.body))})
        self.wfile.write(answer.body[: len(answer.body) // 2] if cut else answer.body)
        self.close_connection |= cut

    def send_without_end(self, entry: Entry) -> None:
        entry.status = 200
        self.send_head(Answer(200, b""), self.server.accounts.now(entry.access_key_id), {"Connection": "close"})
        while True:  # until the client hangs up, which raises
            self.wfile.write(b" " * 65536)

    def send_head(self, answer: Answer, now: float, framing: dict[str, str]) -> None:
        self.send_response_only(answer.status)
        self.send_header("Date", formatdate(now, usegmt=True))
        self.send_header("Content-Type", answer.content_type)
        if answer.request_id:
            self.send_header("x-amzn-RequestId", answer.request_id)
        for name, value in framing.items():
            self.send_header(name, value)
        self.end_headers()

    def wait_for_hang_up(self) -> None:
        self.close_connection = True
        while self.rfile.read1():
            pass

    def reset(self) -> None:
        """Closes without lingering, which TCP tells the client as a reset."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: the log is there to be asked for."""


class Server(socketserver.ThreadingTCPServer):
    """A thread for each connection; http.server's own would look its name up in the DNS."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 1024

    def __init__(self, port: int, twin: Server | None = None) -> None:
        """The twin's users, log and faults are this one's too."""
        super().__init__(("127.0.0.1", port), Handler)
        if twin:
            self.connections, self.accounts, self.services = twin.connections, twin.accounts, twin.services
            self.log, self.faults, self.control = twin.log, twin.faults, twin.control
            return
        lock = threading.Lock()
        self.connections = itertools.count(1)
        self.accounts = Accounts()
        self.services = Services(self.accounts, lock)
        self.log = Log(self.accounts)
        self.faults = Faults()
        self.control = Control(self.accounts, lock, self.log, self.faults)

    def use_tls(self, certificate: str) -> None:
        """The handshake waits for the connection's own thread, so that a slow client holds up no other."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are normal; anything else is a bug and worth its traceback."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


# MARK: Command line


def main() -> None:
    parser = argparse.ArgumentParser(description="Stands in for STS and IAM on the loopback interface.")
    parser.add_argument("--port", type=int, default=0, help="0: any that is free")
    parser.add_argument("--tls", metavar="DIRECTORY", help="serve https too; its CA goes there")
    parser.add_argument("--until-stdin-closes", action="store_true", help="never outlive the parent")
    parser.add_argument("--code", metavar="SEED", help="print the code of a base32 seed and exit")
    arguments = parser.parse_args()
    if arguments.code:
        print(totp(arguments.code, time.time()))
    else:
        run(arguments.port, arguments.tls, arguments.until_stdin_closes)


def run(port: int, tls: str | None, until_stdin_closes: bool) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # as quiet as SIGTERM
    server = Server(port)
    ready = {"url": f"http://127.0.0.1:{server.server_address[1]}", "tls_url": None, "ca_bundle": None}
    if tls:
        ready["ca_bundle"], certificate = create_certificates(tls)
        encrypted = Server(0, twin=server)
        encrypted.use_tls(certificate)
        ready["tls_url"] = f"https://127.0.0.1:{encrypted.server_address[1]}"
        threading.Thread(target=encrypted.serve_forever, daemon=True).start()
    print(json.dumps(ready), flush=True)
    if until_stdin_closes:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdin.buffer.read()
    else:
        server.serve_forever()


if __name__ == "__main__":
    main()
