"""People and devices of a directory as running numbers, consistently, so that every count and every overlap stays exact.

Numbers follow from what is said of somebody (groups, whether a guest or an enabled account, and platform, version and ownership of the
devices), never from an id: who is alike in all of it is interchangeable. The same directory gives the same numbers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from managed_apparaten.graph.observed import Device, Directory
from managed_apparaten.graph.snapshot import Group, Managed

_Shape = tuple[str, str, str, bool, bool, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Numbered:
    """Groups and devices without ids of people and devices."""

    groups: tuple[Group, ...]
    devices: tuple[Managed, ...]


def numbered(directory: Directory) -> Numbered:
    """The groups and devices of a directory, numbered from 1."""
    devices, people = _devices_by_shape(directory)
    entra: dict[str, int] = {}
    for device in devices:
        if device.entra_id:
            entra.setdefault(device.entra_id, len(entra) + 1)
    left = set().union(*directory.devices_in.values()) - entra.keys()
    groups_of = _turned(directory.devices_in)
    for one in sorted(left, key=lambda i: (groups_of[i], i in directory.unsure, i)):
        entra[one] = len(entra) + 1
    said = directory.guests, directory.unsure, directory.typeless

    def group(one: str, name: str) -> Group:
        members, machines = directory.people.get(one, frozenset()), directory.devices_in.get(one, frozenset())
        guests, unsure, typeless = (_numbers(people, members & some) for some in said)
        doubtful = _numbers(entra, machines & directory.unsure)
        hidden = one in directory.hidden
        return Group(one, name, _numbers(people, members), _numbers(entra, machines), hidden, guests, unsure, typeless, doubtful)

    groups = tuple(group(one, name) for one, name in sorted(directory.group_names.items()))
    return Numbered(groups, tuple(_managed(device, people, entra) for device in devices))


def _devices_by_shape(directory: Directory) -> tuple[list[Device], dict[str, int]]:
    """Devices by owner and shape, and the number of each person."""
    in_groups, entra_groups = _turned(directory.people), _turned(directory.devices_in)

    def shape(device: Device) -> _Shape:
        entra = device.entra_id or ""
        doubtful = entra in directory.unsure
        return device.platform, device.ownership, device.version, device.entra_id is not None, doubtful, entra_groups.get(entra, ())

    owned: dict[str, list[_Shape]] = {}
    for device in directory.devices:
        if device.user_id:
            owned.setdefault(device.user_id, []).append(shape(device))
    said = directory.guests, directory.unsure, directory.typeless
    everyone = sorted({*in_groups, *owned}, key=lambda i: (in_groups.get(i, ()), [i in s for s in said], sorted(owned.get(i, ())), i))
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


def _managed(device: Device, people: Mapping[str, int], entra: Mapping[str, int]) -> Managed:
    return Managed(people.get(device.user_id or ""), entra.get(device.entra_id or ""), device.platform, device.ownership, device.version)
