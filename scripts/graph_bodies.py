"""Collect what bodies from real services show and a set of types lacks: keys, members of enums, nulls.

The sources are folders of exported policies, and notes that quote requests to a real tenant. Only names,
kinds and counts are kept, no value of anybody's tenant.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from managed_apparaten.emulator.worlds import exported

Raw = Mapping[str, Any]
"""`types` and `enums` in the packaged form of the metadata."""
NOTE = re.compile(r"(?P<url>https://graph\.microsoft\.com/(?:beta|v1\.0)/\S+)|(?P<open>^\s*\{)", re.M)
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
OF_TOOLS = frozenset(
    {"groupName", "groupType", "groupDisplayName", "membershipRule", "payloadName", "source", "sourceId"}
)
"""Members that IntuneCD adds to assignments and to settings; `source` and `sourceId` are Graph's and read-only."""
EDM_OF_JSON: Mapping[type, str] = {bool: "Edm.Boolean", int: "Edm.Int32", float: "Edm.Double"}


@dataclass(slots=True)
class Seen:
    """How often a key of a type was seen, how often it was null, and with which kinds of values."""

    count: int = 0
    nulls: int = 0
    kinds: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Sightings:
    """What the bodies of one source show."""

    keys: dict[tuple[str, str], Seen] = field(default_factory=lambda: defaultdict(Seen))
    """Keys that a type lacks."""
    nulls: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Known properties that are null, by the type that declares them."""
    values: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Known single booleans and members of enums that are not null, by the type that declares them."""
    members: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Members that an enum lacks, in any case."""
    types: Counter[str] = field(default_factory=Counter)
    """How many objects of each type there are."""
    unknown: Counter[str] = field(default_factory=Counter)
    """Types that are not known."""


class Walk:
    """A comparison of bodies with types."""

    def __init__(self, raw: Raw) -> None:
        self._types, self._enums = raw["types"], raw["enums"]
        self._folded = {name: {member.lower() for member in members} for name, members in self._enums.items()}
        self.found = Sightings()

    def root(self, body: Any, declared: str) -> None:
        """Compare one answer or request. A note may quote other JSON as well; such an object is skipped,
        because it shares too few keys with the type.
        """
        if not isinstance(body, dict):
            return
        if isinstance(body.get("value"), list) and not self._declared(declared, "value")[0]:
            for item in body["value"]:
                self.root(item, declared)
            return
        name = self._named(body.get("@odata.type")) or declared
        keys = [key for key in body if "@" not in key]
        if name in self._types and sum(bool(self._declared(name, key)[0]) for key in keys) * 2 < len(keys):
            return
        if name:
            self.body(body, name)

    def body(self, body: dict[str, Any], declared: str) -> None:
        """Compare one object and the objects inside it."""
        name = self._named(body.get("@odata.type")) or declared
        if name not in self._types:
            self.found.unknown[name] += 1
            return
        self.found.types[name] += 1
        for key, value in body.items():
            if "@" in key or key.startswith("#") or key in OF_TOOLS:
                continue
            owner, text = self._declared(name, key)
            if owner:
                self._known(owner, key, text, value)
            else:
                self._unknown(name, key, value, body.get(f"{key}@odata.type"))

    def _named(self, annotation: object) -> str:
        return str(annotation or "").removeprefix("#").removeprefix("microsoft.graph.")

    def _declared(self, name: str, key: str) -> tuple[str, str]:
        """Return the type that declares a member, and the declaration; empty texts when none does."""
        current: str | None = name
        while current is not None and current in self._types:
            entry = self._types[current]
            text = entry["properties"].get(key) or entry.get("navigation", {}).get(key)
            if text:
                return current, str(text)
            current = entry["base"]
        return "", ""

    def _known(self, owner: str, key: str, text: str, value: object) -> None:
        target = text.removeprefix("[]").split(" ")[0]
        if value is None:
            self.found.nulls[owner, key] += 1
        elif target in self._folded or target == "Edm.Boolean":
            self.found.values[owner, key] += 1
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and not target.startswith("Edm."):
                self.body(item, target)
            elif isinstance(item, str) and target in self._folded:
                for part in item.split(","):
                    if part.strip().lower() not in self._folded[target]:
                        self.found.members[target, part.strip()] += 1

    def _unknown(self, name: str, key: str, value: object, annotation: object) -> None:
        seen = self.found.keys[name, key]
        seen.count += 1
        if value is None:
            seen.nulls += 1
        else:
            seen.kinds[_kind(value, annotation)] += 1


def _kind(value: object, annotation: object) -> str:
    """Return the Edm type of a value, from the annotation beside it or from its form."""
    if isinstance(annotation, str):
        text = annotation.removeprefix("#")
        many = text.startswith("Collection(")
        text = text.removeprefix("Collection(").removesuffix(")").removeprefix("microsoft.graph.")
        edm = text if "." in text or text[:1].islower() else f"Edm.{text}"
        return ("[]" if many else "") + edm
    if isinstance(value, list):
        kinds = {_kind(item, None) for item in value}
        return "[]" + (kinds.pop() if len(kinds) == 1 else "")
    if isinstance(value, dict):
        return (
            str(value.get("@odata.type") or "").removeprefix("#").removeprefix("microsoft.graph.") or "object"
        )
    if isinstance(value, str):
        return (
            "Edm.DateTimeOffset"
            if DATE_TIME.match(value)
            else "Edm.Guid"
            if GUID.fullmatch(value)
            else "Edm.String"
        )
    return EDM_OF_JSON[type(value)]


def exports(folder: Path, raw: Raw) -> Sightings:
    """Return what a folder of exported policies shows."""
    walk = Walk(raw)
    for path in sorted(folder.rglob("*.json")):
        try:
            body = orjson.loads(exported.decoded(path.read_bytes()))
        except (orjson.JSONDecodeError, UnicodeDecodeError):
            continue
        if isinstance(body, dict):
            walk.root(body, target(exported.placed(path.relative_to(folder).as_posix(), body), raw))
    return walk.found


def notes(folder: Path, raw: Raw) -> Sightings:
    """Return what requests that notes quote show: a URL, and the JSON object below it."""
    walk = Walk(raw)
    for path in sorted(folder.rglob("*.md")):
        for url, body in quoted(path.read_text("utf-8")):
            walk.root(body, target(re.split(r"[?(]", url.split("/", 4)[4])[0], raw))
    return walk.found


def quoted(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield URLs and the objects that follow them."""
    url, after = "", 0
    for found in NOTE.finditer(text):
        if found.start() < after:
            continue
        if found["url"]:
            url = found["url"]
            continue
        end = _end(text, found.start("open"))
        after = end
        try:
            body = orjson.loads(text[found.start("open") : end])
        except orjson.JSONDecodeError:
            continue
        if url:
            yield url, body


def _end(text: str, start: int) -> int:
    """Return where the object that begins at `start` ends."""
    depth, inside, escaped = 0, False, False
    for place in range(start, len(text)):
        char = text[place]
        if inside:
            inside, escaped = (char != '"' or escaped), char == "\\" and not escaped
        elif char == '"':
            inside = True
        elif char in "{}":
            depth += 1 if char == "{" else -1
            if depth == 0 and char == "}":
                return place + 1
    return len(text)


def target(path: str, raw: Raw) -> str:
    """Return the type to which a path below the version leads; empty when it leads to no type."""
    root, *segments = [part for part in path.split("/") if part] if path else [""]
    current = {"identity": "conditionalAccessRoot"}.get(root, root)
    if root == "identity":
        segments = segments[1:]
    for segment in segments:
        if GUID.search(segment):
            continue
        found = _navigation(current, segment, raw["types"])
        if not found:
            return ""
        current = found
    return current if current in raw["types"] and segments else ""


def _navigation(name: str, key: str, types: Mapping[str, Any]) -> str:
    current: str | None = name
    while current is not None and current in types:
        found = types[current].get("navigation", {}).get(key)
        if found:
            return str(found).removeprefix("[]")
        current = types[current]["base"]
    return ""
