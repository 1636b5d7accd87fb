"""Signed tokens in place of a secret: by a certificate of the app, or by an issuer that a federated credential trusts.

Texts and numbers are of real answers: Azure/login#515 (7002138), Azure/azure-workload-identity#340 (70021x); the sentence of an
expired key is in public guides of Microsoft's own products. That a certificate is looked up by thumbprint:
https://learn.microsoft.com/entra/identity-platform/certificate-credentials.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from managed_apparaten.emulator.identity import jwt
from managed_apparaten.emulator.identity.oauth_errors import OAuthError
from managed_apparaten.emulator.identity.registrations import Application, Federated

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SKEW = 300
"""Seconds by which an assertion's clock may differ (learn.microsoft.com: certificate credentials)."""
BAD = "Client assertion contains an invalid signature."


def check(
    app: Application, form: Mapping[str, str], audiences: frozenset[str], clock: Callable[[], datetime]
) -> None:
    """Raises Refused unless the form's assertion proves to be this app's; `audiences` for those by certificate, lower case."""
    try:
        token = jwt.read(form["client_assertion"])
    except jwt.Malformed:
        raise OAuthError(401, "invalid_client", 50027, "JWT token is invalid or malformed.") from None
    if form.get("client_assertion_type") != ASSERTION:
        raise OAuthError(
            400,
            "invalid_request",
            900144,
            "The request body must contain the following parameter: 'client_assertion_type'.",
        )
    if token.claims.get("iss") == app.id:
        _check_certificate(app, token, audiences, clock())
    else:
        _check_federated(app, token)
    expires, begins, now = token.number("exp"), token.number("nbf") or 0, clock().timestamp()
    if expires is None or not begins - SKEW <= now < expires + SKEW:
        raise OAuthError(
            401, "invalid_client", 700024, "Client assertion is not within its valid time range."
        )


def _check_certificate(app: Application, token: jwt.Token, audiences: frozenset[str], now: datetime) -> None:
    known = (x509.load_pem_x509_certificate(pem.encode()) for pem in app.certificates)
    found = next((certificate for certificate in known if _named(token, certificate)), None)
    if found is None:
        raise OAuthError(401, "invalid_client", 700027, f"{BAD} [Reason - The key was not found.]")
    key = found.public_key()
    if not isinstance(key, rsa.RSAPublicKey) or not token.signed_by(key):
        raise OAuthError(
            401,
            "invalid_client",
            700027,
            f"{BAD} [Reason - The key was found but use of the key to verify the signature failed.]",
        )
    if not found.not_valid_before_utc <= now < found.not_valid_after_utc:
        dates = f"Start={found.not_valid_before_utc:%m/%d/%Y %H:%M:%S}, End={found.not_valid_after_utc:%m/%d/%Y %H:%M:%S}"
        raise OAuthError(
            401, "invalid_client", 700027, f"{BAD} [Reason - The key used is expired., Found key '{dates}']"
        )
    if str(token.claims.get("aud")).lower() not in audiences:
        raise OAuthError(
            401, "invalid_client", 700023, "Client assertion audience claim does not match Realm issuer."
        )
    if token.claims.get("sub") != app.id:
        raise OAuthError(
            401,
            "invalid_client",
            700021,
            "Client assertion application identifier doesn't match 'client_id' parameter.",
        )


def _named(token: jwt.Token, certificate: x509.Certificate) -> bool:
    """Whether the assertion's header names this certificate by its thumbprint: SHA-256, or SHA-1 as older clients do."""
    data = certificate.public_bytes(Encoding.DER)
    digests = {
        "x5t#S256": hashlib.sha256(data).digest(),
        "x5t": hashlib.sha1(data, usedforsecurity=False).digest(),
    }
    return any(
        str(token.header.get(name)).rstrip("=") == _encoded(digest) for name, digest in digests.items()
    )


def _encoded(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _check_federated(app: Application, token: jwt.Token) -> None:
    """Issuer, audience and subject must all be those of one credential, letter by letter."""
    fitting = list(app.federated)
    for claim, number in (("iss", 700211), ("aud", 700212), ("sub", 700213)):
        told, near = str(token.claims.get(claim)), fitting
        fitting = [known for known in near if token.claims.get(claim) == _expected(known, claim)]
        if not fitting:
            what = {"iss": "issuer", "aud": "audience", "sub": "subject"}[claim]
            text = f"No matching federated identity record found for presented assertion {what} '{told}'."
            if claim == "sub" and any(_expected(known, claim).lower() == told.lower() for known in near):
                text += " The subject matches with case-insensitive comparison, but not with case-sensitive comparison."
                number = 7002138
            raise OAuthError(
                401,
                "invalid_client",
                number,
                f"{text} Check your federated identity credential Subject, Audience and Issuer.",
            )
    if not any(token.signed_by(jwt.public_key(key)) for known in fitting for key in known.keys):
        raise OAuthError(401, "invalid_client", 700027, f"{BAD} [Reason - The key was not found.]")


def _expected(known: Federated, claim: str) -> str:
    return {"iss": known.issuer, "aud": known.audience, "sub": known.subject}[claim]
