"""Removes secrets from texts of a service, which can repeat what it was sent and what only it should know.

Values that we know are removed wherever they occur: the token of a request, the secrets of a sign-in.
Everything that has the form of a token, or follows a name such as `password=`, is removed as well.
"""

import base64
import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote, quote_plus

from managed_apparaten.core.names import is_guid

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
"""Looks like base64: a run of 32 or more characters with upper case, lower case and three digits, which no
name or path has."""
_BREAK = re.compile(r"\s|\\[rnt]|%0[aAdD]|=\r?\n")
"""What is put into a long line to break it: white space, as it is or encoded."""
_WORTH_JOINING = 2**18
"""Largest text, in characters, that is searched for a token with line breaks in it; a longer one is a list of
objects."""
_LEAST = 4
"""Shortest value, in characters, that is removed; a shorter one occurs in ordinary sentences."""


def redact(text: str, values: Iterable[str] = ()) -> str:
    """Return the text without these values (as they are or encoded) and without everything that looks like a
    secret."""
    for value in values:
        if len(value) >= _LEAST:
            for shown in sorted(_forms(value), key=len, reverse=True):
                text = text.replace(shown, MASK)
    for pattern, instead in ((_TOKEN, MASK), (_BEARER, rf"\1 {MASK}"), (_NAMED, rf"\1{MASK}")):
        text = pattern.sub(instead, text)
    return _LONG.sub(lambda match: MASK if _DENSE.search(match[0]) else match[0], text)


def hide_value(text: str, value: str) -> str:
    """Return the text without this value, as it is or encoded, also where line breaks were put into it.

    The value itself is searched for, because no specification fixes what a token looks like.
    """
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
    """Return a request id when it is a GUID, as those of Graph are; else an empty text, so that nothing else
    is repeated."""
    return text if is_guid(text) else ""


def _forms(value: str) -> set[str]:
    """Return the forms in which a value can occur: plain, URL-encoded, escaped, hexadecimal and base64."""
    data = value.encode()
    encoded = {
        form for code in (base64.b64encode, base64.urlsafe_b64encode) for form in _in_base64(data, code)
    }
    percent_encoded = "".join(f"%{byte:02X}" for byte in data)
    return {
        value,
        quote(value, safe=""),
        quote_plus(value),
        repr(value)[1:-1],
        data.hex(),
        percent_encoded,
        percent_encoded.lower(),
        *encoded,
    }


def _in_base64(data: bytes, code: Callable[[bytes], bytes]) -> Iterator[str]:
    """Return the value in base64, alone and as part of a longer text.

    Within a longer text the bytes around the value change only the characters at its ends, so those are cut
    off; one, two or no bytes can stand before it in a group of three.
    """
    yield code(data).rstrip(b"=").decode()
    for before in range(3):
        inner = code(b"." * before + data).rstrip(b"=").decode()[(before * 8 + 5) // 6 : -1]
        if len(inner) >= _LEAST:
            yield inner
