"""A recording played against a tenant: where do its answers differ from those recorded, in status and shape?

Ids are translated (`stand_ins`). What cannot be compared is counted apart: throttling, missing permissions, and requests about
objects for which nothing stands in here. Values are not compared, only which members there are and of which kind they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import orjson

from managed_apparaten.emulator.core.http import JSON, Request
from managed_apparaten.emulator.odata.metadata import VERSIONS, load
from managed_apparaten.emulator.recording.file import RecordedExchange
from managed_apparaten.emulator.recording.id_mapping import StandIns
from managed_apparaten.emulator.tenant import Tenant

What = Literal["status", "code", "nested", "missing", "extra", "kind"]
TRANSIENT = frozenset({429, 500, 502, 503, 504})
LINKS = frozenset({"@odata.nextLink", "@odata.count", "@odata.deltaLink", "@odata.etag"})
"""Members that depend on how much there is, not on what it is."""


@dataclass(frozen=True, slots=True)
class AnswerDifference:
    """One thing that this tenant does otherwise."""

    number: int
    """Which exchange, from 1."""
    method: str
    path: str
    what: What
    """`missing`: recorded, not answered here; `extra`: the other way round; `nested`: the form of an error's message."""
    where: str
    """Member, with dots and `[type]` for items of a list."""
    recorded: str
    here: str


@dataclass(slots=True)
class Replay:
    """What came of a recording."""

    compared: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    """Exchanges that could not be compared, by reason: `throttled`, `permission` or `unknown`."""
    differences: list[AnswerDifference] = field(default_factory=list)

    def skip(self, reason: str) -> None:
        """Count an exchange that cannot be compared."""
        self.skipped[reason] = self.skipped.get(reason, 0) + 1


def play(tenant: Tenant, exchanges: Iterable[RecordedExchange]) -> Replay:
    """Send everything that was recorded, in order, and compare; the tenant is changed by it."""
    found, known = Replay(), StandIns()
    for number, exchange in enumerate(exchanges, 1):
        if exchange.status in TRANSIENT:
            found.skip("throttled")
        elif exchange.status == 403 and "x-msft-approval-code" not in exchange.answered:
            found.skip("permission")
        elif (path := known.path(exchange, tenant)) is None:
            found.skip("unknown")
        else:
            status, body = _sent(tenant, exchange, path, known)
            found.compared += 1
            found.differences += _compared(number, exchange, status, body)
            if status == exchange.status:
                known.bind(exchange.answer, body)
    return found


def _sent(tenant: Tenant, exchange: RecordedExchange, path: str, known: StandIns) -> tuple[int, JSON]:
    body = b"" if exchange.body is None else known.translated(orjson.dumps(exchange.body).decode()).encode()
    answer = tenant.handle(Request(exchange.method, path, exchange.headers, body, "replay"))
    try:
        return answer.status, orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return answer.status, None


def _compared(number: int, exchange: RecordedExchange, status: int, body: JSON) -> Iterator[AnswerDifference]:
    def found(what: What, where: str, recorded: object, here: object) -> AnswerDifference:
        return AnswerDifference(number, exchange.method, exchange.path, what, where, str(recorded), str(here))

    if status != exchange.status:
        yield found("status", "", exchange.status, status)
        return
    if status >= 400:
        (code, form), (our_code, our_form) = _error(exchange.answer), _error(body)
        if exchange.answer is None:
            return
        if code != our_code:
            yield found("code", "error", code, our_code)
        if form != our_form:
            yield found("nested", "error", form, our_form)
        return
    version = exchange.path.split("/")[1]
    for what, where, theirs, ours in differing(
        exchange.answer, body, version if version in VERSIONS else "beta", ""
    ):
        yield found(what, where, theirs, ours)


def _error(body: JSON) -> tuple[str, str]:
    """An error's code, and whether Intune's front end wrapped its message."""
    error = body.get("error") if isinstance(body, dict) else None
    error = error if isinstance(error, dict) else {}
    wrapped = str(error.get("message", "")).lstrip().startswith("{")
    return str(error.get("code")), "in JSON" if wrapped else "plain"


def differing(recorded: JSON, here: JSON, version: str, where: str) -> Iterator[tuple[What, str, str, str]]:
    """(what, where, recorded, here) for each member that one has and the other lacks, or that is of another kind."""
    if recorded is None or here is None:
        return
    if _kind(recorded) != _kind(here):
        yield "kind", where, _kind(recorded), _kind(here)
    elif isinstance(recorded, dict) and _type(recorded) and _type(here) and _type(recorded) != _type(here):
        yield from _beside_metadata(recorded, version, where)
    elif isinstance(recorded, dict):
        yield from _members(recorded, here, version, where)
    elif isinstance(recorded, list):
        yield from _items(recorded, here, version, where)


def _members(
    recorded: dict[str, JSON], here: dict[str, JSON], version: str, where: str
) -> Iterator[tuple[What, str, str, str]]:
    prefix = f"{where}." if where else ""
    for key in sorted({*recorded, *here} - LINKS):
        if key not in here:
            yield "missing", prefix + key, _kind(recorded[key]), ""
        elif key not in recorded:
            yield "extra", prefix + key, "", _kind(here[key])
        else:
            yield from differing(recorded[key], here[key], version, prefix + key)


def _items(
    recorded: list[JSON], here: list[JSON], version: str, where: str
) -> Iterator[tuple[What, str, str, str]]:
    """Lists by the type of their items: the first of a type stands for all; of a type that is not here, its metadata."""
    theirs, ours = _by_type(recorded), _by_type(here)
    for kind, item in theirs.items():
        if kind in ours:
            yield from differing(item, ours[kind], version, f"{where}[{kind}]")
        elif kind:
            yield from _beside_metadata(item, version, f"{where}[{kind}]")


def _beside_metadata(
    recorded: dict[str, JSON], version: str, where: str
) -> Iterator[tuple[What, str, str, str]]:
    """Members of an object, of which there is none of its type here, that the type does not have."""
    found = load(version).find(_type(recorded).rpartition(".")[2])
    if found is None:
        yield "missing", where, "type", ""
        return
    for key in sorted(recorded):
        if "@" not in key and key not in found.properties and key not in found.navigation:
            yield "missing", f"{where}.{key}" if where else key, _kind(recorded[key]), ""


def _type(item: JSON) -> str:
    return str(item.get("@odata.type", "")).removeprefix("#") if isinstance(item, dict) else ""


def _by_type(items: list[JSON]) -> dict[str, JSON]:
    found: dict[str, JSON] = {}
    for item in items:
        found.setdefault(_type(item), item)
    return found


def _kind(value: JSON) -> str:
    names = {dict: "object", list: "list", str: "text", bool: "boolean", int: "number", float: "number"}
    return names.get(type(value), "null")
