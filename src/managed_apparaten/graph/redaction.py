"""Texts of others without what looks like a secret: a service can repeat what it was sent, and what only it should know.

By value where we know it (the token of a request, the secrets of a sign-in), by shape everywhere.
"""

import base64
import re
from collections.abc import Callable, Iterable, Iterator
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
_BREAK = re.compile(r"\s|\\[rnt]|%0[aAdD]|=\r?\n")
"""What is put into a long line to break it, as it is or encoded."""
_WORTH_JOINING = 2**18
"""Characters of an answer in which a broken token is looked for; a longer one is a list of objects."""
_LEAST = 4
"""Characters of a value that is worth hiding; a shorter one stands in many a sentence."""


def redact(text: str, values: Iterable[str] = ()) -> str:
    """The text without these values, as they are or encoded, and without what looks like a token or follows the name of a secret."""
    for value in values:
        if len(value) >= _LEAST:
            for shown in sorted(_forms(value), key=len, reverse=True):
                text = text.replace(shown, MASK)
    for pattern, instead in ((_TOKEN, MASK), (_BEARER, rf"\1 {MASK}"), (_NAMED, rf"\1{MASK}")):
        text = pattern.sub(instead, text)
    return _LONG.sub(lambda found: MASK if _DENSE.search(found[0]) else found[0], text)


def hide_value(text: str, value: str) -> str:
    """The text without this one value, as it is or encoded, also where line breaks were put into it. By value: what a token looks like is
    nobody's promise."""
    if len(value) < _LEAST:
        return text
    forms = sorted(_forms(value), key=len, reverse=True)
    for shown in forms:
        text = text.replace(shown, MASK)
    if len(text) > _WORTH_JOINING:
        return text
    joined = _BREAK.sub("", text)
    for shown in forms:
        if shown in joined:
            text = re.sub(f"(?:{_BREAK.pattern})*".join(map(re.escape, shown)), MASK, text)
    return text


def valid_request_id(text: str) -> str:
    """A request's id when it is one: Graph's are GUIDs. Anything else is not repeated."""
    return text if _ID.fullmatch(text) else ""


def _forms(value: str) -> set[str]:
    data = value.encode()
    encoded = {
        form for code in (base64.b64encode, base64.urlsafe_b64encode) for form in _in_base64(data, code)
    }
    all_of_it = "".join(f"%{byte:02X}" for byte in data)
    return {
        value,
        quote(value, safe=""),
        quote_plus(value),
        repr(value)[1:-1],
        data.hex(),
        all_of_it,
        all_of_it.lower(),
        *encoded,
    }


def _in_base64(data: bytes, code: Callable[[bytes], bytes]) -> Iterator[str]:
    """As it looks alone, and behind one or two other bytes: what stands around it changes only the characters at its ends."""
    yield code(data).rstrip(b"=").decode()
    for before in range(3):
        inner = code(b"." * before + data).rstrip(b"=").decode()[(before * 8 + 5) // 6 : -1]
        if len(inner) >= _LEAST:
            yield inner
