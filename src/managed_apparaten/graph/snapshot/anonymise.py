"""Replaces ids of people and devices by numbers, the same everywhere, so that every count and overlap stays
exact.

The numbers follow from what is known of somebody (groups, whether a guest or an enabled account, and
platform, version and ownership of the devices), never from an id: those who are equal in all of it are
interchangeable. The same directory gives the same numbers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from managed_apparaten.graph.observed import Device, Directory
from managed_apparaten.graph.read.conditional_access import ConditionalAccessPolicy, People
from managed_apparaten.graph.read.preconditions import NOT_READ, NamedGroup, Preconditions
from managed_apparaten.graph.snapshot.file import SnapshotDevice, SnapshotGroup

_Shape = tuple[str, str, str, bool, bool, tuple[str, ...]]
"""What determines the order of a device."""


@dataclass(frozen=True, slots=True)
class NumberedDirectory:
    """Groups, devices and preconditions without ids of people and devices."""

    groups: tuple[SnapshotGroup, ...]
    devices: tuple[SnapshotDevice, ...]
    preconditions: Preconditions = NOT_READ


def person_name(number: int) -> str:
    """Return the name of a person of whom only the number is known."""
    return f"person-{number}"


def number_directory(directory: Directory, around: Preconditions = NOT_READ) -> NumberedDirectory:
    """Return the groups and devices of a directory and the preconditions around them, with people and devices
    numbered from 1.

    A person whom only a precondition names is in no group and has no device, so no count needs them: they are
    omitted.
    """
    devices, people = _devices_by_shape(directory, _people_lists(around))
    # First number the Entra devices of enrolled devices, then those that are only in groups.
    entra: dict[str, int] = {}
    for device in devices:
        if device.entra_id:
            entra.setdefault(device.entra_id, len(entra) + 1)
    unenrolled = set().union(*directory.devices_in.values()) - entra.keys()
    groups_of = _groups_by_member(directory.devices_in)
    for entra_id in sorted(unenrolled, key=lambda i: (groups_of[i], i in directory.unsure, i)):
        entra[entra_id] = len(entra) + 1
    people_marks = directory.guests, directory.unsure, directory.typeless

    def group(group_id: str, name: str) -> SnapshotGroup:
        members, machines = (
            directory.people.get(group_id, frozenset()),
            directory.devices_in.get(group_id, frozenset()),
        )
        guests, unsure, typeless = (_numbers(people, members & marked) for marked in people_marks)
        unsure_devices = _numbers(entra, machines & directory.unsure)
        hidden = group_id in directory.hidden
        return SnapshotGroup(
            group_id,
            name,
            _numbers(people, members),
            _numbers(entra, machines),
            hidden,
            guests,
            unsure,
            typeless,
            unsure_devices,
        )

    groups = tuple(group(group_id, name) for group_id, name in sorted(directory.group_names.items()))
    return NumberedDirectory(
        groups,
        tuple(_numbered_device(device, people, entra) for device in devices),
        _without_ids(around, people),
    )


def _people_lists(around: Preconditions) -> dict[str, tuple[str, ...]]:
    """Return the lists of people in the preconditions, each under a name that no group has."""
    lists = {f"group {group.id}": group.people for group in around.groups}
    for number, policy in enumerate(around.access or ()):
        lists |= {f"included {number}": policy.included.users, f"excluded {number}": policy.excluded.users}
    return lists


def _without_ids(around: Preconditions, people: Mapping[str, int]) -> Preconditions:
    """Return the preconditions with numbers in place of ids of people."""

    def renamed(ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(person_name(number) for number in sorted(people[i] for i in ids if i in people))

    def without_user_ids(condition: People) -> People:
        return replace(condition, users=renamed(condition.users))

    def renamed_policy(policy: ConditionalAccessPolicy) -> ConditionalAccessPolicy:
        return replace(
            policy, included=without_user_ids(policy.included), excluded=without_user_ids(policy.excluded)
        )

    def renamed_group(group: NamedGroup) -> NamedGroup:
        return replace(group, people=renamed(group.people), guests=renamed(group.guests))

    access = None if around.access is None else tuple(map(renamed_policy, around.access))
    return replace(
        around,
        access=access,
        groups=tuple(map(renamed_group, around.groups)),
        role_groups=tuple(map(renamed_group, around.role_groups)),
    )


def _devices_by_shape(
    directory: Directory, extra_lists: Mapping[str, Iterable[str]]
) -> tuple[list[Device], dict[str, int]]:
    """Return the devices ordered by user and shape, and the number of each person. `extra_lists` are lists of
    people outside the groups."""
    in_groups, entra_groups = _groups_by_member(directory.people), _groups_by_member(directory.devices_in)
    in_lists = _groups_by_member(extra_lists)

    def shape(device: Device) -> _Shape:
        entra = device.entra_id or ""
        is_unsure = entra in directory.unsure
        return (
            device.platform,
            device.ownership,
            device.version,
            device.entra_id is not None,
            is_unsure,
            entra_groups.get(entra, ()),
        )

    # Order people by everything that is known of them; the id only breaks ties between equals.
    owned: dict[str, list[_Shape]] = {}
    for device in directory.devices:
        if device.user_id:
            owned.setdefault(device.user_id, []).append(shape(device))
    people_marks = directory.guests, directory.unsure, directory.typeless
    everyone = sorted(
        {*in_groups, *owned},
        key=lambda i: (
            in_groups.get(i, ()),
            [i in s for s in people_marks],
            sorted(owned.get(i, ())),
            in_lists.get(i, ()),
            i,
        ),
    )
    people = {person: number for number, person in enumerate(everyone, 1)}
    ordered = sorted(directory.devices, key=lambda d: (people.get(d.user_id or "", 0), shape(d), d.id))
    return ordered, people


def _groups_by_member(members: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Return member -> groups, sorted, from group -> members."""
    groups_of: dict[str, list[str]] = {}
    for group in sorted(members):
        for member in members[group]:
            groups_of.setdefault(member, []).append(group)
    return {member: tuple(groups) for member, groups in groups_of.items()}


def _numbers(known: Mapping[str, int], ids: Iterable[str]) -> tuple[int, ...]:
    """Return the numbers of these ids, sorted."""
    return tuple(sorted(known[i] for i in ids))


def _numbered_device(device: Device, people: Mapping[str, int], entra: Mapping[str, int]) -> SnapshotDevice:
    """Return a device with numbers in place of its ids."""
    return SnapshotDevice(
        people.get(device.user_id or ""),
        entra.get(device.entra_id or ""),
        device.platform,
        device.ownership,
        device.version,
    )
