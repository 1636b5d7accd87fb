"""Texts of others without what looks like a secret: a service can repeat what it was sent, and what only it should know.

By value where we know it (the token of a request, the secrets of a sign-in), by shape everywhere.
"""

import base64
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

MASK = "***"
_TOKEN = re.compile(r"\beyJ[\w-]{5,}(\.[\w-]*)*")
_NAMED = re.compile(
    r"((?:secret|assertion|token|password|passwd|passphrase|device_code|refresh_token|authorization|approval-code|bearer)"
    r"[\"']?\s*[=:]\s*[\"']?)(?!Bearer\s)[^\s\"',;&]+",
    re.IGNORECASE,
)
_BEARER = re.compile(r"\b(Bearer|Basic)\s+[\w+/=.~-]{8,}", re.IGNORECASE)
_LONG = re.compile(r"[\w+/=-]{60,}")
_DENSE = re.compile(r"(?=\w*[A-Z])(?=\w*[a-z])(?=(?:\w*?\d){3})[\w+=]{32,}")
"""Of more sorts of characters, for longer, than a name or a part of a path has: base64."""
_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_LEAST = 4
"""Characters of a value that is worth hiding; a shorter one stands in many a sentence."""


def scrubbed(text: str, values: Iterable[str] = ()) -> str:
    """The text without these values, as they are or encoded, and without what looks like a token or follows the name of a secret."""
    for value in values:
        if len(value) >= _LEAST:
            for shown in sorted(_forms(value), key=len, reverse=True):
                text = text.replace(shown, MASK)
    for pattern, instead in ((_TOKEN, MASK), (_BEARER, rf"\1 {MASK}"), (_NAMED, rf"\1{MASK}")):
        text = pattern.sub(instead, text)
    return _LONG.sub(lambda found: MASK if _DENSE.search(found[0]) else found[0], text)


def identifier(text: str) -> str:
    """A request's id when it is one: Graph's are GUIDs. Anything else is not repeated."""
    return text if _ID.fullmatch(text) else ""


def _forms(value: str) -> set[str]:
    data = value.encode()
    encoded = {coded.rstrip(b"=").decode() for coded in (base64.b64encode(data), base64.urlsafe_b64encode(data))}
    return {value, quote(value, safe=""), quote_plus(value), repr(value)[1:-1], data.hex(), *encoded}
