"""Microsoft's side of signing in, played by `responses` under the real azure-identity."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import responses
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from tests.clock import now

from managed_apparaten.graph.signin.clouds import CLOUDS
from managed_apparaten.graph.signin.credential import SignIn

TENANT, CLIENT = "11111111-2222-3333-4444-555555555555", "99999999-8888-7777-6666-555555555555"
SUBJECT = "repo:zilverdam/beleid:environment:intune"
OIDC = "https://actions.example/idtoken?api-version=2.0"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "app")])
NOW = now()
DAY = timedelta(days=1)
BUILDER = x509.CertificateBuilder(NAME, NAME, KEY.public_key(), 7, NOW - DAY, NOW + DAY)
CERTIFICATE = BUILDER.sign(KEY, hashes.SHA256())


def sign_in(mode: str, cloud: str = "global", /, **given: str) -> SignIn:
    return SignIn(mode, CLOUDS[cloud], TENANT, CLIENT, given)


def id_token(**claims: str) -> str:
    """A token as a pipeline gives it; nobody here checks its signature."""
    told = {
        "iss": "https://token.actions.githubusercontent.com",
        "sub": SUBJECT,
        "aud": "api://AzureADTokenExchange",
        **claims,
    }
    parts = (json.dumps(part).encode() for part in ({"alg": "RS256"}, told, {"no": "signature"}))
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


def claims_of(token: str, part: int = 1) -> dict[str, Any]:
    middle = token.split(".")[part]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(middle + "=="))
    return found


def token_url(cloud: str = "global") -> str:
    return f"{CLOUDS[cloud].authority}/{TENANT}/oauth2/v2.0/token"


def discovery(cloud: str = "global", **answer: Any) -> None:
    """What MSAL asks before it asks for a token."""
    own = f"{CLOUDS[cloud].authority}/{TENANT}"
    body = {"token_endpoint": f"{own}/oauth2/v2.0/token", "authorization_endpoint": f"{own}/oauth2/v2.0/authorize", "issuer": f"{own}/v2.0",
            "device_authorization_endpoint": f"{own}/oauth2/v2.0/devicecode"}  # fmt: skip
    responses.get(f"{own}/v2.0/.well-known/openid-configuration", **(answer or {"json": body}))


def grants(cloud: str = "global", token: str = "access-1", **more: Any) -> None:
    responses.post(
        token_url(cloud), json={"token_type": "Bearer", "expires_in": 3599, "access_token": token, **more}
    )


def refuses(
    number: int, text: str = "", status: int = 401, error: str = "invalid_client", cloud: str = "global"
) -> None:
    responses.post(token_url(cloud), json=refusal(number, text, error), status=status)


def refusal(number: int, text: str = "", error: str = "invalid_client") -> dict[str, Any]:
    trace, correlation = "aaaaaaaa-0000-0000-0000-000000000001", "bbbbbbbb-0000-0000-0000-000000000002"
    said = f"AADSTS{number}: {text} Trace ID: {trace} Correlation ID: {correlation} Timestamp: 2026-11-21 09:00:00Z"
    return {
        "error": error,
        "error_description": said,
        "error_codes": [number],
        "trace_id": trace,
        "correlation_id": correlation,
    }


def sent(number: int = -1) -> dict[str, str]:
    """The form of a request for a token."""
    body = responses.calls[number].request.body
    assert isinstance(body, (str, bytes))
    return {
        name: values[0] for name, values in parse_qs(body if isinstance(body, str) else body.decode()).items()
    }


def asked(number: int = -1) -> str:
    return str(responses.calls[number].request.url)


def certificate_file(folder: Path, password: str | None = None, *, pfx: bool = False) -> Path:
    file = folder / ("app.pfx" if pfx else "app.pem")
    hidden = (
        serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
    )
    if pfx:
        file.write_bytes(pkcs12.serialize_key_and_certificates(b"app", KEY, CERTIFICATE, None, hidden))
    else:
        key = KEY.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, hidden)
        file.write_bytes(key + CERTIFICATE.public_bytes(serialization.Encoding.PEM))
    return file


def azure_cli(folder: Path, says: str = "", complains: str = "", code: int = 0) -> Path:
    """A program `az` that notes its arguments and answers as told. Returns the folder for PATH."""
    for name, text in (("out", says), ("err", complains)):
        (folder / name).write_text(text)
    program = folder / "az"
    program.write_text(
        f'#!/bin/sh\necho "$@" >> "{folder}/asked"\ncat "{folder}/out"\ncat "{folder}/err" >&2\nexit {code}\n'
    )
    program.chmod(0o755)
    return folder
