"""AWS's query protocol as a service sees it: signed requests come in, XML goes out."""

from __future__ import annotations

import calendar
import hmac
import re
import time
import uuid
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPMessage
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

Parameters = dict[str, str]

# MARK: Answers

NAMESPACES = {
    "sts": "https://sts.amazonaws.com/doc/2011-06-15/",
    "iam": "https://iam.amazonaws.com/doc/2010-05-08/",
}


class AwsError(Exception):
    """A refusal, as AWS words it."""

    def __init__(self, status: int, code: str, message: str):
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


def access_denied(message: str) -> AwsError:
    return AwsError(403, "AccessDenied", message)


def invalid_token() -> AwsError:
    return AwsError(403, "InvalidClientTokenId", "The security token included in the request is invalid.")


def bad_signature(message: str) -> AwsError:
    return AwsError(403, "SignatureDoesNotMatch", message)


def validation_error(message: str) -> AwsError:
    return AwsError(400, "ValidationError", message)


@dataclass(frozen=True)
class Answer:
    """What goes back over HTTP; `error` is the code of a refusal, for the log."""

    status: int
    body: bytes
    content_type: str = "text/xml"
    request_id: str | None = None
    error: str | None = None

    @classmethod
    def success(cls, service: str, action: str, result: dict[str, Any]) -> Answer:
        request_id = str(uuid.uuid4())
        content = {f"{action}Result": result, "ResponseMetadata": {"RequestId": request_id}}
        return cls(200, xml(f"{action}Response", service, content), request_id=request_id)

    @classmethod
    def failure(cls, service: str, error: AwsError) -> Answer:
        request_id = str(uuid.uuid4())
        kind = "Sender" if error.status < 500 else "Receiver"
        content = {
            "Error": {"Type": kind, "Code": error.code, "Message": error.message},
            "RequestId": request_id,
        }
        body = xml("ErrorResponse", service, content)
        return cls(error.status, body, request_id=request_id, error=error.code)


def xml(name: str, service: str, content: dict[str, Any]) -> bytes:
    """The query protocol's XML: dictionaries become elements, lists become members, None is left out."""
    root = ElementTree.Element(name, xmlns=NAMESPACES[service])
    append(root, content)
    return ElementTree.tostring(root)


def append(parent: ElementTree.Element, content: Any) -> None:
    if isinstance(content, dict):
        for name, value in content.items():
            if value is not None:
                append(ElementTree.SubElement(parent, name), value)
    elif isinstance(content, list):
        for value in content:
            append(ElementTree.SubElement(parent, "member"), value)
    else:
        parent.text = content


# MARK: Requests and their signatures


@dataclass(frozen=True)
class Authorization:
    """The parts of an Authorization header, Signature Version 4."""

    access_key_id: str
    date: str
    region: str
    service: str
    terminator: str
    signed_headers: str
    signature: str

    PATTERN = re.compile(
        r"AWS4-HMAC-SHA256 Credential=([^/,]+)/([^/,]*)/([^/,]*)/([^/,]*)/([^/,]*),"
        r"\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})"
    )

    @classmethod
    def parse(cls, header: str) -> Authorization | None:
        match = cls.PATTERN.fullmatch(header)
        return match and cls(*match.groups())


@dataclass(frozen=True)
class Request:
    """An HTTP request that was read to its end."""

    method: str
    target: str
    headers: HTTPMessage
    body: bytes

    @cached_property
    def authorization(self) -> Authorization | None:
        return Authorization.parse(self.headers.get("Authorization", ""))

    @cached_property
    def parameters(self) -> Parameters:
        query = urlsplit(self.target).query
        return dict(parse_qsl(query) + parse_qsl(self.body.decode(errors="replace"), keep_blank_values=True))

    @cached_property
    def signed_headers(self) -> set[str]:
        return set(self.authorization.signed_headers.split(";"))

    @property
    def action(self) -> str:
        return self.parameters.get("Action", "")


class SigningCredentials(Protocol):
    """The names botocore's signer knows a key pair by."""

    access_key: str
    secret_key: str


class Signer(SigV4Auth):
    """botocore's signer, over the headers the client says it signed instead of those botocore would choose."""

    def __init__(self, credentials: SigningCredentials, request: Request):
        super().__init__(credentials, request.authorization.service, request.authorization.region)
        self.request = request

    def expected_signature(self) -> str:
        # Without the headers, lest botocore believe the hash of the body that the client claims.
        unsigned = AWSRequest(self.request.method, f"http://localhost{self.request.target}", data=self.request.body)
        unsigned.context["timestamp"] = self.request.headers["X-Amz-Date"]
        return self.signature(self.string_to_sign(unsigned, self.canonical_request(unsigned)), unsigned)

    def headers_to_sign(self, request: AWSRequest) -> HTTPMessage:
        signed = HTTPMessage()
        for name, value in self.request.headers.items():
            if name.lower() in self.request.signed_headers:
                signed[name.lower()] = value
        return signed


def verify_signature(request: Request, service: str, credentials: SigningCredentials, now: float) -> None:
    """Where AWS would tell what is wrong, so does this; else the signatures differ and that is all it says."""
    verify_scope(request.authorization, service)
    verify_date(request, now)
    verify_signed_headers(request)
    if not hmac.compare_digest(Signer(credentials, request).expected_signature(), request.authorization.signature):
        raise bad_signature(
            "The request signature we calculated does not match the signature you provided. "
            "Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
        )


def verify_scope(scope: Authorization, service: str) -> None:
    """One emulator stands for every region, so anything that looks like one will do."""
    if not re.fullmatch(r"[a-z]{2,}(-[a-z]+)+-\d+", scope.region):
        raise bad_signature("Credential should be scoped to a valid region. ")
    if scope.service != service:
        raise bad_signature(f"Credential should be scoped to correct service: '{service}'. ")
    if scope.terminator != "aws4_request":
        raise bad_signature(
            f"Credential should be scoped with a valid terminator: 'aws4_request', not '{scope.terminator}'. "
        )


def verify_date(request: Request, now: float) -> None:
    date, skew = request.headers.get("X-Amz-Date", ""), 5 * 60
    try:
        signed = calendar.timegm(time.strptime(date, "%Y%m%dT%H%M%SZ"))
    except ValueError:
        raise AwsError(400, "IncompleteSignature", f"Date must be in ISO-8601 'basic format'. Got '{date}'.") from None
    if request.authorization.date != date[:8]:
        raise bad_signature(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
            f"'{request.authorization.date}' != '{date[:8]}', from '{date}'."
        )
    if signed < now - skew:
        raise bad_signature(
            f"Signature expired: {date} is now earlier than {basic(now - skew)} ({basic(now)} - 5 min.)"
        )
    if signed > now + skew:
        raise bad_signature(
            f"Signature not yet current: {date} is still later than {basic(now + skew)} ({basic(now)} + 5 min.)"
        )


def verify_signed_headers(request: Request) -> None:
    if "host" not in request.signed_headers:
        raise bad_signature("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
    amz = {name.lower() for name in request.headers if name.lower().startswith("x-amz-")}
    if not amz <= request.signed_headers:
        raise bad_signature("There were headers present in the request which were not signed")


def basic(now: float) -> str:
    """ISO 8601 as signatures have it."""
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now))


def extended(now: float) -> str:
    """ISO 8601 as answers have it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now))


# MARK: Parameters

TEXTS = {  # shortest, longest, and what they may be made of
    "RoleArn": (20, 2048, r"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD]+"),
    "RoleSessionName": (2, 64, r"[\w+=,.@-]*"),
    "ExternalId": (2, 1224, r"[\w+=,.@:\/-]*"),
    "SerialNumber": (9, 256, r"[\w+=/:,.@-]*"),
    "SourceIdentity": (2, 64, r"[\w+=,.@-]*"),
    "TokenCode": (6, 6, r"[\d]*"),
}


def validate(parameters: Parameters, required: tuple[str, ...] = (), **ranges: tuple[int, int]) -> None:
    """Refuses with all that is wrong at once, as AWS does; `ranges` are the bounds of the numbers."""
    flaws = [flaw(name, None, "Member must not be null") for name in required if name not in parameters]
    for name, value in parameters.items():
        if name in TEXTS:
            flaws += text_flaws(name, value, *TEXTS[name])
        if name in ranges:
            flaws += number_flaws(name, value, *ranges[name])
    if flaws:
        errors = "validation error" if len(flaws) == 1 else "validation errors"
        raise validation_error(f"{len(flaws)} {errors} detected: {'; '.join(flaws)}")


def text_flaws(name: str, value: str, shortest: int, longest: int, pattern: str) -> list[str]:
    flaws = []
    if len(value) < shortest:
        flaws.append(flaw(name, value, f"Member must have length greater than or equal to {shortest}"))
    if len(value) > longest:
        flaws.append(flaw(name, value, f"Member must have length less than or equal to {longest}"))
    if not re.fullmatch(pattern, value, re.ASCII):
        flaws.append(flaw(name, value, f"Member must satisfy regular expression pattern: {pattern}"))
    return flaws


def number_flaws(name: str, value: str, least: int, most: int) -> list[str]:
    if not re.fullmatch(r"-?\d{1,9}", value, re.ASCII):
        raise AwsError(400, "MalformedInput", f"Invalid value for {name}")
    if int(value) < least:
        return [flaw(name, value, f"Member must have value greater than or equal to {least}")]
    if int(value) > most:
        return [flaw(name, value, f"Member must have value less than or equal to {most}")]
    return []


def flaw(name: str, value: str | None, constraint: str) -> str:
    shown = "null" if value is None else f"'{value}'"
    return f"Value {shown} at '{name[0].lower()}{name[1:]}' failed to satisfy constraint: {constraint}"
