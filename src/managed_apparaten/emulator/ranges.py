"""Ranges of numbers that the reference pages state: `_graph/ranges.json`, made by `scripts/generate_ranges.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

import orjson

from .http import JSON
from .metadata import Metadata, Type


@cache
def table() -> Mapping[str, Mapping[str, tuple[int, int, str]]]:
    """Type -> property -> least value, greatest value and the page that says so."""
    raw = orjson.loads((files(__package__) / "_graph" / "ranges.json").read_bytes())["ranges"]
    return {name: {key: (row[0], row[1], row[2]) for key, row in own.items()} for name, own in raw.items()}


@cache
def _stated(lineage: tuple[str, ...]) -> Mapping[str, tuple[int, int, str]]:
    """The ranges of a type and its bases, nearest base first."""
    own = (table().get(name, {}) for name in reversed(lineage))
    return {key: row for rows in own for key, row in rows.items()}


def outside(metadata: Metadata, found: Type, sent: Mapping[str, JSON]) -> Iterator[tuple[str, int, int]]:
    """(property, least, greatest) of every number in a body, however deep, that its page does not allow."""
    stated = _stated((found.name, *found.ancestors))
    for key, value in sent.items():
        if isinstance(value, int):
            if (row := stated.get(key)) is not None and not row[0] <= value <= row[1]:
                yield key, row[0], row[1]
        elif isinstance(value, list | dict):
            inner = found.properties.get(key) or found.navigation.get(key)
            for item in value if isinstance(value, list) else [value]:
                if inner is not None and isinstance(item, dict):
                    below = metadata.find(str(item.get("@odata.type", inner.type)).removeprefix("#").removeprefix("microsoft.graph."))
                    yield from outside(metadata, below, item) if below is not None else ()
