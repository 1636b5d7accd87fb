"""Recordings of exchanges with Graph, this tenant's or a real one's: JSON lines, scrubbed, in the order they happened.

Recorded is what a replay needs and no more: method, path with options, body; status, the few headers that mean something,
body. Sign-in is not recorded. The same exchanges give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

import orjson

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.odata.metadata import VERSIONS
from managed_apparaten.emulator.odata.urls import root
from managed_apparaten.emulator.recording.scrub import Scrubber

FORMAT = "recording of Microsoft Graph"
VERSION = 1
SENT = ("consistencylevel", "prefer", "x-msft-approval-justification", "x-msft-approval-code")
ANSWERED = ("retry-after", "location", "x-msft-approval-code")
SAFE = "/$()='*,:;&?@!~-._"


class NoRecording(ValueError):
    """The file holds no recording; `args[0]` is the line."""


@dataclass(frozen=True, slots=True)
class RecordedExchange:
    """One request and what became of it."""

    method: str
    path: str
    """Version, path and options; no host."""
    headers: Mapping[str, str]
    body: JSON
    status: int
    answered: Mapping[str, str]
    """Headers of the answer."""
    answer: JSON
    """Body of the answer; None when it was empty or no JSON."""
    items: int | None = None
    """How many there were in a list of which not all were kept."""


@dataclass(slots=True)
class Recorder:
    """Collects exchanges, scrubbed at once."""

    exchanges: list[RecordedExchange] = field(default_factory=list)
    _scrubber: Scrubber = field(default_factory=Scrubber)

    def note(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, status: int, answered: Mapping[str, str], answer: bytes,
    ) -> None:  # fmt: skip
        """Add one exchange; what is not Graph's (tokens, keys, downloads) and what lacked a token is passed over."""
        path = unquote(url.removeprefix(root(url)))
        if path.split("/")[1:2] not in ([version] for version in VERSIONS) or status == 401:
            return
        person = path.split("?")[0].split("/")[2:3] in (["users"], ["me"])
        got = self._scrubber.body(_parsed(answer), person=person)
        sent = self._scrubber.body(_parsed(body), person=person)
        shown = quote(self._scrubber.text(path), safe=SAFE)
        self.exchanges.append(
            RecordedExchange(
                method, shown, self._few(headers, SENT), sent, status, self._few(answered, ANSWERED), got
            )
        )

    def _few(self, headers: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
        found = {name.lower(): value for name, value in headers.items()}
        return {name: self._scrubber.text(found[name]) for name in names if name in found}

    def dump(self) -> bytes:
        """The recording as it stands in a file."""
        return dumped(self.exchanges)


def _parsed(body: bytes) -> JSON:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None


def dumped(exchanges: Iterable[RecordedExchange]) -> bytes:
    """A recording as it stands in a file."""
    head = orjson.dumps({"format": FORMAT, "version": VERSION})
    return b"".join(line + b"\n" for line in (head, *map(_line, exchanges)))


def _line(found: RecordedExchange) -> bytes:
    request = {"method": found.method, "path": found.path, "headers": found.headers, "body": found.body}
    response = {"status": found.status, "headers": found.answered, "body": found.answer}
    return orjson.dumps(
        {
            "request": request,
            "response": response if found.items is None else response | {"items": found.items},
        }
    )


def load(lines: Iterable[bytes]) -> Iterator[RecordedExchange]:
    """The exchanges of a recording; raises NoRecording for the first line that is none."""
    number = 0
    for number, text in enumerate(lines, 1):
        found = _parsed(text)
        if number == 1:
            if not isinstance(found, dict) or (found.get("format"), found.get("version")) != (
                FORMAT,
                VERSION,
            ):
                raise NoRecording(number)
            continue
        yield _exchange(found, number)
    if not number:
        raise NoRecording(1)


def _exchange(found: JSON, number: int) -> RecordedExchange:
    try:
        request, response = found["request"], found["response"]
        headers, answered = dict(request["headers"]), dict(response["headers"])
        made = RecordedExchange(
            request["method"], request["path"], headers, request["body"], response["status"], answered, response["body"],
            response.get("items"),
        )  # fmt: skip
    except (AttributeError, KeyError, TypeError, ValueError):
        raise NoRecording(number) from None
    texts = (made.method, made.path, *headers.values(), *answered.values())
    if (
        not isinstance(made.status, int)
        or not isinstance(made.items, int | None)
        or not all(isinstance(text, str) for text in texts)
    ):
        raise NoRecording(number)
    return made
