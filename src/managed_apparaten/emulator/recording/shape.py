"""Exchanges with a tenant that is somebody's, reduced to their shape: what a replay compares, and nothing that anybody put there.

The other way round than `scrub`, which takes out what it knows to be private: here stays what is known to be Graph's own. A word is
kept when it stands in Graph's metadata, in the collections that are served here, or in the settings catalog; an id becomes a running
number, the same one each time; every other text is a stand-in, and numbers, dates and yes or no are as well. What has the shape of
something that is there already is left out after a few, so that somebody can read all of it before it is sent away.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import quote

import orjson

from managed_apparaten.emulator.core.errors import GraphError
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.odata import urls
from managed_apparaten.emulator.odata.metadata import VERSIONS, load
from managed_apparaten.emulator.recording.file import SAFE, RecordedExchange
from managed_apparaten.emulator.recording.scrub import GUID, KEPT, SCRUBBED
from managed_apparaten.emulator.service.collections import COLLECTIONS
from managed_apparaten.emulator.service.intune import settings_catalog

ALIKE = 3
"""Of what has one shape, in a list or in the whole recording, so many stay."""
HEADERS: Mapping[str, frozenset[str]] = {
    "consistencylevel": frozenset({"eventual"}),
    "prefer": frozenset({"include-unknown-enum-members"}),
}
"""Of a request's headers these, with these values."""
LINKS = frozenset({"@odata.nextLink", "@odata.deltaLink"})
_SAID = frozenset({"", "****"})
"""Texts that tell nothing but that there is none, or that Intune masks it."""
_ID = re.compile(
    rf"(?:[A-Z]_)?{GUID.pattern}(?:_{GUID.pattern})*(?:_[0-9]{{1,3}}|_incl|_excl){{0,2}}", re.ASCII
)
_CODE = re.compile(r"[A-Za-z_]{1,60}", re.ASCII)
_ANNOTATION = re.compile(r"([A-Za-z]*)@(?:odata|microsoft\.graph)\.[A-Za-z.]{1,40}", re.ASCII)
_PAGE = re.compile(r"page-[0-9]+")
_WORDS = re.compile(r"[A-Za-z_][\w.]*")
_LANGUAGE = frozenset(
    {
        "eq",
        "ne",
        "and",
        "or",
        "not",
        "in",
        "startswith",
        "isof",
        "true",
        "false",
        "select",
        "expand",
        "filter",
        "top",
    }
)


@cache
def members() -> frozenset[str]:
    """Names of properties and navigations, of either version."""
    types = [load(version).get(name) for version in VERSIONS for name in load(version).names()]
    return frozenset(name for found in types for name in (*found.properties, *found.navigation))


@cache
def types() -> frozenset[str]:
    """Names of types, of either version."""
    return frozenset(name for version in VERSIONS for name in load(version).names())


@cache
def words() -> frozenset[str]:
    """What a body may name, and an option ask for."""
    return frozenset({*members(), *(f"microsoft.graph.{name}" for name in types()), *_LANGUAGE, "value", ""})


@cache
def segments() -> frozenset[str]:
    """What a path may name besides ids."""
    served = {
        part for collection in COLLECTIONS for part in (*collection.path.split("/"), *collection.routes)
    }
    casts = {f"microsoft.graph.{name}" for name in types()}
    return frozenset({*served, *casts, *members(), *settings_catalog.load().definitions, "$count"})


@dataclass(slots=True)
class Outline:
    """One recording of shapes. Only what reads is taken down."""

    exchanges: list[RecordedExchange] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)
    """Names of properties and types that the metadata here does not know, and what stands for them: for the eyes of who records."""
    seen: int = 0
    """How many exchanges there were, also of shapes that were there already."""
    _ids: dict[str, str] = field(default_factory=dict)
    _pages: dict[str, str] = field(default_factory=dict)
    _alike: Counter[str] = field(default_factory=Counter)

    def note(self, method: str, path: str, headers: Mapping[str, str], status: int, answer: JSON) -> None:
        """Take down one exchange: `path` with version and options, `answer` as parsed. A value that was asked for is passed over."""
        if method != "GET" or "=" in path.partition("?")[0] or status == 401:
            return
        self.seen += 1
        sent = {
            name.lower(): value for name, value in headers.items() if value in HEADERS.get(name.lower(), ())
        }
        shape = self._error(answer) if status >= 400 else self._value(answer)
        items = answer.get("value") if isinstance(answer, dict) else None
        made = RecordedExchange(
            method,
            self._path(path),
            sent,
            None,
            status,
            {},
            shape,
            len(items) if isinstance(items, list) else None,
        )
        if _few([made.path, sent, status, shape], self._alike):
            self.exchanges.append(made)

    def _value(self, value: JSON, key: str = "") -> JSON:
        if isinstance(value, dict):
            return {self._key(name): self._value(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            alike = Counter[str]()
            return [item for item in map(self._value, value) if _few(item, alike)]
        if isinstance(value, str):
            return self._text(value, key)
        return value if value is None else type(value)()

    def _key(self, name: str) -> str:
        annotated = _ANNOTATION.fullmatch(name)
        if (annotated[1] if annotated else name) in words():
            return name
        return self._stand_in(name, "unknown")

    def _stand_in(self, name: str, prefix: str) -> str:
        return self.unknown.setdefault(name, f"{prefix}{len(self.unknown) + 1}")

    def _text(self, value: str, key: str) -> str:
        if value in _SAID:
            return value
        if key.endswith("@odata.type"):
            known = value.removeprefix("#").removeprefix("microsoft.graph.") in types()
            return value if known else self._stand_in(value, "#microsoft.graph.unknown")
        if key in LINKS:
            return urls.DEFAULT_ROOT + self._path(value.removeprefix(urls.root(value)))
        return self._known(value)

    def _known(self, text: str) -> str:
        return GUID.sub(lambda found: self._id(found[0].lower()), text) if _ID.fullmatch(text) else SCRUBBED

    def _id(self, guid: str) -> str:
        return (
            guid
            if guid in KEPT
            else self._ids.setdefault(guid, f"00000000-0000-4000-8000-{len(self._ids) + 1:012x}")
        )

    def _path(self, path: str) -> str:
        try:
            url = urls.parse(path)
        except GraphError:
            return f"/{VERSIONS[0]}/{SCRUBBED}"
        base = "/".join(
            quote(text if text in segments() else self._known(text), safe=SAFE) for text in url.segments
        )
        options = [
            f"{name}={quote(self._option(name, value), safe=SAFE)}"
            for name, value in url.options.items()
            if name.startswith("$")
        ]
        shown = [text for text in options if _CODE.fullmatch(text.partition("=")[0].removeprefix("$"))]
        return f"/{url.version}/{base}" + ("?" + "&".join(shown) if shown else "")

    def _option(self, name: str, value: str) -> str:
        if name in ("$top", "$skip") and value.isdecimal():
            return value
        if "skiptoken" in name.lower():
            return self._pages.setdefault(value, f"page-{len(self._pages) + 1}")
        shown = re.sub(r"'((?:[^']|'')*)'", lambda found: f"'{self._known(found[1])}'", value)
        return shown if _vocabulary(re.sub(r"'[^']*'", "", shown)) else SCRUBBED

    def _error(self, answer: JSON) -> JSON:
        """What a refusal is called, and whether Intune's front end wrapped its message."""
        error = answer.get("error") if isinstance(answer, dict) else None
        if not isinstance(error, dict):
            return None
        code, message = str(error.get("code")), str(error.get("message", ""))
        wrapped = "{}" if message.lstrip().startswith("{") else SCRUBBED
        return {"error": {"code": code if _CODE.fullmatch(code) else SCRUBBED, "message": wrapped}}


def _few(found: JSON, alike: Counter[str]) -> bool:
    """Whether there are few of this shape yet, ids and pages apart; counts it."""
    shape = _PAGE.sub("", GUID.sub("", orjson.dumps(found).decode()))
    alike[shape] += 1
    return alike[shape] <= ALIKE


def _vocabulary(text: str) -> bool:
    """Whether an option is made of Graph's own words and signs only."""
    own: Iterable[str] = _WORDS.findall(text)
    return words().issuperset(own) and not re.sub(r"[\s$(),;=/]|" + _WORDS.pattern, "", text)
