"""The collection of an exported object: by its type, its context, its folder, or keys that only one type has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.odata.metadata import Metadata
from managed_apparaten.emulator.odata.validate import PREFIXES
from managed_apparaten.emulator.service.collections import BY_PATH, COLLECTIONS, Collection
from managed_apparaten.emulator.worlds.exported import ExportedObject

ROOTS: Mapping[str, str] = {"deviceManagement": "deviceManagement", "deviceAppManagement": "deviceAppManagement",
                            "identity/conditionalAccess": "conditionalAccessRoot"}  # fmt: skip
"""Path -> type that leads to the collections."""
LEAST = 5
"""Fewest keys of an object without a type by which its collection is guessed."""


def bare(annotation: JSON) -> str:
    """`iosCompliancePolicy` for `#microsoft.graph.iosCompliancePolicy`; empty for what is no annotation."""
    text = annotation if isinstance(annotation, str) else ""
    return next((text.removeprefix(prefix) for prefix in PREFIXES if text.startswith(prefix)), text)


def place(piece: ExportedObject, metadata: Metadata) -> Collection | None:
    """The collection that takes an object; None when nothing tells, or when what tells contradicts its type."""
    name = bare(piece.body.get("@odata.type"))
    named = _at(piece.folder, metadata) if piece.folder else _by_folder(piece, metadata)
    if name:
        if metadata.find(name) is None:
            return None
        if named is not None and metadata.is_a(name, named.type):
            return named
        fitting = [item for item in _creatable(metadata) if metadata.is_a(name, item.type)]
        return max(fitting, key=lambda item: len(metadata.get(item.type).ancestors), default=None)
    return named if named or piece.folder else _by_keys(piece.body, metadata)


def _at(path: str, metadata: Metadata) -> Collection | None:
    """The collection at a path, described or by the metadata alone."""
    found = BY_PATH.get(tuple(path.split("/")))
    if found is not None:
        return found if "POST" in found.methods else None
    return next((item for item in _undescribed(metadata) if item.path == path), None)


def _by_folder(piece: ExportedObject, metadata: Metadata) -> Collection | None:
    """A collection that a folder is called after, the deepest first, when it has most of the object's keys."""
    names = {_plain(item.path.rsplit("/", 1)[-1]): item for item in reversed(_creatable(metadata))}
    for folder in piece.path.split("/")[-2::-1]:
        item = names.get(_plain(folder))
        if item is not None:
            found = metadata.get(item.type)
            keys = {key for key in piece.body if "@" not in key}
            if len(keys & {*found.properties, *found.navigation}) * 2 > len(keys):
                return item
    return None


def _plain(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum())


def _creatable(metadata: Metadata) -> list[Collection]:
    """Collections in which objects are made; one that another describes with the same type, such as co-managed devices, is none."""
    described = {item.type for item in COLLECTIONS}
    own = [item for item in COLLECTIONS if "POST" in item.methods and metadata.find(item.type) is not None]
    return [*own, *(item for item in _undescribed(metadata) if item.type not in described)]


@cache
def _undescribed(metadata: Metadata) -> tuple[Collection, ...]:
    """Collections that the roots lead to, directly or by way of a single object, and no row of `served` describes."""
    found: list[Collection] = []
    waiting = [(path, root) for path, root in ROOTS.items() if metadata.find(root) is not None]
    for path, name in waiting:
        for key, nav in metadata.get(name).navigation.items():
            below = f"{path}/{key}"
            if metadata.find(nav.type) is None or tuple(below.split("/")) in BY_PATH:
                continue
            if nav.collection:
                found.append(Collection(below, nav.type))
            elif path in ROOTS:
                waiting.append((below, nav.type))
    return tuple(found)


def _by_keys(body: Mapping[str, JSON], metadata: Metadata) -> Collection | None:
    """The only collection with a type that has every key of an object."""
    keys = {key for key in body if not key.startswith("@")}
    if len(keys) < LEAST:
        return None
    found = {
        item.path: item
        for item in _creatable(metadata)
        if any(keys <= names for names in _members(metadata, item.type))
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _members(metadata: Metadata, name: str) -> Iterator[set[str]]:
    """Names of what the collection's type has; a type that derives from it is not guessed, it must be named."""
    found = metadata.get(name)
    if not found.abstract:
        yield {*found.properties, *found.navigation}
