"""Whom an assignment reaches: people and devices, counted once however many groups they are in.

Exclusions count as Intune honours them: people from people, devices from devices, never across. A group of people reaches
their devices of the kind's platform and ownership; a group of devices reaches those devices and the people who use them. A kind that is
for people only is given to nobody by a group of devices, and the other way round.
Source: Microsoft Learn, "Assign device profiles" (include and exclude groups).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import get_args

from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.span import Span
from managed_apparaten.graph.observed import Device, Directory
from managed_apparaten.plan.change import Reach
from managed_apparaten.policy.model import DeviceClass, Management, Ownership, Platform

ALL_USERS = "#microsoft.graph.allLicensedUsersAssignmentTarget"
ALL_DEVICES = "#microsoft.graph.allDevicesAssignmentTarget"
EXCLUDED = "#microsoft.graph.exclusionGroupAssignmentTarget"
INCLUDED = "#microsoft.graph.groupAssignmentTarget"


@dataclass(frozen=True, slots=True)
class Reached:
    """People and devices, by id."""

    people: frozenset[str] = frozenset()
    devices: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    """Groups that hide who is in them, and are reached: anybody may be in them."""
    spared: frozenset[str] = frozenset()
    """Groups that hide who is in them, and are left out: whoever is in them is counted above, though not reached."""

    def __or__(self, other: "Reached") -> "Reached":
        hidden = self.hidden | other.hidden
        return Reached(
            self.people | other.people,
            self.devices | other.devices,
            hidden,
            (self.spared | other.spared) - hidden,
        )

    def __sub__(self, other: "Reached") -> "Reached":
        hidden = (self.hidden - other.hidden) | (other.spared - self.spared)
        return Reached(self.people - other.people, self.devices - other.devices, hidden)

    def __and__(self, other: "Reached") -> "Reached":
        return Reached(self.people & other.people, self.devices & other.devices, self.hidden & other.hidden)

    def __bool__(self) -> bool:
        return bool(self.people or self.devices or self.hidden)


NOBODY = Reached()


def together(audiences: Iterable[Reached]) -> Reached:
    """All of them, each person and device once."""
    found = list(audiences)
    people, devices, hidden, spared = (
        frozenset[str]().union(*parts)
        for parts in (
            [a.people for a in found],
            [a.devices for a in found],
            [a.hidden for a in found],
            [a.spared for a in found],
        )
    )
    return Reached(people, devices, hidden, spared - hidden)


def reach(groups: int, audience: Reached) -> Reach:
    """The numbers."""
    return Reach(groups, len(audience.people), len(audience.devices), len(audience.hidden))


def included(targets: Sequence[JSON]) -> int:
    """How many groups, or all users and all devices, are assigned, each once."""
    return len({(t["@odata.type"], t.get("groupId")) for t in targets if t["@odata.type"] != EXCLUDED})


class Reacher:
    """Answers whom targets reach, for the people and devices of one directory."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._devices_of: dict[str, list[Device]] = {}
        self._device_by_entra: dict[str, list[Device]] = {}
        for device in directory.devices:
            if device.user_id:
                self._devices_of.setdefault(device.user_id, []).append(device)
            if device.entra_id:
                self._device_by_entra.setdefault(device.entra_id, []).append(device)
        self._known: dict[tuple[str, str, tuple[tuple[str, str], ...]], Reached] = {}

    def audience(self, targets: Sequence[JSON], kind: Kind, platform: Platform | None = None) -> Reached:
        """Who is reached by these normalised targets of an object of this kind; `platform` where the kind has none of its own."""
        platform = kind.platform or platform
        key = (
            kind.name,
            platform or "",
            tuple((str(t["@odata.type"]), str(t.get("groupId") or "")) for t in targets),
        )
        if key not in self._known:
            self._known[key] = self._audience(targets, kind, platform)
        return self._known[key]

    def _audience(self, targets: Sequence[JSON], kind: Kind, platform: Platform | None) -> Reached:
        nobody = frozenset[str]()
        people = (
            self._of(targets, self._directory.people, ALL_USERS, self._everyone)
            if kind.user_groups
            else nobody
        )
        direct = (
            self._of(targets, self._directory.devices_in, ALL_DEVICES, self._every_device)
            if kind.device_groups
            else nobody
        )
        owners = ownerships(kind, platform)
        theirs = [d for person in people for d in self._devices_of.get(person, ())]
        given = [d for entra in direct for d in self._device_by_entra.get(entra, ())]
        # A device of which nobody knows the platform or the owner counts for each: too many people in a guard is better than too few.
        there = [d for d in (*theirs, *given) if d.platform == platform or d.platform not in KNOWN]
        fitting = [d for d in there if d.ownership in owners or (owners and d.ownership not in OWNERS)]
        users = frozenset(d.user_id for d in fitting if d.user_id)
        hidden, spared = self._hiding(targets, excluded=False), self._hiding(targets, excluded=True)
        return Reached(people | users, frozenset(d.id for d in fitting), hidden - spared, spared)

    def _hiding(self, targets: Sequence[JSON], excluded: bool) -> frozenset[str]:
        """Of the groups that are left out, or of the others, those of which nobody knows who is in them."""
        if not self._directory.hidden:
            return frozenset()
        named = {str(t.get("groupId") or "") for t in targets if (t["@odata.type"] == EXCLUDED) == excluded}
        return self._directory.hidden & named

    def _of(
        self,
        targets: Sequence[JSON],
        members: Mapping[str, frozenset[str]],
        everything: str,
        everyone: frozenset[str],
    ) -> frozenset[str]:
        """The members of the assigned groups without those of the excluded ones."""
        kept: set[str] = set()
        out: set[str] = set()
        for target in targets:
            sort, group = target["@odata.type"], members.get(str(target.get("groupId") or ""), frozenset())
            if sort == EXCLUDED:
                out |= group
            else:
                kept |= everyone if sort == everything else group
        return frozenset(kept - out)

    @property
    def _everyone(self) -> frozenset[str]:
        """All people we know of: in a group that was read or with a device."""
        return frozenset(self._devices_of).union(*self._directory.people.values())

    @property
    def _every_device(self) -> frozenset[str]:
        return frozenset(self._device_by_entra)


OWNERS = frozenset(get_args(Ownership))
KNOWN = frozenset({*get_args(Platform), "linux", "chromeos"})
"""Platforms of devices: those of policies, and those that no policy is for."""


def ownerships(kind: Kind, platform: Platform | None = None) -> frozenset[Ownership]:
    """Whose devices the kind is for, found by asking it about every class of device on its platform."""
    platform = kind.platform or platform
    if platform is None:
        return frozenset()
    nowhere = Span("", 0, 0)
    managements: tuple[Management | None, ...] = (None, *get_args(Management))
    classes = [
        DeviceClass(platform, ownership, nowhere, supervised, management)
        for ownership, supervised, management in product(get_args(Ownership), (False, True), managements)
    ]
    return frozenset(device.ownership for device in classes if kind.serves(device))
