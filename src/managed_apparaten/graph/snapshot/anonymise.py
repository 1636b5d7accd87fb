"""People and devices of a directory as running numbers, consistently, so that every count and every overlap stays exact.

Numbers follow from what is said of somebody (groups, whether a guest or an enabled account, and platform, version and ownership of the
devices), never from an id: who is alike in all of it is interchangeable. The same directory gives the same numbers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from managed_apparaten.graph.observed import Device, Directory
from managed_apparaten.graph.read.conditional_access import ConditionalAccessPolicy, People
from managed_apparaten.graph.read.preconditions import NOT_READ, NamedGroup, Preconditions
from managed_apparaten.graph.snapshot.file import SnapshotDevice, SnapshotGroup

_Shape = tuple[str, str, str, bool, bool, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class NumberedDirectory:
    """Groups, devices and preconditions without ids of people and devices."""

    groups: tuple[SnapshotGroup, ...]
    devices: tuple[SnapshotDevice, ...]
    preconditions: Preconditions = NOT_READ


def person_name(number: int) -> str:
    """How a person is called of whom only the number is known."""
    return f"person-{number}"


def number_directory(directory: Directory, around: Preconditions = NOT_READ) -> NumberedDirectory:
    """The groups and devices of a directory, numbered from 1, and what stands around them. Somebody whom only a precondition names is
    in no group and has no device, so no count needs him: he is left out."""
    devices, people = _devices_by_shape(directory, _named(around))
    entra: dict[str, int] = {}
    for device in devices:
        if device.entra_id:
            entra.setdefault(device.entra_id, len(entra) + 1)
    left = set().union(*directory.devices_in.values()) - entra.keys()
    groups_of = _turned(directory.devices_in)
    for one in sorted(left, key=lambda i: (groups_of[i], i in directory.unsure, i)):
        entra[one] = len(entra) + 1
    said = directory.guests, directory.unsure, directory.typeless

    def group(one: str, name: str) -> SnapshotGroup:
        members, machines = directory.people.get(one, frozenset()), directory.devices_in.get(one, frozenset())
        guests, unsure, typeless = (_numbers(people, members & some) for some in said)
        doubtful = _numbers(entra, machines & directory.unsure)
        hidden = one in directory.hidden
        return SnapshotGroup(
            one,
            name,
            _numbers(people, members),
            _numbers(entra, machines),
            hidden,
            guests,
            unsure,
            typeless,
            doubtful,
        )

    groups = tuple(group(one, name) for one, name in sorted(directory.group_names.items()))
    return NumberedDirectory(
        groups, tuple(_managed(device, people, entra) for device in devices), _without_ids(around, people)
    )


def _named(around: Preconditions) -> dict[str, tuple[str, ...]]:
    """Lists of people in the preconditions, each with a name that no group has."""
    lists = {f"group {group.id}": group.people for group in around.groups}
    for number, policy in enumerate(around.access or ()):
        lists |= {f"included {number}": policy.included.users, f"excluded {number}": policy.excluded.users}
    return lists


def _without_ids(around: Preconditions, people: Mapping[str, int]) -> Preconditions:
    """The same with numbers in the place of ids of people."""

    def renamed(ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(person_name(number) for number in sorted(people[one] for one in ids if one in people))

    def listed(some: People) -> People:
        return replace(some, users=renamed(some.users))

    def policy(one: ConditionalAccessPolicy) -> ConditionalAccessPolicy:
        return replace(one, included=listed(one.included), excluded=listed(one.excluded))

    def named(group: NamedGroup) -> NamedGroup:
        return replace(group, people=renamed(group.people), guests=renamed(group.guests))

    access = None if around.access is None else tuple(policy(one) for one in around.access)
    return replace(
        around,
        access=access,
        groups=tuple(map(named, around.groups)),
        role_groups=tuple(map(named, around.role_groups)),
    )


def _devices_by_shape(
    directory: Directory, named: Mapping[str, Iterable[str]]
) -> tuple[list[Device], dict[str, int]]:
    """Devices by owner and shape, and the number of each person; `named` are lists of people apart from the groups."""
    in_groups, entra_groups = _turned(directory.people), _turned(directory.devices_in)
    in_lists = _turned(named)

    def shape(device: Device) -> _Shape:
        entra = device.entra_id or ""
        doubtful = entra in directory.unsure
        return (
            device.platform,
            device.ownership,
            device.version,
            device.entra_id is not None,
            doubtful,
            entra_groups.get(entra, ()),
        )

    owned: dict[str, list[_Shape]] = {}
    for device in directory.devices:
        if device.user_id:
            owned.setdefault(device.user_id, []).append(shape(device))
    said = directory.guests, directory.unsure, directory.typeless
    everyone = sorted(
        {*in_groups, *owned},
        key=lambda i: (
            in_groups.get(i, ()),
            [i in s for s in said],
            sorted(owned.get(i, ())),
            in_lists.get(i, ()),
            i,
        ),
    )
    people = {person: number for number, person in enumerate(everyone, 1)}
    ordered = sorted(directory.devices, key=lambda d: (people.get(d.user_id or "", 0), shape(d), d.id))
    return ordered, people


def _turned(members: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Member -> groups, sorted."""
    found: dict[str, list[str]] = {}
    for group in sorted(members):
        for member in members[group]:
            found.setdefault(member, []).append(group)
    return {member: tuple(groups) for member, groups in found.items()}


def _numbers(known: Mapping[str, int], ids: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted(known[i] for i in ids))


def _managed(device: Device, people: Mapping[str, int], entra: Mapping[str, int]) -> SnapshotDevice:
    return SnapshotDevice(
        people.get(device.user_id or ""),
        entra.get(device.entra_id or ""),
        device.platform,
        device.ownership,
        device.version,
    )
