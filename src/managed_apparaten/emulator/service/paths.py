"""What a path below an object names: navigation properties, keys and type casts, one after the other, at any depth.

A navigation property holds objects of its own (`contained`), or refers to objects of another collection (`references`). One that a
derived type declares is found behind a cast to that type (microsoft-graph-docs#4882, #5221).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata.metadata import Metadata, Navigation, Type
from managed_apparaten.emulator.service import permissions, representation
from managed_apparaten.emulator.service.call import Call
from managed_apparaten.emulator.service.collections import Collection, names_below
from managed_apparaten.emulator.service.home_collections import REFERENCED, find_home, list_homes

Child = dict[str, JSON]
ENDINGS = ("$count", "$ref")


@dataclass(frozen=True, slots=True)
class PathSegment:
    """One navigation property on the way down, and which of its members, if one was named."""

    nav: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class PathTarget:
    """What a path below an object names."""

    owner: Stored
    steps: tuple[PathSegment, ...]
    type: str
    """Type of the members, or of the single object: the declared one, or that of a cast."""
    many: bool
    """Whether the last navigation property is a collection."""
    declared: str
    """Declared type of the members, or of the single object."""
    ending: str = ""
    """`$count`, `$ref`, or nothing."""
    home: str = ""
    """The collection of what a reference leads to; empty when the objects are contained."""
    cast: str = ""
    """The type that the members of a list are cast to."""

    @property
    def last(self) -> PathSegment:
        """The last step."""
        return self.steps[-1]

    @property
    def whole(self) -> bool:
        """Whether it is a collection and not one of its members."""
        return self.many and self.last.id is None


def is_contained(metadata: Metadata, collection: Collection, owner: Type, nav: str) -> bool:
    """Whether a navigation property holds objects of its own, rather than references to others."""
    if nav in (*collection.editable, *collection.create_with, *collection.routes, "assignments"):
        return True
    kind = owner.navigation[nav].type
    return metadata.find(kind) is not None and not find_home(metadata, kind) and kind != "directoryObject"


def check_cast(call: Call, kind: str, declared: str, actual: str, object_id: str) -> None:
    """Refuse a cast to what no object of the declared type can be, and one to another type than the object has."""
    if not call.metadata.is_a(kind, declared):
        raise errors.unknown_segment(f"microsoft.graph.{kind}")
    if not call.metadata.is_a(actual, kind):
        raise errors.intune_not_found(object_id, named=call.on("intune-404-text"))


def locate(call: Call, collection: Collection, owner: Stored, path: tuple[str, ...]) -> PathTarget:
    """Find the place that a path below an object names; raises for a segment that Graph or this tenant does not have."""
    return _Walk(call, collection, owner, list(path)).place()


class _Walk:
    """The way down a path."""

    def __init__(self, call: Call, collection: Collection, owner: Stored, rest: list[str]) -> None:
        self._call, self._collection, self._rest = call, collection, rest
        self._owner, self._steps = owner, tuple[PathSegment, ...]()
        self._container: Mapping[str, JSON] = owner.nav
        self._actual = representation.visible_type(call, owner.type)
        declared = call.metadata.find(collection.type)
        self._seen = self._actual if declared is None or collection.union else declared
        """The type that the path says the object has: the declared one, or that of a cast."""

    def place(self) -> PathTarget:
        """The place at the end."""
        self._casts(self._owner.id)
        while True:
            nav = self._rest.pop(0)
            declared = self._declared(nav)
            contained = is_contained(self._call.metadata, self._collection, self._actual, nav)
            home = "" if contained else self._home(declared, nav)
            self._steps = (*self._steps, PathSegment(nav))
            found = PathTarget(
                self._owner, self._steps, declared.type, declared.collection, declared.type, home=home
            )
            if declared.collection:
                found = self._members(found)
            if not self._rest:
                return found
            if home and self._rest[0] == "$ref":
                return replace(found, ending=self._last())
            self._enter(found)
            self._casts(found.last.id or nav)
            if not self._rest:
                return replace(found, type=self._seen.name)

    def _casts(self, object_id: str) -> None:
        """Go through the casts that stand behind an object."""
        while self._rest and (kind := representation.parse_cast(self._rest[0])) is not None:
            check_cast(self._call, kind, self._seen.name, self._actual.name, object_id)
            self._seen = self._call.metadata.get(kind)
            self._rest.pop(0)

    def _declared(self, nav: str) -> Navigation:
        if nav not in self._actual.navigation:
            above = "/".join((self._collection.path, *(step.nav for step in self._steps)))
            if nav.partition("(")[0] in names_below(self._call.metadata.version, above):
                raise errors.not_served(f"'{nav}' of /{above}")
            if nav in self._actual.properties:
                raise errors.not_served(f"the property '{nav}' of {self._actual.name} by a path")
            raise errors.unknown_segment(nav)
        if nav not in self._seen.navigation and self._call.on("derived-navigation-needs-cast"):
            raise errors.unknown_segment(nav)
        return self._actual.navigation[nav]

    def _home(self, declared: Navigation, nav: str) -> str:
        """The collection behind a reference; one that nobody can have written here, and nobody has, is not served."""
        home = find_home(self._call.metadata, declared.type)
        if not home or not (home in REFERENCED or nav in self._container):
            raise errors.not_served(f"the navigation property '{nav}' of {self._actual.name}")
        return home

    def _members(self, found: PathTarget) -> PathTarget:
        """The collection, cast or not, its number, or the member that a key names."""
        kind = representation.parse_cast(self._rest[0]) if self._rest else None
        if kind is not None:
            self._rest.pop(0)
            if not self._call.metadata.is_a(kind, found.type):
                raise errors.unknown_segment(f"microsoft.graph.{kind}")
            found = replace(found, type=kind, cast=kind)
        if self._rest and self._rest[0] == "$count":
            return replace(found, ending=self._last())
        if self._rest and self._rest[0] == "$value":
            raise errors.collection_segment(self._steps[-1].nav)
        if self._rest and self._rest[0] != "$ref":
            self._steps = (*self._steps[:-1], PathSegment(self._steps[-1].nav, self._rest.pop(0)))
            found = replace(found, steps=self._steps)
        return found

    def _last(self) -> str:
        """The ending, behind which nothing stands."""
        ending, *more = self._rest
        if more:
            raise errors.unknown_segment(more[0])
        self._rest = []
        return ending

    def _enter(self, found: PathTarget) -> None:
        """Go on in the object that a place names."""
        kept = get_member(self._container, found.last, found.many)
        self._seen = self._call.metadata.get(found.declared)
        if not found.home:
            self._container, self._actual = (
                kept,
                representation.visible_type(
                    self._call, representation.actual_type_name(kept, found.declared)
                ),
            )
            return
        target = find_referenced(self._call, found.type, kept)
        if target is None:
            raise errors.intune_not_found(str(kept.get("id")), named=self._call.on("intune-404-text"))
        check_permission(self._call, target.collection, target.id)
        self._owner, self._steps, self._container = target, (), target.nav
        self._actual = representation.visible_type(self._call, target.type)


def check_permission(call: Call, *path: str) -> None:
    """Refuse what the caller may not do to the object behind a reference, be it that the path to it starts elsewhere."""
    roles, segments = call.request.roles, tuple("/".join(path).split("/"))
    if roles is not None:
        permissions.check(roles, call.request.method, segments, named=call.on("permission-names-in-403"))


def find_referenced(call: Call, kind: str, kept: Mapping[str, JSON], collection: str = "") -> Stored | None:
    """The object that a reference of a type leads to, if it is still there; with a collection, if it stands in that one."""
    wanted = str(kept.get("id"))
    found = (
        call.store.get(path, wanted) for path in list_homes(call.metadata, kind) if collection in ("", path)
    )
    return next((one for one in found if one is not None), None)


def get_container(place: PathTarget) -> Mapping[str, JSON]:
    """What holds the last navigation property: the owner's collections, or a member on the way."""
    held: Mapping[str, JSON] = place.owner.nav
    for step in place.steps[:-1]:
        held = get_member(held, step, step.id is not None)
    return held


def get_member(held: Mapping[str, JSON], step: PathSegment, many: bool) -> Child:
    """One member of what a navigation property holds; raises GraphError when it is not there."""
    kept: list[Child] = list(held.get(step.nav) or ())
    found = next((child for child in kept if not many or child.get("id") == step.id), None)
    if found is None:
        raise errors.intune_not_found(step.id or step.nav)
    return found


def replace_members(
    held: Mapping[str, JSON], steps: tuple[PathSegment, ...], children: list[Child]
) -> dict[str, JSON]:
    """The container with other members at the end of the steps."""
    step, rest = steps[0], steps[1:]
    if not rest:
        return {**held, step.nav: children}
    inner = [
        replace_members(child, rest, children) if step.id in (None, child.get("id")) else child
        for child in held.get(step.nav) or ()
    ]
    return {**held, step.nav: inner}
