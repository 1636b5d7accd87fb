"""Find objects whose marker names one resource and whose content is that of another: somebody edited the
address in the marker.

The digest in a marker covers the name of the role and its groups, so it shows for which resource the object
was made. When that is another resource of the policy than the marker names, nobody can tell which is meant,
and the object is left alone. A renamed role looks the same; so the check is skipped for an address that the
policy no longer has, and where two roles changed places.
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
class EditedMark:
    """An object whose marker and content name two resources."""

    observed: Observed
    says: Address
    """The address in the marker."""
    made_as: tuple[Address, ...]
    """The addresses that match the digest or the content."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The resources of a policy, with the ways to recognise their objects."""

    resources: Mapping[Address, Desired]
    kinds: Mapping[str, Kind]
    targets: Callable[[Desired], tuple[JSON, ...]]

    def name(self, address: Address) -> str:
        """Return the name that the object of an address gets; empty when the policy has no such address."""
        resource = self.resources.get(address)
        return str(resource.body.get(self.kinds[address.kind].name_property) or "") if resource else ""

    def by_digest(self, marker: Marker) -> list[Address]:
        """Return other addresses with the same type of object whose content has the digest in the marker;
        none when the content of its own address has it."""
        own_resource = self.resources.get(marker.address)
        if not marker.generation or (
            own_resource is not None and own_resource.generation == marker.generation
        ):
            return []
        return [a for a in self._others(marker) if self.resources[a].generation == marker.generation]

    def by_name(self, observed: Observed, marker: Marker) -> list[Address]:
        """Return other addresses with the same type of object and the name of this object; none when its own
        address has that name."""
        if self.name(marker.address) == observed.name:
            return []
        return [a for a in self._others(marker) if self.name(a) == observed.name]

    def same_groups(self, observed: Observed, address: Address) -> bool:
        """Return whether the object is assigned to the groups of the resource."""
        ours, theirs = _groups(self.targets(self.resources[address])), _groups(observed.assignments)
        return bool(ours) and ours == theirs

    def _others(self, marker: Marker) -> list[Address]:
        own_kind = self.kinds[marker.address.kind]
        return [
            a
            for a in sorted(self.resources)
            if a != marker.address and _sort(self.kinds[a.kind]) == _sort(own_kind)
        ]


def find_edited_marks(
    desired: Sequence[Desired],
    observed: Sequence[Observed],
    kinds: Mapping[str, Kind],
    targets: Callable[[Desired], tuple[JSON, ...]],
    roles: Collection[str],
) -> list[EditedMark]:
    """Return all such objects, sorted by the address in the marker. `roles` are the ids of the roles in the
    policy."""
    wanted = _Wanted({d.address: d for d in desired}, kinds, targets)
    by_address: dict[Address, list[tuple[Observed, Marker]]] = {}
    for candidate in observed:
        if candidate.marker is not None and not kinds[candidate.kind].shared:
            by_address.setdefault(candidate.marker.address, []).append((candidate, candidate.marker))
    edited = list[EditedMark]()
    for address, objects in sorted(by_address.items(), key=lambda item: item[0]):
        is_in_policy = address in wanted.resources or address.key.partition(".")[0] in roles
        made_as = [
            (candidate, _made_as(wanted, candidate, marker, [o for o, _ in objects]))
            for candidate, marker in objects
        ]
        if not is_in_policy and all(others for _, others in made_as):
            continue
        is_only_object = len(objects) == 1 and address in wanted.resources
        edited += [
            EditedMark(candidate, address, tuple(others))
            for candidate, others in made_as
            if others and not (is_only_object and any(other in by_address for other in others))
        ]
    return edited


def _made_as(
    wanted: _Wanted, candidate: Observed, marker: Marker, objects: Sequence[Observed]
) -> list[Address]:
    """Return the other resources that an object can have been made for: by its digest, else by its name, when
    it also has their groups or when another object at its address has another name."""
    same_name = wanted.by_name(candidate, marker)
    names_differ = any(other.name != candidate.name for other in objects)
    return wanted.by_digest(marker) or [
        a for a in same_name if names_differ or wanted.same_groups(candidate, a)
    ]


def _sort(kind: Kind) -> tuple[str, str]:
    """Return what shows of the kind of an object without its marker."""
    return kind.collection, kind.odata_type


def _groups(targets: Sequence[JSON]) -> frozenset[bytes]:
    return frozenset(
        canonical(target) for target in direct_targets(targets) if target["@odata.type"] != EXCLUDED
    )
