"""What is asked of the tenant for one role: on which platforms its compliance and app protection must have effect, and for whom."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from managed_apparaten.compile.compiler import Compiled
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.names import folded
from managed_apparaten.graph.observed import Directory
from managed_apparaten.graph.read.preconditions import Preconditions
from managed_apparaten.policy.model import DeviceClass, GroupRef, Platform, PolicySet, Role
from managed_apparaten.resolve.decide import Resolved

COMPLIANCE = "deviceManagement/deviceCompliancePolicies"


@dataclass(frozen=True, slots=True)
class RoleSubject:
    """One role."""

    role: str
    groups: frozenset[str]
    """Ids of its groups."""
    people: frozenset[str]
    """Who is in them, without protected accounts."""
    guests: frozenset[str] = frozenset()
    """Those of the people who are guests."""
    hidden: bool = False
    """Whether one of its groups hides who is in it."""
    compliance: frozenset[Platform] = frozenset()
    """Platforms on which it has a compliance policy."""
    protection: frozenset[Platform] = frozenset()
    """Platforms on which only app protection stands between a device and work data: nobody enrols it."""
    personal: frozenset[Platform] = frozenset()
    """Platforms on which an enrolled device of people's own gets a compliance policy."""


@dataclass(frozen=True, slots=True)
class PreconditionInput:
    """The whole policy."""

    subjects: tuple[RoleSubject, ...]
    """Roles that the directory knows, the one that outranks the others first."""
    protected_groups: frozenset[str]
    protected_people: frozenset[str]
    people_total: int
    """Enabled accounts of the tenant, guests too."""
    apple: bool
    """Whether devices of Apple are enrolled."""
    android: bool
    """Whether Android devices are enrolled."""
    unsure: frozenset[str] = frozenset()
    """People of whom nobody can tell whether their account is enabled; the number of accounts does not hold them."""
    left_out: tuple[str, ...] = ()
    """Roles with a group that is not there, or not certain."""


class _Groups:
    """Groups of the policy, in the directory or among those that were read beside it."""

    def __init__(self, directory: Directory, found: Preconditions) -> None:
        self._directory = directory
        self._beside = {group.id: group for group in found.role_groups}

    def id_of(self, group: GroupRef) -> str | None:
        """The id, or None when it is not there or not certain."""
        if group.id is not None:
            return (
                group.id.lower()
                if group.id.lower() in {*self._directory.group_names, *self._beside}
                else None
            )
        ids = self._directory.groups_by_name.get(group.name) or tuple(
            one.id for one in self._beside.values() if folded(one.name) == folded(group.name)
        )
        return ids[0] if len(ids) == 1 else None

    def people(self, groups: Iterable[str]) -> frozenset[str]:
        """Who is in them."""
        return frozenset[str]().union(*(self._directory.people.get(i) or self._members(i) for i in groups))

    def guests(self, groups: Iterable[str]) -> frozenset[str]:
        """Those of them who are guests."""
        found = frozenset[str]().union(*(self._beside[i].guests for i in groups if i in self._beside))
        return found | self._directory.guests

    def hides(self, group: str) -> bool:
        """Whether nobody can see who is in it."""
        return group in self._directory.hidden or (group in self._beside and self._beside[group].hidden)

    def _members(self, group: str) -> Iterable[str]:
        return self._beside[group].people if group in self._beside else ()


def precondition_input(
    policy: PolicySet,
    resolved: Resolved,
    compiled: Compiled,
    kinds: Iterable[Kind],
    directory: Directory,
    found: Preconditions,
) -> PreconditionInput:
    """What the policy asks of this directory. A role with a group that is not there is left out: another message says so."""
    by_name, groups = {kind.name: kind for kind in kinds}, _Groups(directory, found)
    protected = frozenset(
        group for one in policy.organisation.protected_groups if (group := groups.id_of(one))
    )
    spared = groups.people(protected)
    made: dict[str, dict[str, Kind]] = {}
    for resource in compiled.resources:
        made.setdefault(resource.role, {})[resource.address.kind] = by_name[resource.address.kind]
    subjects = [_subject(role, made.get(role.id, {}).values(), groups, spared) for role in resolved.roles]
    devices = [device for role in resolved.roles for device in role.devices]
    enrolled = {device.platform for device in devices if device.management or device.ownership == "corporate"}
    return PreconditionInput(
        subjects=tuple(one for one in subjects if one is not None),
        protected_groups=protected,
        protected_people=spared,
        people_total=directory.people_total,
        apple=not enrolled.isdisjoint({"ios", "macos"}),
        android="android" in enrolled,
        unsure=directory.unsure,
        left_out=tuple(role.id for role, one in zip(resolved.roles, subjects, strict=True) if one is None),
    )


def _subject(role: Role, made: Iterable[Kind], groups: _Groups, spared: frozenset[str]) -> RoleSubject | None:
    ids = [groups.id_of(group) for group in role.groups]
    known = frozenset(group for group in ids if group)
    if None in ids:
        return None
    people, kinds = groups.people(known) - spared, list(made)
    complies = _on(kind for kind in kinds if kind.collection == COMPLIANCE)
    protects = _on(kind for kind in kinds if kind.targets_apps)
    own = {platform: _personal(role, platform) for platform in complies}
    return RoleSubject(
        role=role.id,
        groups=known,
        people=people,
        guests=people & groups.guests(known),
        hidden=any(map(groups.hides, known)),
        compliance=frozenset(complies),
        protection=frozenset(
            on for on, some in protects.items() if on not in complies or any(_bare(role, on, complies[on]))
        ),
        personal=frozenset(
            on
            for on, some in complies.items()
            if any(kind.serves(device) for device in own[on] for kind in some)
        ),
    )


def _on(kinds: Iterable[Kind]) -> Mapping[Platform, list[Kind]]:
    found: dict[Platform, list[Kind]] = {}
    for kind in kinds:
        if kind.platform:
            found.setdefault(kind.platform, []).append(kind)
    return found


def _personal(role: Role, platform: Platform) -> list[DeviceClass]:
    return [
        device for device in role.devices if device.platform == platform and device.ownership == "personal"
    ]


def _bare(role: Role, platform: Platform, kinds: Iterable[Kind]) -> Iterator[bool]:
    """For each class of people's own devices whether no compliance policy is for it."""
    some = list(kinds)
    yield from (not any(kind.serves(device) for kind in some) for device in _personal(role, platform))
