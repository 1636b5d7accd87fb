"""Ranges of numbers that the reference pages state: `_graph/ranges.json`, made by `scripts/generate_ranges.py`; and of addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib.resources import files
from ipaddress import ip_address, ip_network

import orjson

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.odata.metadata import Metadata, Type


@cache
def table() -> Mapping[str, Mapping[str, tuple[int, int, str]]]:
    """Type -> property -> least value, greatest value and the page that says so."""
    raw = orjson.loads((files("managed_apparaten.emulator._graph") / "ranges.json").read_bytes())["ranges"]
    return {name: {key: (row[0], row[1], row[2]) for key, row in own.items()} for name, own in raw.items()}


@cache
def _stated(lineage: tuple[str, ...]) -> Mapping[str, tuple[int, int, str]]:
    """The ranges of a type and its bases, nearest base first."""
    own = (table().get(name, {}) for name in reversed(lineage))
    return {key: row for rows in own for key, row in rows.items()}


def outside(metadata: Metadata, found: Type, sent: Mapping[str, JSON]) -> Iterator[tuple[str, int, int]]:
    """(property, least, greatest) of every number in a body, however deep, that its page does not allow."""
    for own, body in _objects(metadata, found, sent):
        stated = _stated((own.name, *own.ancestors))
        for key, value in body.items():
            if (
                isinstance(value, int)
                and (row := stated.get(key)) is not None
                and not row[0] <= value <= row[1]
            ):
                yield key, row[0], row[1]


def misaddressed(metadata: Metadata, found: Type, sent: Mapping[str, JSON]) -> Iterator[str]:
    """Every range of addresses in a body, however deep, that is none of its version (graph/api/resources/iprange)."""
    for own, body in _objects(metadata, found, sent):
        if "ipRange" in own.ancestors:
            given = [
                body[name]
                for name in ("cidrAddress", "lowerAddress", "upperAddress")
                if body.get(name) is not None
            ]
            if given and not _is_range(own.name, [str(text) for text in given]):
                yield "-".join(map(str, given))


def _is_range(kind: str, given: list[str]) -> bool:
    version = 6 if kind.startswith("iPv6") else 4
    if "Cidr" in kind:
        with suppress(ValueError):
            _, _, bits = given[0].partition("/")
            return (
                bits.isdecimal()
                and "%" not in given[0]
                and ip_network(given[0], strict=False).version == version
            )
        return False
    with suppress(ValueError):
        numbers = [ip_address(text) for text in given]
        return all(one.version == version and "%" not in str(one) for one in numbers) and int(
            numbers[0]
        ) <= int(numbers[-1])
    return False


def _objects(
    metadata: Metadata, found: Type, sent: Mapping[str, JSON]
) -> Iterator[tuple[Type, Mapping[str, JSON]]]:
    """A body and every object in it, with their types."""
    yield found, sent
    for key, value in sent.items():
        inner = (
            found.properties.get(key) or found.navigation.get(key) if isinstance(value, list | dict) else None
        )
        for item in value if isinstance(value, list) else [value]:
            if inner is not None and isinstance(item, dict):
                below = metadata.find(
                    str(item.get("@odata.type", inner.type))
                    .removeprefix("#")
                    .removeprefix("microsoft.graph.")
                )
                yield from _objects(metadata, below, item) if below is not None else ()
