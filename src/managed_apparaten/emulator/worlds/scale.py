"""A world grown to size: more people, devices and foreign objects of the kinds that it has, the same ones every time.

Everything new is a copy of something that is there, with an id and a name of its own, and people in the same groups.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import cycle, islice

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored

FOREIGN = (
    "deviceManagement/configurationPolicies", "deviceManagement/deviceConfigurations", "deviceManagement/deviceCompliancePolicies",
    "deviceAppManagement/iosManagedAppProtections", "deviceAppManagement/androidManagedAppProtections",
)  # fmt: skip
MANAGED, ENTRA = "deviceManagement/managedDevices", "devices"
Edge = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Size:
    """How many there should be in all; a world that has more keeps them."""

    people: int = 0
    devices: int = 0
    foreign: int = 0


def grown(objects: Iterable[Stored], edges: Iterable[Edge], size: Size) -> tuple[list[Stored], list[Edge]]:
    """The world with copies added until it has the size."""
    kept, links = list(objects), list(edges)
    groups = defaultdict[str, list[Edge]](list)
    for edge in links:
        groups[edge[1]].append(edge)
    by_collection = defaultdict[str, list[Stored]](list)
    for item in kept:
        by_collection[item.collection].append(item)
    people, managed = by_collection["users"], by_collection[MANAGED]
    entra = {str(item.body["deviceId"]): item for item in by_collection[ENTRA]}
    foreign = [item for path in FOREIGN for item in by_collection[path]]
    members = [person for person in people if groups[person.id]]
    for number, person in _copies(members, size.people - len(people)):
        copy = _person(person, number)
        kept.append(copy)
        links += [(parent, copy.id, kind) for parent, _, kind in groups[person.id]]
    for number, device in _copies(managed, size.devices - len(managed)):
        twin = entra[str(device.body["azureADDeviceId"])]
        pair = _device(device, twin, number)
        kept += pair
        links += [(parent, pair[1].id, kind) for parent, _, kind in groups[twin.id]]
    kept += [_policy(item, number) for number, item in _copies(foreign, size.foreign - len(foreign))]
    return kept, links


def _copies(originals: list[Stored], number: int) -> Iterator[tuple[int, Stored]]:
    """So many of the originals, over and over, numbered from 1."""
    return enumerate(islice(cycle(originals), max(number, 0)), 1)


def _id(item: Stored, number: int) -> str:
    prefix = item.id[: -len(str(uuid.UUID(int=0)))]
    return prefix + str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:embedded-tenant:copy:{item.id}:{number}"))


def _person(item: Stored, number: int) -> Stored:
    name, _, domain = str(item.body["userPrincipalName"]).partition("@")
    principal = f"{name}.{number:05d}@{domain}"
    own: dict[str, JSON] = {
        "userPrincipalName": principal,
        "mail": principal,
        "mailNickname": principal.partition("@")[0],
    }
    own["displayName"] = f"{item.body['displayName']} {number}"
    return replace(item, id=_id(item, number), body={**item.body, **own})


def _device(managed: Stored, entra: Stored, number: int) -> list[Stored]:
    """Copies of an Intune device and its Entra device, joined to each other."""
    name, joined = f"ZLV-KOPIE-{number:05d}", _id(managed, -number)
    own = {
        "deviceName": name,
        "serialNumber": f"ZLK{number:07d}",
        "azureADDeviceId": joined,
        "azureActiveDirectoryDeviceId": joined,
    }
    return [
        replace(managed, id=_id(managed, number), body={**managed.body, **own}),
        replace(entra, id=_id(entra, number), body={**entra.body, "deviceId": joined, "displayName": name}),
    ]


def _policy(item: Stored, number: int) -> Stored:
    """A copy that is assigned to nobody."""
    key = "name" if "name" in item.body else "displayName"
    body = {**item.body, key: f"{item.body[key]} (kopie {number})"}
    return replace(item, id=_id(item, number), body=body, nav={**item.nav, "assignments": []})
