"""Looks for planted values in whatever a run left behind, as they are and encoded.

Every planted value begins and ends with MARK, so that half of it is found as well; a JSON Web Token begins as all of them do. What
is not an encoding of three bytes in four (base64) or of one in two (hex) is taken apart first, and searched as it is then.
"""

from __future__ import annotations

import base64
import functools
import html
import quopri
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

MARK = "Kanarie"
TOKEN, TYPED = "eyJhbGciOi", "eyJ0eXAiOi"
"""`{"alg":` and `{"typ":`, with which the header of a JSON Web Token begins."""
LEAST = 24
"""Characters of a value that are as bad as all of it."""
_TEXT_ESCAPE = re.compile(rb"\\u00([0-9a-fA-F]{2})|\\x([0-9a-fA-F]{2})")
_GZIP = b"\x1f\x8b\x08"
_AROUND = 40


def planted(number: int) -> str:
    """The value of a number: letters and digits only, so that it goes where any value goes; 49 characters."""
    body = base64.b32encode(str(number * 7919).encode() * 6).decode().rstrip("=")[:30]
    return f"{MARK}{number:02d}{body:x<31}{MARK}{number:02d}"


def _plain(data: bytes) -> bytes:
    return data


def _joined(data: bytes) -> bytes:
    """Without white space, line ends and what draws a box: text is wrapped at some width."""
    return re.sub(rb"\s+|\xe2[\x94\x95].", b"", data)


def _unescaped(data: bytes) -> bytes:
    return _TEXT_ESCAPE.sub(lambda found: bytes([int(found[1] or found[2], 16)]), data)


def _entities(data: bytes) -> bytes:
    return html.unescape(data.decode("utf-8", "replace")).encode()


def _unpacked(data: bytes) -> bytes:
    """All gzip streams in it, unpacked."""
    parts, at = list[bytes](), data.find(_GZIP)
    while at >= 0:
        try:
            parts.append(zlib.decompressobj(31).decompress(data[at:], 1 << 24))
        except zlib.error:
            parts.append(b"")
        at = data.find(_GZIP, at + 1)
    return b"\n".join(parts)


def _wide(data: bytes) -> bytes:
    return data.replace(b"\0", b"")


VIEWS: Mapping[str, Callable[[bytes], bytes]] = {
    "plain": _plain, "wrapped": _joined, "reversed": lambda data: data[::-1], "percent": unquote_to_bytes, "escaped": _unescaped,
    "entities": _entities, "quoted-printable": quopri.decodestring, "utf-16": _wide,
}  # fmt: skip
"""Ways to take data apart; in each the value itself, its base64 and its hex are looked for."""
_WORTH: Mapping[str, bytes] = {
    "percent": b"%",
    "escaped": b"\\",
    "entities": b"&",
    "quoted-printable": b"=",
    "utf-16": b"\0",
}
"""A byte without which a view shows nothing new."""


def _aligned(data: bytes) -> Iterator[bytes]:
    """The characters of base64 that follow from the data alone, wherever it stands; both alphabets."""
    for offset in range(3):
        first, last = -(-8 * offset // 6), (8 * (offset + len(data))) // 6
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(bytes(offset) + data + bytes(3))[first:last]


@functools.cache
def needles(value: str) -> dict[str, tuple[bytes, ...]]:
    """What stands for a value, by encoding."""
    data = value.encode()
    return {
        "as it is": (data.lower(),),
        "base64": tuple(dict.fromkeys(_aligned(data))),
        "hex": (data.hex().encode(),),
    }


@dataclass(frozen=True, slots=True)
class Leak:
    """A value that stands where it must not."""

    where: str
    form: str
    around: str


@dataclass
class Searcher:
    """Knows what was planted: the mark, and values that others made up meanwhile."""

    extra: list[str] = field(default_factory=list)
    """Made lately."""
    always: list[str] = field(default_factory=list)

    def search(self, where: str, data: bytes) -> list[Leak]:
        """The form in which something planted stands in the data, and in what is packed in it."""
        packed = self._found(f"{where} (packed)", _unpacked(data)) if _GZIP in data else ()
        return [*self._found(where, data), *packed]

    def _found(self, where: str, data: bytes) -> Iterator[Leak]:
        wanted = [
            needles(value)
            for value in dict.fromkeys(
                (MARK, TOKEN, TYPED, *(value[:LEAST] for value in (*self.extra, *self.always)))
            )
        ]
        for name, view in VIEWS.items():
            if _WORTH.get(name, b"") not in data:
                continue
            seen = view(data)
            lower = seen.lower()
            for encoding in ("as it is", "base64", "hex"):
                text = seen if encoding == "base64" else lower
                at = _first(text, (needle for one in wanted for needle in one[encoding]))
                if at >= 0:
                    around = seen[max(at - _AROUND, 0) : at + 2 * _AROUND].decode("latin-1")
                    yield Leak(where, encoding if name == "plain" else f"{encoding}, {name}", around)
                    return


def _first(text: bytes, wanted: Iterable[bytes]) -> int:
    return next((at for needle in wanted if (at := text.find(needle)) >= 0), -1)
