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


def outside(metadata: Metadata, found: Type, sent: Mapping[str, JSON]) -> Iterator[tuple[str, int, int]]:
    """(property, least, greatest) of every number in a body, however deep, that its page does not allow."""
    for key, value in sent.items():
        stated = next((table()[name][key] for name in (found.name, *found.ancestors) if key in table().get(name, ())), None)
        if stated is not None and isinstance(value, int) and not stated[0] <= value <= stated[1]:
            yield key, stated[0], stated[1]
        inner = found.properties.get(key) or found.navigation.get(key)
        for item in value if isinstance(value, list) else [value]:
            if inner is not None and isinstance(item, dict):
                below = metadata.find(str(item.get("@odata.type", inner.type)).removeprefix("#").removeprefix("microsoft.graph."))
                yield from outside(metadata, below, item) if below is not None else ()
