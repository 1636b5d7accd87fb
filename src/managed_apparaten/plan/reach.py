"""Count the people and devices that an assignment reaches, each once however many groups they are in.

Exclusions count as Intune applies them: excluded people are taken from people, excluded devices from devices,
never across. A group of people also reaches their devices of the kind's platform and ownership. A group of
devices reaches those devices and the people who use them. An object of a kind for people only reaches nobody
through a group of devices, and the other way round. Source: Microsoft Learn, "Assign device profiles"
(include and exclude groups).
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
    """Groups that are reached and whose members Graph hides: anybody may be in them."""
    spared: frozenset[str] = frozenset()
    """Groups that are excluded and whose members Graph hides: their members are counted in `people`, though
    the object does not reach them."""

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
    """Return the union of several audiences."""
    all_audiences = list(audiences)
    people, devices, hidden, spared = (
        frozenset[str]().union(*parts)
        for parts in (
            [a.people for a in all_audiences],
            [a.devices for a in all_audiences],
            [a.hidden for a in all_audiences],
            [a.spared for a in all_audiences],
        )
    )
    return Reached(people, devices, hidden, spared - hidden)


def reach(groups: int, audience: Reached) -> Reach:
    """Return the numbers of an audience."""
    return Reach(groups, len(audience.people), len(audience.devices), len(audience.hidden))


def included(targets: Sequence[JSON]) -> int:
    """Return how many groups are assigned, each once. All users and all devices count as one group each."""
    return len({(t["@odata.type"], t.get("groupId")) for t in targets if t["@odata.type"] != EXCLUDED})


class Reacher:
    """Answers whom assignment targets reach, with the people and devices of one directory."""

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
        """Return who is reached by these normalised targets of an object of this kind. `platform` is needed
        where the kind has none of its own."""
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
        devices_of_people = [d for person in people for d in self._devices_of.get(person, ())]
        devices_in_groups = [d for entra in direct for d in self._device_by_entra.get(entra, ())]
        # A device of which nobody knows the platform or the owner counts for each: too many people in a guard is better than too few.
        # First the devices of the right platform, then those of the right owner. A device whose platform or
        # owner nobody knows counts for each: a guard that counts too many people is safer than one that
        # counts too few.
        on_platform = [
            d
            for d in (*devices_of_people, *devices_in_groups)
            if d.platform == platform or d.platform not in KNOWN
        ]
        reached_devices = [
            d for d in on_platform if d.ownership in owners or (owners and d.ownership not in OWNERS)
        ]
        users = frozenset(d.user_id for d in reached_devices if d.user_id)
        hidden, spared = self._hiding(targets, excluded=False), self._hiding(targets, excluded=True)
        return Reached(people | users, frozenset(d.id for d in reached_devices), hidden - spared, spared)

    def _hiding(self, targets: Sequence[JSON], excluded: bool) -> frozenset[str]:
        """Return the excluded groups (or the included ones) whose members Graph hides."""
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
        """Return the members of the assigned groups without those of the excluded groups."""
        included_members: set[str] = set()
        excluded_members: set[str] = set()
        for target in targets:
            target_type, group = (
                target["@odata.type"],
                members.get(str(target.get("groupId") or ""), frozenset()),
            )
            if target_type == EXCLUDED:
                excluded_members |= group
            else:
                included_members |= everyone if target_type == everything else group
        return frozenset(included_members - excluded_members)

    @property
    def _everyone(self) -> frozenset[str]:
        """All people that are known: in a group that was read, or with a device."""
        return frozenset(self._devices_of).union(*self._directory.people.values())

    @property
    def _every_device(self) -> frozenset[str]:
        return frozenset(self._device_by_entra)


OWNERS = frozenset(get_args(Ownership))
KNOWN = frozenset({*get_args(Platform), "linux", "chromeos"})
"""Platforms of devices: those of policies, and those for which no policy exists."""


def ownerships(kind: Kind, platform: Platform | None = None) -> frozenset[Ownership]:
    """Return the owners of the devices that the kind serves, found by asking it about every class of device
    on its platform."""
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
