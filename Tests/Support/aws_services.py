"""STS and IAM of every account: users and their MFA devices, roles, sessions, and what each may do."""

from __future__ import annotations

import base64
import hmac
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from moto.iam.models import IAMBackend, iam_backends
from moto.iam.models import User as IAMUser
from moto.iam.utils import generate_access_key_id_from_account_id as generate_id

from query_protocol import (
    Answer,
    AwsError,
    Parameters,
    Request,
    access_denied,
    extended,
    invalid_token,
    validate,
    validation_error,
    verify_signature,
)

# MARK: What an account holds


def totp(seed: str, now: float, window: int = 0) -> str:
    """RFC 6238: SHA-1, six digits, every thirty seconds."""
    counter = int(now) // 30 + window
    key = base64.b32decode(seed + "=" * (-len(seed) % 8), casefold=True)
    digest = hmac.digest(key, counter.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 1_000_000:06}"


@dataclass
class Device:
    """An MFA device; a security key (fido) shows no codes, so it has no seed."""

    serial: str
    seed: str | None
    owner: User
    used: set[int] = field(default_factory=set)

    def accepts(self, code: str) -> bool:
        """Takes each code once: accepting it uses it up, a wrong one changes nothing."""
        now = self.owner.now()
        for window in (-1, 0, 1):
            counter = int(now) // 30 + window
            if counter not in self.used and code == totp(self.seed, now, window):
                self.used.add(counter)
                return True
        return False


@dataclass
class User:
    """An IAM user of moto's, with the clock that all its requests see."""

    iam: IAMUser
    denied: frozenset[str] = frozenset()
    clock_offset: float = 0
    session_limit: float = float("inf")  # seconds: AWS's own minimum would keep tests waiting

    def now(self) -> float:
        return time.time() + self.clock_offset


@dataclass(frozen=True)
class Role:
    arn: str
    id: str
    account: str
    external_id: str | None
    require_mfa: bool
    trusts: frozenset[str]
    max_session_duration: int


@dataclass(frozen=True)
class Credentials:
    """A user's access key or, with a token, a session; named so that botocore's signer takes it."""

    access_key: str
    secret_key: str
    owner: User
    account: str
    arn: str
    user_id: str
    token: str | None = None
    expires: float | None = None
    source: str | None = None
    mfa: bool = False
    role: Role | None = None

    def xml(self) -> dict[str, str]:
        return {
            "AccessKeyId": self.access_key,
            "SecretAccessKey": self.secret_key,
            "SessionToken": self.token,
            "Expiration": extended(self.expires),
        }


def session_token() -> str:
    """Opaque, long, and with each character that needs escaping in a form or a header."""
    return "IQoJb3JpZ2luX2VjE+r//////////wEaCXVzLWVhc3QtMSJH" + base64.b64encode(secrets.token_bytes(265)).decode()


class Accounts:
    """Every account there is; moto's IAM backend keeps the users, access keys and MFA devices."""

    def __init__(self) -> None:
        self.credentials: dict[str, Credentials] = {}
        self.devices: dict[str, Device] = {}
        self.roles: dict[str, Role] = {}

    def iam(self, account: str) -> IAMBackend:
        return iam_backends[account]["aws"]

    def now(self, access_key_id: str | None) -> float:
        credentials = self.credentials.get(access_key_id)
        return credentials.owner.now() if credentials else time.time()

    def create_user(self, account: str, name: str, path: str, denied: frozenset[str]) -> Credentials:
        iam = self.iam(account)
        user = iam.create_user("us-east-1", name, path)
        user.id = generate_id(account, "AIDA", 21)  # moto's own looks unlike AWS's
        key = iam.create_access_key(name)
        credentials = Credentials(
            key.access_key_id, key.secret_access_key, User(user, denied), account, user.arn, user.id
        )
        self.credentials[credentials.access_key] = credentials
        return credentials

    def create_device(self, owner: User, kind: str, name: str) -> Device:
        iam, user = self.iam(owner.iam.account_id), owner.iam
        if kind == "virtual":
            virtual = iam.create_virtual_mfa_device(name, "/")
            device = Device(virtual.serial_number, virtual.base32_string_seed, owner)
        elif kind == "hardware":
            seed = base64.b32encode(secrets.token_bytes(20)).decode()
            device = Device(f"GAHT{secrets.randbelow(10**8):08}", seed, owner)
        elif kind == "fido":
            label = f"{name}-{base64.b32encode(secrets.token_bytes(16)).decode()[:26]}"
            device = Device(f"arn:aws:iam::{user.account_id}:u2f/user/{user.name}/{label}", None, owner)
        else:
            raise ValueError(f"no such kind of device: {kind}")
        iam.enable_mfa_device(user.name, device.serial, "000000", "000000")
        self.devices[device.serial] = device
        return device

    def create_role(self, account: str, name: str, **conditions: Any) -> Role:
        role = Role(f"arn:aws:iam::{account}:role/{name}", generate_id(account, "AROA", 21), account, **conditions)
        if role.arn in self.roles:
            raise ValueError(f"{role.arn} exists")
        self.roles[role.arn] = role
        return role

    def open_session(self, caller: Credentials, duration: int, **identity: Any) -> Credentials:
        key = self.iam(identity["account"]).create_temp_access_key()
        session = Credentials(
            key.access_key_id,
            key.secret_access_key,
            caller.owner,
            token=session_token(),
            expires=caller.owner.now() + min(duration, caller.owner.session_limit),
            source=caller.source or caller.access_key,
            **identity,
        )
        self.credentials[session.access_key] = session
        return session


# MARK: The services


class Services:
    """STS and IAM: who calls, whether they may, and the answer."""

    def __init__(self, accounts: Accounts, lock: threading.Lock) -> None:
        self.accounts, self.lock = accounts, lock
        self.operations = {
            "GetCallerIdentity": ("sts", self.get_caller_identity),
            "GetSessionToken": ("sts", self.get_session_token),
            "AssumeRole": ("sts", self.assume_role),
            "ListMFADevices": ("iam", self.list_mfa_devices),
        }

    def answer(self, request: Request) -> Answer:
        try:
            with self.lock:
                return self.perform(request)
        except AwsError as error:
            return self.refusal(request, error)

    def refusal(self, request: Request, error: AwsError) -> Answer:
        service, _ = self.operations.get(request.action, ("sts", None))
        return Answer.failure(service, error)

    def perform(self, request: Request) -> Answer:
        action = request.action
        if action not in self.operations:
            message = f"Could not find operation {action} for version {request.parameters.get('Version', '')}"
            raise AwsError(400, "InvalidAction", message)
        service, operation = self.operations[action]
        caller = self.authenticate(request)
        verify_signature(request, service, caller, caller.owner.now())
        self.authorize(caller, service, action)
        return Answer.success(service, action, operation(caller, request.parameters))

    def authenticate(self, request: Request) -> Credentials:
        """Whose key it is; an expired session is told so whatever its signature's date."""
        if "Authorization" not in request.headers:
            raise AwsError(403, "MissingAuthenticationToken", "Request is missing Authentication Token")
        if not request.authorization:
            message = "Authorization header requires 'Credential', 'Signature' and 'SignedHeaders' parameters."
            raise AwsError(400, "IncompleteSignature", message)
        caller = self.accounts.credentials.get(request.authorization.access_key_id)
        if not caller or caller.token != request.headers.get("X-Amz-Security-Token"):
            raise invalid_token()
        if caller.expires is not None and caller.expires <= caller.owner.now():
            raise AwsError(403, "ExpiredToken", "The security token included in the request is expired")
        return caller

    def authorize(self, caller: Credentials, service: str, action: str) -> None:
        if service == "iam" and caller.token and not caller.role and not caller.mfa:
            raise invalid_token()  # IAM takes a user's session only if it had MFA
        if f"{service}:{action}" in caller.owner.denied and not caller.role:
            raise access_denied(
                f"User: {caller.arn} is not authorized to perform: {service}:{action} on resource: "
                f"user {caller.owner.iam.name} because no identity-based policy allows the {service}:{action} action"
            )

    def get_caller_identity(self, caller: Credentials, parameters: Parameters) -> dict[str, Any]:
        return {"Arn": caller.arn, "UserId": caller.user_id, "Account": caller.account}

    def get_session_token(self, caller: Credentials, parameters: Parameters) -> dict[str, Any]:
        if caller.token:
            raise access_denied("Cannot call GetSessionToken with session credentials")
        validate(parameters, DurationSeconds=(900, 129600))
        mfa = self.verify_mfa(caller, parameters)
        session = self.accounts.open_session(
            caller,
            int(parameters.get("DurationSeconds", 43200)),
            account=caller.account,
            arn=caller.arn,
            user_id=caller.user_id,
            mfa=mfa,
        )
        return {"Credentials": session.xml()}

    def assume_role(self, caller: Credentials, parameters: Parameters) -> dict[str, Any]:
        validate(parameters, ("RoleArn", "RoleSessionName"), DurationSeconds=(900, 43200))
        role, name = self.accounts.roles.get(parameters["RoleArn"]), parameters["RoleSessionName"]
        mfa = self.verify_mfa(caller, parameters) or caller.mfa
        if not role or not self.trusts(role, caller, parameters.get("ExternalId"), mfa):
            denied = f"sts:AssumeRole on resource: {parameters['RoleArn']}"
            raise access_denied(f"User: {caller.arn} is not authorized to perform: {denied}")
        duration = int(parameters.get("DurationSeconds", 3600))
        if caller.role and duration > 3600:
            limit = "1 hour session limit for roles assumed by role chaining."
            raise validation_error(f"The requested DurationSeconds exceeds the {limit}")
        if duration > role.max_session_duration:
            raise validation_error("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
        session = self.accounts.open_session(
            caller,
            duration,
            account=role.account,
            arn=f"arn:aws:sts::{role.account}:assumed-role/{role.arn.split('/')[-1]}/{name}",
            user_id=f"{role.id}:{name}",
            role=role,
        )
        return {
            "Credentials": session.xml(),
            "AssumedRoleUser": {"AssumedRoleId": session.user_id, "Arn": session.arn},
            "SourceIdentity": parameters.get("SourceIdentity"),
        }

    def list_mfa_devices(self, caller: Credentials, parameters: Parameters) -> dict[str, Any]:
        validate(parameters, MaxItems=(1, 1000), Marker=(0, 1000))
        if caller.role and "UserName" not in parameters:
            raise validation_error("Must specify userName when calling with non-User credentials")
        name = parameters.get("UserName", caller.owner.iam.name)
        user = self.accounts.iam(caller.account).users.get(name)
        if not user:
            raise AwsError(404, "NoSuchEntity", f"The user with name {name} cannot be found.")
        devices = list(user.mfa_devices.values())
        start = int(parameters.get("Marker", 0))
        end = start + int(parameters.get("MaxItems", 100))
        return {
            "MFADevices": [
                {
                    "UserName": name,
                    "SerialNumber": device.serial_number,
                    "EnableDate": device.enable_date.strftime("%Y-%m-%dT%H:%M:%SZ"),
                }
                for device in devices[start:end]
            ],
            "IsTruncated": "true" if end < len(devices) else "false",
            "Marker": str(end) if end < len(devices) else None,
        }

    def trusts(self, role: Role, caller: Credentials, external_id: str | None, mfa: bool) -> bool:
        principal = caller.role.arn if caller.role else caller.arn
        return (
            (not role.trusts or principal in role.trusts)
            and role.external_id in (None, external_id)
            and (mfa or not role.require_mfa)
        )

    def verify_mfa(self, caller: Credentials, parameters: Parameters) -> bool:
        """Whether the caller proved to hold a device; a proof that fails is refused."""
        serial, code = parameters.get("SerialNumber"), parameters.get("TokenCode")
        if serial is None and code is None:
            return False
        failed = "MultiFactorAuthentication failed"
        if serial is None or code is None:
            raise access_denied(f"{failed}, must provide both MFA serial number and one time pass code.")
        device = self.accounts.devices.get(serial)
        if not device or device.owner is not caller.owner or not device.seed:
            raise access_denied(
                f"{failed}, unable to validate MFA code.  "
                "Please verify your MFA serial number is valid and associated with this user."
            )
        if not device.accepts(code):
            raise access_denied(f"{failed} with invalid MFA one time pass code. ")
        return True
