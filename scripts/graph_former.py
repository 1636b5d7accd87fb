"""Collect names in paths that the SDK lacks, while reference pages and earlier published metadata have them.

These are collections, objects and operations. A page alone is not enough, nor is metadata alone: a name
counts when a request on a page of the reference uses it and published metadata declares it. The types to
which it leads are collected too, as that metadata declares them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.graph_csdl import Bound, Schema, Table

ROOTS = ("deviceAppManagement", "deviceManagement")
REQUEST = re.compile(r"^(?:GET|POST|PATCH|PUT|DELETE)\s+/?(\S+)", re.MULTILINE)
KEY = re.compile(r"\{[^}]*\}")
NAME = re.compile("[a-z][A-Za-z]+")
LONGEST = 4
"""Longest route of an operation, in segments, as in `generate_graph_operations`."""


@dataclass(frozen=True, slots=True)
class Given:
    """What one API version has: the SDK's types, the published files, and the paths of the pages. The first
    file that declares a name decides.
    """

    raw: Mapping[str, Any]
    schemas: tuple[Schema, ...]
    paths: frozenset[tuple[str, ...]]
    known: frozenset[tuple[str, str]]
    """(method, route) of the SDK's operations."""
    kinds: frozenset[str]
    """Types of the documented properties that the SDK lacks."""
    gone: frozenset[tuple[str, str]] = frozenset()
    """(type, navigation property) that the service refuses according to public reports (reports.json)."""


@dataclass(slots=True)
class Found:
    """What the SDK of a version lacks."""

    navigation: dict[str, dict[str, str]] = field(default_factory=dict)
    types: dict[str, dict[str, Any]] = field(default_factory=dict)
    enums: dict[str, list[str]] = field(default_factory=dict)
    operations: list[list[Any]] = field(default_factory=list)

    def sorted(self) -> dict[str, Any]:
        """Return the same, sorted by name."""
        tables = {
            name: dict(sorted(table.items()))
            for name, table in self.navigation.items()
            if name not in self.types
        }
        return {"navigation": dict(sorted(tables.items())), "enums": dict(sorted(self.enums.items())),
                "types": dict(sorted(self.types.items())), "operations": sorted(self.operations)}  # fmt: skip


def paths(folder: Path) -> frozenset[tuple[str, ...]]:
    """Return the paths of the requests on the pages of Intune, with `{id}` for a key and functions without
    arguments.
    """
    found = set()
    for page in sorted(folder.glob("intune-*.md")):
        for request in REQUEST.finditer(page.read_text("utf-8-sig")):
            parts = (
                KEY.sub("{id}", part)
                for part in re.sub(r"\(.*", "", request[1].partition("?")[0]).strip("/").split("/")
            )
            found.add(tuple(part.removeprefix("microsoft.graph.") for part in parts))
    return frozenset(found)


def beginnings(folder: Path) -> frozenset[str]:
    """Return the names at the beginning of the requests on the pages of Intune."""
    return frozenset(path[0] for path in paths(folder) if NAME.fullmatch(path[0]))


def former(given: Given) -> Found:
    """Return everything that the SDK of a version lacks."""
    search = _Search(given, Found())
    for path in sorted(given.paths):
        search.walk(path)
    for kind in sorted(given.kinds):
        search.take(kind)
    return search.found


@dataclass(frozen=True, slots=True)
class _Search:
    given: Given
    found: Found

    def walk(self, path: tuple[str, ...]) -> None:
        """Follow a path from its root, and collect what the SDK lacks on it."""
        if path[0] not in ROOTS:
            return
        kind, many = path[0], False
        for index, part in enumerate(path[1:], 1):
            if part == "{id}":
                many = False
                continue
            target = self._target(kind, part)
            if target is None:
                self._operation(path, index, f"{'[]' if many else ''}{kind}")
                return
            kind, many = target.removeprefix("[]"), target.startswith("[]")

    def _target(self, kind: str, name: str) -> str | None:
        """Return the type to which a navigation property leads; a cast leads to the type that it names."""
        if name in self.given.raw["types"] or name in self.found.types:
            return name
        for current in self._lineage(kind):
            own = self.given.raw["types"].get(current, {}).get("navigation", {}) | self.found.navigation.get(
                current, {}
            )
            if name in own:
                return str(own[name])
        for current in self._lineage(kind):
            declared = next(
                (table.navigation[name] for table in self._tables(current) if name in table.navigation), None
            )
            if declared is not None and (current, name) not in self.given.gone:
                self.found.navigation.setdefault(current, {})[name] = declared
                self.take(declared.removeprefix("[]"))
                return declared
        return None

    def _lineage(self, kind: str) -> Iterator[str]:
        current: str | None = kind
        while current is not None:
            yield current
            entry = self.given.raw["types"].get(current) or self.found.types.get(current)
            current = entry["base"] if entry else None

    def _tables(self, kind: str) -> Iterable[Table]:
        return (schema.types[kind] for schema in self.given.schemas if kind in schema.types)

    def take(self, name: str) -> None:
        """Collect a type that the SDK lacks, with its base, its derived types, and the types of its
        properties.
        """
        table = next(iter(self._tables(name)), None)
        if (
            name.startswith("Edm.")
            or name in self.given.raw["types"]
            or name in self.found.types
            or name in self.given.raw["enums"]
        ):
            return
        members = next((schema.enums[name] for schema in self.given.schemas if name in schema.enums), None)
        if members is not None:
            self.found.enums[name] = members
        if table is None:
            return
        entry: dict[str, Any] = {"base": table.base, "entity": False, "properties": {}}
        self.found.types[name] = entry
        if table.base:
            self.take(table.base)
        entry["entity"] = any(current == "entity" for current in self._lineage(name))
        for key, declared in table.properties.items():
            self.take(declared.type.removeprefix("[]"))
            entry["properties"][key] = declared.type + self._mark(declared.type, declared.nullable)
        if table.abstract:
            entry["abstract"] = True
        for key, target in table.navigation.items():
            self.take(target.removeprefix("[]"))
            entry.setdefault("navigation", {})[key] = target
        for schema in self.given.schemas:
            for child in (other for other, declared in schema.types.items() if declared.base == name):
                self.take(child)

    def _mark(self, kind: str, nullable: bool) -> str:
        """Return the marks of a property: flags, and null where the kind of the type suggests otherwise."""
        name = kind.removeprefix("[]")
        flags = " flags" if any(name in schema.flags for schema in self.given.schemas) else ""
        enum = name in self.found.enums or name in self.given.raw["enums"]
        by_kind = name != "Edm.Boolean" and not enum
        other = (
            "" if kind.startswith("[]") or nullable is by_kind else " nullable" if nullable else " required"
        )
        return flags + other

    def _operation(self, path: tuple[str, ...], index: int, target: str) -> None:
        """Collect a function or an action at the end of a path: of a root, a collection or one of its
        objects.
        """
        if (
            index != len(path) - 1
            or len(path) > LONGEST
            or path.count("{id}") > 1
            or ("{id}" in path and path[-2] != "{id}")
        ):
            return
        bound = next(
            (
                one
                for schema in self.given.schemas
                for one in schema.bound
                if self._fits(one, path[-1], target)
            ),
            None,
        )
        if bound is None or (bound.method, "/".join(path)) in self.given.known:
            return
        for kind in (*bound.parameters.values(), bound.answer):
            self.take(kind.removeprefix("[]"))
        row = [
            bound.method,
            "/".join(path),
            bound.parameters,
            bound.answer.replace("Edm.Stream", "Edm.Binary"),
        ]
        if row not in self.found.operations:
            self.found.operations.append(row)

    def _fits(self, bound: Bound, name: str, target: str) -> bool:
        """Return whether an operation is bound to the type to which a path leads, or to a base of it. An
        operation of a derived type needs a cast.
        """
        same = bound.target.startswith("[]") == target.startswith("[]")
        return (
            bound.name == name
            and same
            and bound.target.removeprefix("[]") in self._lineage(target.removeprefix("[]"))
        )
