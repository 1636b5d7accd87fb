"""JSON Web Tokens: making signed ones and checking those of others (RFC 7515, RFC 7519; RS256 and PS256).

No token is trusted by what it says: `read` only takes it apart, `signed_by` is the check.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, AsymmetricPadding, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, RSAPublicNumbers

from managed_apparaten.emulator.core.http import JSON

PADDINGS: dict[str, AsymmetricPadding] = {
    "RS256": PKCS1v15(),
    "PS256": PSS(MGF1(hashes.SHA256()), PSS.DIGEST_LENGTH),
}
LONGEST = 16_384
"""Characters; a token is a header, and headers are bounded."""


class Malformed(ValueError):
    """The text is no token."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token taken apart, not yet believed."""

    header: dict[str, JSON]
    claims: dict[str, JSON]
    signed: bytes
    signature: bytes

    def signed_by(self, key: RSAPublicKey) -> bool:
        """Whether the key's owner signed it, with an algorithm that is known here (`none` is not)."""
        padding = PADDINGS.get(str(self.header.get("alg")))
        if padding is None:
            return False
        try:
            key.verify(self.signature, self.signed, padding, hashes.SHA256())
        except InvalidSignature:
            return False
        return True

    def number(self, claim: str) -> float | None:
        """A claim that is a number, such as `exp`."""
        value = self.claims.get(claim)
        return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def encode(claims: Mapping[str, JSON], key: RSAPrivateKey, key_id: str, **header_more: str) -> str:
    """A token signed with RS256; `header_more` is further fields of its header, such as `x5t`."""
    header = {"typ": "JWT", "alg": "RS256", "kid": key_id, **header_more}
    signed = f"{_encoded(orjson.dumps(header))}.{_encoded(orjson.dumps(dict(claims)))}"
    return f"{signed}.{_encoded(key.sign(signed.encode(), PADDINGS['RS256'], hashes.SHA256()))}"


def read(text: str) -> Token:
    """Take a token apart; raises Malformed."""
    parts = text.split(".")
    if len(parts) != 3 or len(text) > LONGEST:
        raise Malformed("not three parts")
    header, claims = (_object(_decoded(part)) for part in parts[:2])
    return Token(header, claims, f"{parts[0]}.{parts[1]}".encode(), _decoded(parts[2]))


def published(key: RSAPublicKey, key_id: str) -> dict[str, str]:
    """The key as a JSON Web Key (RFC 7517)."""
    numbers = key.public_numbers()
    return {
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": key_id,
        "n": _encoded(_bytes(numbers.n)),
        "e": _encoded(_bytes(numbers.e)),
    }


def public_key(published_key: Mapping[str, JSON]) -> RSAPublicKey:
    """The key of a JSON Web Key; raises Malformed."""
    try:
        n, e = (int.from_bytes(_decoded(published_key[name]), "big") for name in ("n", "e"))
        return RSAPublicNumbers(e, n).public_key()
    except (KeyError, ValueError) as problem:
        raise Malformed("no RSA key") from problem


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    """The bytes of a part. There is one way to write them: without padding and without bits to spare (RFC 7515, 2)."""
    try:
        data = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as problem:
        raise Malformed("not base64url") from problem
    if _encoded(data) != text:
        raise Malformed("not base64url")
    return data


def _object(data: bytes) -> dict[str, JSON]:
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as problem:
        raise Malformed("not JSON") from problem
    if not isinstance(value, dict):
        raise Malformed("not an object")
    return value


def _bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")
