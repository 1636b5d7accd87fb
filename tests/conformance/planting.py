"""Objects for a path that no request can make: of the types that it says they have, one inside the other or referring to it.

`deviceConfigurations/{id}/microsoft.graph.iosScepCertificateProfile/rootCertificate` needs a profile of that type that refers to a
certificate; `presentationValues/{id}/presentation/definition` a value in a policy, with its presentation and the definition of that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.unit.emulator.conftest import group_target

from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata import metadata
from managed_apparaten.emulator.odata.metadata import Type
from managed_apparaten.emulator.service.collections import Collection
from managed_apparaten.emulator.service.default_members import find_list_of_default
from managed_apparaten.emulator.service.home_collections import find_home
from managed_apparaten.emulator.service.paths import is_contained

BETA = metadata.load("beta")
CAST = ("microsoft.graph.", "graph.")


def cast_of(segment: str) -> str:
    """The type that a segment casts to, if it is a cast."""
    kind = next((segment.removeprefix(prefix) for prefix in CAST if segment.startswith(prefix)), "")
    return kind if "(" not in kind and BETA.find(kind) is not None else ""


@dataclass(slots=True)
class Hop:
    """One object on a path: how it is reached, and as what."""

    nav: str
    declared: str
    many: bool
    kind: str = ""
    """The type that it is cast to."""
    at: int = -1
    """Where its key stands in the path; -1 for one without a key."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A path with its objects in the tenant."""

    parts: list[str]
    last: Hop
    made: str
    """Id of the last object, which stands in the list when the path ends in one."""
    rest: tuple[str, ...] = ()


@dataclass(slots=True)
class Planting:
    """Puts in what a path needs, through the back door."""

    insert: Callable[[Stored], None]
    fresh: Callable[[], str]
    wanted: str
    """The type that the example's page is about."""
    is_key: Callable[[str], bool]
    parts: list[str]
    collection: Collection
    hops: list[Hop] = field(default_factory=list)
    rest: tuple[str, ...] = ()
    """What follows that is no navigation property: an action, or a name that the metadata does not have."""

    def plant(self, length: int, *, filled: bool) -> Planted | None:
        """Plant the objects of a path whose collection has `length` segments; `filled`: the last list or single object too.

        None when it has something else than keys, casts and navigation properties, unless behind a cast, or needs a type that there is not.
        """
        if not self._read(length):
            return None
        number = len(self.hops) if filled or self.rest else len(self.hops) - 1
        kinds = [self._kind(index) for index in range(number)]
        made, below = "", None
        for index in reversed(range(number)):
            kind, hop = kinds[index], self.hops[index]
            if kind is None:
                return None
            body = self._body(kind)
            made = made or str(body["id"])
            if hop.at >= 0:
                self.parts[hop.at] = str(body["id"])
            if below is not None:
                body |= _holding(kind, self.hops[index + 1].nav, below)
            owner = kinds[index - 1] if index else None
            if owner is None or is_contained(BETA, self.collection, owner, hop.nav):
                below = body
            else:
                below = {"id": self._stored(find_home(BETA, hop.declared), kind, body)}
        first = kinds[0] if kinds else None
        if first is None or below is None:
            return None
        self._stored(self.collection.path, first, below)
        return Planted(self.parts, self.hops[-1], made, self.rest)

    def _read(self, length: int) -> bool:
        self.hops = [Hop(self.collection.path, self.collection.type, many=True)]
        for index in range(length, len(self.parts)):
            part, hop = self.parts[index], self.hops[-1]
            if kind := cast_of(part):
                hop.kind = kind
            elif hop.many and hop.at < 0:
                if not self.is_key(part):
                    return self._ends(index)
                hop.at = index
            else:
                found = next((kind.navigation[part] for kind in _kinds(hop) if part in kind.navigation), None)
                if found is None:
                    return self._ends(index)
                self.hops.append(Hop(part, found.type, found.collection))
        return True

    def _ends(self, index: int) -> bool:
        """Note what follows that is no navigation property, which counts behind a cast only."""
        self.rest = tuple(self.parts[index:])
        return any(hop.kind for hop in self.hops)

    def _kind(self, index: int) -> Type | None:
        """A type that can be made, fits the casts and has what the path goes on with; the page's own where it fits."""
        following = self.hops[index + 1].nav if index + 1 < len(self.hops) else ""
        fitting = [
            kind
            for kind in _kinds(self.hops[index])
            if not kind.abstract and (not following or following in kind.navigation)
        ]
        return next((kind for kind in fitting if kind.name == self.wanted), fitting[0] if fitting else None)

    def _body(self, kind: Type) -> dict[str, Any]:
        body: dict[str, Any] = {
            **kind.template,
            "id": self.fresh(),
            "@odata.type": f"#microsoft.graph.{kind.name}",
        }
        body |= {key: f"a {kind.name}" for key in ("displayName", "name") if key in kind.properties}
        return body | (group_target() if "target" in kind.properties else {})

    def _stored(self, home: str, kind: Type, body: dict[str, Any]) -> str:
        """Put an object in a collection; its id."""
        own = {key: value for key, value in body.items() if key in kind.properties and key != "id"}
        nav = {key: value for key, value in body.items() if key in kind.navigation}
        self.insert(Stored(home, str(body["id"]), kind.name, own, nav))
        return str(body["id"])


def _holding(owner: Type, nav: str, member: dict[str, Any]) -> dict[str, Any]:
    """A navigation property with a member; what is the default of a list stands in the list."""
    listed = find_list_of_default(BETA, owner, nav)
    return {listed: [{**member, "isDefault": True}]} if listed else {nav: [member]}


def _kinds(hop: Hop) -> list[Type]:
    """The types that the object of a hop can have, the nearest first."""
    wanted = hop.kind or hop.declared
    names = [wanted, *(name for name in BETA.names() if name != wanted and BETA.is_a(name, wanted))]
    return [BETA.get(name) for name in names]
