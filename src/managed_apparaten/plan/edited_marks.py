"""Objects of which the mark names one resource and the content is another: somebody edited the address in the mark.

The digest in a mark is over content that has the name of the role and its groups in it, so it says which resource the object was made as.
Where that is another one of the policy than the mark names, nobody can tell which of the two is meant: the object is left alone. A role
that was renamed looks the same, so it is not asked of an address that the policy no longer has, nor where two roles changed places.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.address import Address
from managed_apparaten.core.digest import JSON, canonical
from managed_apparaten.graph.observed import Observed
from managed_apparaten.plan.reach import EXCLUDED
from managed_apparaten.resource.comparison import direct_targets
from managed_apparaten.resource.marker import Marker


@dataclass(frozen=True, slots=True)
class Astray:
    """An object whose mark and content name two resources."""

    observed: Observed
    says: Address
    """What the mark says."""
    made_as: tuple[Address, ...]
    """What digest or content says."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the resources of a policy can be known by."""

    resources: Mapping[Address, Desired]
    kinds: Mapping[str, Kind]
    targets: Callable[[Desired], tuple[JSON, ...]]

    def name(self, address: Address) -> str:
        """How the object of an address is called; empty when the policy has none."""
        one = self.resources.get(address)
        return str(one.body.get(self.kinds[address.kind].name_property) or "") if one else ""

    def by_digest(self, marker: Marker) -> list[Address]:
        """Other addresses of that sort of object whose content has the digest in the mark; none when that of its own address has."""
        here = self.resources.get(marker.address)
        if not marker.generation or (here is not None and here.generation == marker.generation):
            return []
        return [a for a in self._others(marker) if self.resources[a].generation == marker.generation]

    def by_name(self, observed: Observed, marker: Marker) -> list[Address]:
        """Other addresses of that sort of object whose object is called as this one, while that of its own address is not."""
        if self.name(marker.address) == observed.name:
            return []
        return [a for a in self._others(marker) if self.name(a) == observed.name]

    def same_groups(self, observed: Observed, address: Address) -> bool:
        """Whether it is for the groups that the resource is for."""
        ours, theirs = _groups(self.targets(self.resources[address])), _groups(observed.assignments)
        return bool(ours) and ours == theirs

    def _others(self, marker: Marker) -> list[Address]:
        here = self.kinds[marker.address.kind]
        return [
            a
            for a in sorted(self.resources)
            if a != marker.address and _sort(self.kinds[a.kind]) == _sort(here)
        ]


def astray(
    desired: Sequence[Desired],
    observed: Sequence[Observed],
    kinds: Mapping[str, Kind],
    targets: Callable[[Desired], tuple[JSON, ...]],
    roles: Collection[str],
) -> list[Astray]:
    """All of them, by address; `roles` are those of the policy."""
    wanted = _Wanted({d.address: d for d in desired}, kinds, targets)
    there: dict[Address, list[tuple[Observed, Marker]]] = {}
    for one in observed:
        if one.marker is not None and not kinds[one.kind].shared:
            there.setdefault(one.marker.address, []).append((one, one.marker))
    found = list[Astray]()
    for address, objects in sorted(there.items(), key=lambda item: item[0]):
        kept = address in wanted.resources or address.key.partition(".")[0] in roles
        made_as = [(one, _made_as(wanted, one, marker, [o for o, _ in objects])) for one, marker in objects]
        if not kept and all(others for _, others in made_as):
            continue
        alone = len(objects) == 1 and address in wanted.resources
        found += [
            Astray(one, address, tuple(others))
            for one, others in made_as
            if others and not (alone and any(other in there for other in others))
        ]
    return found


def _made_as(wanted: _Wanted, one: Observed, marker: Marker, objects: Sequence[Observed]) -> list[Address]:
    """Which other resources an object was made as: by its digest; or by its name, where its groups are theirs too, or where another object
    of its address is called otherwise."""
    called = wanted.by_name(one, marker)
    apart = any(other.name != one.name for other in objects)
    return wanted.by_digest(marker) or [a for a in called if apart or wanted.same_groups(one, a)]


def _sort(kind: Kind) -> tuple[str, str]:
    """What an object of a kind shows of what it is without its mark."""
    return kind.collection, kind.odata_type


def _groups(targets: Sequence[JSON]) -> frozenset[bytes]:
    return frozenset(
        canonical(target) for target in direct_targets(targets) if target["@odata.type"] != EXCLUDED
    )
