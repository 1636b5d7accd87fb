"""Reads the path below an object: navigation properties, keys and type casts, one after the other, at any
depth.

A navigation property either contains objects (`contained`), or refers to objects of another collection
(`references`). One that a derived type declares is reached through a cast to that type
(microsoft-graph-docs#4882, #5221).
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

ChildBody = dict[str, JSON]
"""The JSON of a contained object, or of a reference, which holds only the id of the object that it refers to."""
ENDINGS = ("$count", "$ref")


@dataclass(frozen=True, slots=True)
class PathStep:
    """One navigation property of a path, and the key of one of its members if the path gives one."""

    nav: str
    id: str | None = None
    """The key; None for the whole collection, and for a navigation property that holds a single object."""


@dataclass(frozen=True, slots=True)
class PathTarget:
    """What a path below an object names: a contained collection, a contained object, or a reference."""

    owner: Stored
    """The stored object from which `steps` start: the last reference on the path leads to it, or the path
    begins with it."""
    steps: tuple[PathStep, ...]
    type: str
    """Type of the members, or of the single object: the declared one, or that of a cast."""
    is_collection: bool
    """Whether the last navigation property is a collection."""
    declared_type: str
    """Type of the members, or of the single object, as the navigation property declares it."""
    ending: str = ""
    """`$count`, `$ref`, or empty."""
    home_path: str = ""
    """Path of the collection of the objects that a reference leads to; empty when the objects are contained."""
    cast: str = ""
    """The type to which the members of a list are cast; empty without a cast."""

    @property
    def last(self) -> PathStep:
        """The last step."""
        return self.steps[-1]

    @property
    def is_list(self) -> bool:
        """Whether the path names the whole collection, and not one of its members."""
        return self.is_collection and self.last.id is None


def is_contained(metadata: Metadata, collection: Collection, owner: Type, nav: str) -> bool:
    """Return whether a navigation property contains objects, rather than references to objects of other
    collections.
    """
    if nav in (*collection.editable, *collection.create_with, *collection.routes, "assignments"):
        return True
    type_name = owner.navigation[nav].type
    return (
        metadata.find(type_name) is not None
        and not find_home(metadata, type_name)
        and type_name != "directoryObject"
    )


def check_cast(call: Call, cast: str, declared: str, actual: str, object_id: str) -> None:
    """Refuse a cast to a type that no object of the declared type can have, or that the object does not have.

    `actual` is the type of the object with `object_id`.
    """
    if not call.metadata.is_a(cast, declared):
        raise errors.unknown_segment(f"microsoft.graph.{cast}")
    if not call.metadata.is_a(actual, cast):
        raise errors.intune_not_found(object_id, named=call.on("intune-404-text"))


def locate(call: Call, collection: Collection, owner: Stored, path: tuple[str, ...]) -> PathTarget:
    """Return what a path below an object names; raise GraphError for a segment that Graph or this tenant does
    not have.
    """
    return _PathWalk(call, collection, owner, list(path)).walk()


class _PathWalk:
    """Follows a path from an object down, one navigation property after the other."""

    def __init__(self, call: Call, collection: Collection, owner: Stored, segments: list[str]) -> None:
        self._call, self._collection = call, collection
        self._remaining = segments
        """Segments that are not followed yet."""
        self._owner, self._steps = owner, tuple[PathStep, ...]()
        self._container: Mapping[str, JSON] = owner.nav
        """What the navigation properties of the current object hold."""
        self._actual = representation.visible_type(call, owner.type)
        """The type of the current object."""
        declared = call.metadata.find(collection.type)
        self._path_type = self._actual if declared is None or collection.union else declared
        """The type that the path gives the current object: the declared one, or that of a cast."""

    def walk(self) -> PathTarget:
        """Return what the path names; raise GraphError for a segment that is unknown or not served."""
        self._follow_casts(self._owner.id)
        while True:
            # First the navigation property, and behind it a cast, a key or an ending.
            nav = self._remaining.pop(0)
            declared = self._find_navigation(nav)
            contained = is_contained(self._call.metadata, self._collection, self._actual, nav)
            home = "" if contained else self._find_home(declared, nav)
            self._steps = (*self._steps, PathStep(nav))
            target = PathTarget(
                self._owner, self._steps, declared.type, declared.collection, declared.type, home_path=home
            )
            if declared.collection:
                target = self._follow_collection(target)
            if not self._remaining:
                return target
            if home and self._remaining[0] == "$ref":
                return replace(target, ending=self._take_ending())
            # Then into the object that it leads to, where the next navigation property may follow.
            self._enter(target)
            self._follow_casts(target.last.id or nav)
            if not self._remaining:
                return replace(target, type=self._path_type.name)

    def _follow_casts(self, object_id: str) -> None:
        """Take the casts that follow an object off the path, and check them."""
        while self._remaining and (cast := representation.parse_cast(self._remaining[0])) is not None:
            check_cast(self._call, cast, self._path_type.name, self._actual.name, object_id)
            self._path_type = self._call.metadata.get(cast)
            self._remaining.pop(0)

    def _find_navigation(self, nav: str) -> Navigation:
        """Return the declaration of a navigation property of the current object."""
        if nav not in self._actual.navigation:
            above = "/".join((self._collection.path, *(step.nav for step in self._steps)))
            if nav.partition("(")[0] in names_below(self._call.metadata.version, above):
                raise errors.not_served(f"'{nav}' of /{above}")
            if nav in self._actual.properties:
                raise errors.not_served(f"the property '{nav}' of {self._actual.name} by a path")
            raise errors.unknown_segment(nav)
        if nav not in self._path_type.navigation and self._call.on("derived-navigation-needs-cast"):
            raise errors.unknown_segment(nav)
        return self._actual.navigation[nav]

    def _find_home(self, declared: Navigation, nav: str) -> str:
        """Return the path of the collection behind a reference.

        Refuses as not served a reference that no client writes (`REFERENCED`) and that the object does not
        hold either.
        """
        home = find_home(self._call.metadata, declared.type)
        if not home or not (home in REFERENCED or nav in self._container):
            raise errors.not_served(f"the navigation property '{nav}' of {self._actual.name}")
        return home

    def _follow_collection(self, target: PathTarget) -> PathTarget:
        """Take what follows a collection off the path: a cast, `$count`, or the key of a member."""
        cast = representation.parse_cast(self._remaining[0]) if self._remaining else None
        if cast is not None:
            self._remaining.pop(0)
            if not self._call.metadata.is_a(cast, target.type):
                raise errors.unknown_segment(f"microsoft.graph.{cast}")
            target = replace(target, type=cast, cast=cast)
        if self._remaining and self._remaining[0] == "$count":
            return replace(target, ending=self._take_ending())
        if self._remaining and self._remaining[0] == "$value":
            raise errors.collection_segment(self._steps[-1].nav)
        if self._remaining and self._remaining[0] != "$ref":
            self._steps = (*self._steps[:-1], PathStep(self._steps[-1].nav, self._remaining.pop(0)))
            target = replace(target, steps=self._steps)
        return target

    def _take_ending(self) -> str:
        """Return the ending, and refuse a path on which something follows it."""
        ending, *following = self._remaining
        if following:
            raise errors.unknown_segment(following[0])
        self._remaining = []
        return ending

    def _enter(self, target: PathTarget) -> None:
        """Make the object that a path names so far the current one."""
        child = get_member(self._container, target.last, target.is_collection)
        self._path_type = self._call.metadata.get(target.declared_type)
        if not target.home_path:
            type_name = representation.actual_type_name(child, target.declared_type)
            self._container, self._actual = child, representation.visible_type(self._call, type_name)
            return
        # A reference: the path goes on in an object of another collection, which needs the permission of that
        # collection.
        referenced = find_referenced(self._call, target.type, child)
        if referenced is None:
            raise errors.intune_not_found(str(child.get("id")), named=self._call.on("intune-404-text"))
        check_permission(self._call, referenced.collection, referenced.id)
        self._owner, self._steps, self._container = referenced, (), referenced.nav
        self._actual = representation.visible_type(self._call, referenced.type)


def check_permission(call: Call, *path: str) -> None:
    """Refuse a request that the caller may not make of the object behind a reference, although the path to it
    starts elsewhere.

    `path` is that of the object, as one text or in parts.
    """
    roles, segments = call.request.roles, tuple("/".join(path).split("/"))
    if roles is not None:
        permissions.check(roles, call.request.method, segments, named=call.on("permission-names-in-403"))


def find_referenced(
    call: Call, type_name: str, reference: Mapping[str, JSON], collection: str = ""
) -> Stored | None:
    """Return the object that a reference leads to, or None when it is gone.

    With `collection`, only an object of that collection counts.
    """
    object_id = str(reference.get("id"))
    for path in list_homes(call.metadata, type_name):
        if collection not in ("", path):
            continue
        stored = call.store.get(path, object_id)
        if stored is not None:
            return stored
    return None


def get_container(target: PathTarget) -> Mapping[str, JSON]:
    """Return the object, or the navigation properties of the owner, in which the last navigation property of
    a path is.
    """
    container: Mapping[str, JSON] = target.owner.nav
    for step in target.steps[:-1]:
        container = get_member(container, step, step.id is not None)
    return container


def get_member(container: Mapping[str, JSON], step: PathStep, is_collection: bool) -> ChildBody:
    """Return the single object, or the member with the key of the step, of a navigation property; raise
    GraphError when there is none.
    """
    children: list[ChildBody] = list(container.get(step.nav) or ())
    for child in children:
        if not is_collection or child.get("id") == step.id:
            return child
    raise errors.intune_not_found(step.id or step.nav)


def replace_members(
    container: Mapping[str, JSON], steps: tuple[PathStep, ...], children: list[ChildBody]
) -> dict[str, JSON]:
    """Return the container with `children` as the members at the end of the steps."""
    step, deeper_steps = steps[0], steps[1:]
    if not deeper_steps:
        return {**container, step.nav: children}
    inner = [
        replace_members(child, deeper_steps, children) if step.id in (None, child.get("id")) else child
        for child in container.get(step.nav) or ()
    ]
    return {**container, step.nav: inner}
