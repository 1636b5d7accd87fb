"""What the policy needs from the tenant for each role: on which platforms compliance and app protection must
have effect, and for whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from managed_apparaten.compile.compiler import Compiled
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.names import fold_name
from managed_apparaten.graph.observed import Directory
from managed_apparaten.graph.read.preconditions import Preconditions
from managed_apparaten.policy.model import GroupRef, Platform, PolicySet, Role
from managed_apparaten.resolve.decide import Resolved

COMPLIANCE = "deviceManagement/deviceCompliancePolicies"


@dataclass(frozen=True, slots=True)
class RoleSubject:
    """One role, with its members and what is compiled for it."""

    role: str
    groups: frozenset[str]
    """Ids of its groups."""
    people: frozenset[str]
    """Ids of the people in them, without protected accounts."""
    guests: frozenset[str] = frozenset()
    """Those of the people who are guests."""
    hidden: bool = False
    """Whether one of its groups hides its members."""
    compliance: frozenset[Platform] = frozenset()
    """Platforms on which it has a compliance policy."""
    protection: frozenset[Platform] = frozenset()
    """Platforms on which only app protection protects work data on some devices, because those are not
    enrolled."""
    personal: frozenset[Platform] = frozenset()
    """Platforms on which a personal device that is enrolled gets a compliance policy."""


@dataclass(frozen=True, slots=True)
class PreconditionInput:
    """What the whole policy needs from the tenant."""

    subjects: tuple[RoleSubject, ...]
    """The roles whose groups are all known, highest rank first."""
    protected_groups: frozenset[str]
    """Ids of the protected groups."""
    protected_people: frozenset[str]
    """Ids of the people in them."""
    people_total: int
    """Number of enabled accounts of the tenant, guests included."""
    apple: bool
    """Whether Apple devices are enrolled."""
    android: bool
    """Whether Android devices are enrolled."""
    unsure: frozenset[str] = frozenset()
    """People for whom it is unknown whether the account is enabled; `people_total` does not count them."""
    left_out: tuple[str, ...] = ()
    """Ids of the roles with a group that does not exist, or that is ambiguous."""


class _Groups:
    """The groups of the policy, in the directory or among those that were read beside it."""

    def __init__(self, directory: Directory, preconditions: Preconditions) -> None:
        self._directory = directory
        self._beside = {group.id: group for group in preconditions.role_groups}

    def id_of(self, group: GroupRef) -> str | None:
        """Return the id of a group; None when it does not exist or is ambiguous."""
        if group.id is not None:
            return (
                group.id.lower()
                if group.id.lower() in {*self._directory.group_names, *self._beside}
                else None
            )
        ids = self._directory.groups_by_name.get(group.name) or tuple(
            one.id for one in self._beside.values() if fold_name(one.name) == fold_name(group.name)
        )
        return ids[0] if len(ids) == 1 else None

    def people(self, groups: Iterable[str]) -> frozenset[str]:
        """Return the ids of the people in these groups."""
        return frozenset[str]().union(*(self._directory.people.get(i) or self._members(i) for i in groups))

    def guests(self, groups: Iterable[str]) -> frozenset[str]:
        """Return the ids of known guests; at least those in these groups."""
        guests_beside = frozenset[str]().union(*(self._beside[i].guests for i in groups if i in self._beside))
        return guests_beside | self._directory.guests

    def hides(self, group: str) -> bool:
        """Return whether it is unknown who is in a group."""
        return group in self._directory.hidden or (group in self._beside and self._beside[group].hidden)

    def _members(self, group: str) -> Iterable[str]:
        """Return the people in a group that was read beside the directory."""
        return self._beside[group].people if group in self._beside else ()


def precondition_input(
    policy: PolicySet,
    resolved: Resolved,
    compiled: Compiled,
    kinds: Iterable[Kind],
    directory: Directory,
    preconditions: Preconditions,
) -> PreconditionInput:
    """Return what the policy needs from this tenant.

    A role with a group that does not exist is left out; another message reports that.
    """
    by_name, groups = {kind.name: kind for kind in kinds}, _Groups(directory, preconditions)
    protected = frozenset(
        group_id for group in policy.organisation.protected_groups if (group_id := groups.id_of(group))
    )
    protected_people = groups.people(protected)
    kinds_by_role: dict[str, dict[str, Kind]] = {}
    for resource in compiled.resources:
        kinds_by_role.setdefault(resource.role, {})[resource.address.kind] = by_name[resource.address.kind]
    subjects = [
        _subject(role, kinds_by_role.get(role.id, {}).values(), groups, protected_people)
        for role in resolved.roles
    ]
    devices = [device for role in resolved.roles for device in role.devices]
    enrolled = {device.platform for device in devices if device.management or device.ownership == "corporate"}
    return PreconditionInput(
        subjects=tuple(subject for subject in subjects if subject is not None),
        protected_groups=protected,
        protected_people=protected_people,
        people_total=directory.people_total,
        apple=not enrolled.isdisjoint({"ios", "macos"}),
        android="android" in enrolled,
        unsure=directory.unsure,
        left_out=tuple(
            role.id for role, subject in zip(resolved.roles, subjects, strict=True) if subject is None
        ),
    )


def _subject(
    role: Role, compiled_kinds: Iterable[Kind], groups: _Groups, protected_people: frozenset[str]
) -> RoleSubject | None:
    """Return what is needed for one role; None when one of its groups is not known."""
    ids = [groups.id_of(group) for group in role.groups]
    known = frozenset(group for group in ids if group)
    if None in ids:
        return None
    people, kinds = groups.people(known) - protected_people, list(compiled_kinds)
    compliance_kinds = _by_platform(kind for kind in kinds if kind.collection == COMPLIANCE)
    protection_kinds = _by_platform(kind for kind in kinds if kind.targets_apps)
    only_protected = [
        platform
        for platform in protection_kinds
        if platform not in compliance_kinds
        or not all(_classes_served(role, platform, compliance_kinds[platform]))
    ]
    personal = [
        platform
        for platform, kinds_there in compliance_kinds.items()
        if any(_classes_served(role, platform, kinds_there))
    ]
    return RoleSubject(
        role=role.id,
        groups=known,
        people=people,
        guests=people & groups.guests(known),
        hidden=any(map(groups.hides, known)),
        compliance=frozenset(compliance_kinds),
        protection=frozenset(only_protected),
        personal=frozenset(personal),
    )


def _by_platform(kinds: Iterable[Kind]) -> Mapping[Platform, list[Kind]]:
    """Return the kinds by platform."""
    by_platform: dict[Platform, list[Kind]] = {}
    for kind in kinds:
        if kind.platform:
            by_platform.setdefault(kind.platform, []).append(kind)
    return by_platform


def _classes_served(role: Role, platform: Platform, kinds: Sequence[Kind]) -> list[bool]:
    """Return for each class of personal devices of a role on a platform whether one of these kinds serves
    it."""
    return [
        any(kind.serves(device) for kind in kinds)
        for device in role.devices
        if device.platform == platform and device.ownership == "personal"
    ]
