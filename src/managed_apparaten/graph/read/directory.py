"""Reads all enrolled devices and the number of accounts, and joins them with the groups into a
`Directory`."""

from collections.abc import Mapping

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.error_body import refusal_error, unusable_answer_error
from managed_apparaten.graph.http.request import GraphRequest
from managed_apparaten.graph.http.urls import query
from managed_apparaten.graph.observed import UNKNOWN_OWNERSHIP, Device, Directory
from managed_apparaten.graph.read.groups import Groups
from managed_apparaten.graph.read.members import ADVANCED, text_of
from managed_apparaten.graph.read.paging import read_list_by_id
from managed_apparaten.graph.read.rounds import ReadTask

_OWNERS: Mapping[str, str] = {"company": "corporate", "personal": "personal"}
"""`managedDeviceOwnerType` -> ownership. Graph can also return `unknown` and null.
https://learn.microsoft.com/graph/api/resources/intune-shared-managedownertype"""
_PLATFORMS = (("ios", "ios"), ("ipad", "ios"), ("iphone", "ios"), ("android", "android"), ("aosp", "android"), ("windows", "windows"),
              ("mac", "macos"), ("osx", "macos"), ("linux", "linux"), ("ubuntu", "linux"), ("chromeos", "chromeos"))  # fmt: skip
"""Beginning of the `operatingSystem` of a managed device, in lower case and without blanks, and its platform.
The service fills it with free text: iPadOS, AndroidEnterprise, AndroidForWork, AOSP, MacMDM, "OS X", "Windows
11" and others occur in public reports."""


def read_devices(root: str) -> ReadTask[tuple[Device, ...]]:
    """Return all enrolled devices, sorted by id."""
    select = "id,userId,azureADDeviceId,operatingSystem,osVersion,managedDeviceOwnerType"
    items = yield from read_list_by_id(
        GraphRequest("GET", "/deviceManagement/managedDevices" + query(select=select), "v1.0"), root
    )
    return tuple(sorted((_device(item) for item in items), key=lambda device: device.id))


def read_people_total() -> ReadTask[int]:
    """Return the number of enabled accounts."""
    request = GraphRequest(
        "GET", "/users/$count" + query(filter="accountEnabled eq true"), "v1.0", headers=ADVANCED
    )
    [answer] = yield [request]
    if answer.status != 200:
        raise refusal_error(ReadFailed, request, answer)
    if type(answer.body) is not int:
        raise unusable_answer_error(ReadFailed, request, "InvalidResponse", "count", answer.status)
    return answer.body


def build_directory(groups: Groups, devices: tuple[Device, ...], people_total: int) -> Directory:
    """Return what was read as a `Directory`."""
    known = sorted(groups.known.values(), key=lambda group: group.id)
    return Directory(
        groups_by_name=groups.by_name,
        group_names={group.id: group.name for group in known},
        people={group.id: group.people for group in known},
        devices_in={group.id: group.devices for group in known},
        devices=devices,
        people_total=people_total,
        hidden=frozenset(group.id for group in known if group.hidden),
        guests=frozenset[str]().union(*(group.guests for group in known)),
        others=groups.others,
        unsure=frozenset[str]().union(*(group.unsure for group in known)),
        typeless=frozenset[str]().union(*(group.typeless for group in known)),
    )


def owner_of(owner_type: JSON) -> str:
    """Return the ownership of a device by its `managedDeviceOwnerType`.

    Text that Graph does not document stays as it is, and counts both as corporate and as personal.
    """
    text = str(owner_type or "")
    return _OWNERS.get(text, text) or UNKNOWN_OWNERSHIP


def platform_of(operating_system: str) -> str:
    """Return the platform of a device by its `operatingSystem`.

    Text that names no platform stays as it is, and counts for every platform.
    """
    folded = "".join(operating_system.lower().split())
    return next(
        (platform for beginning, platform in _PLATFORMS if folded.startswith(beginning)), operating_system
    )


def _device(item: JSON) -> Device:
    owner = owner_of(item.get("managedDeviceOwnerType"))
    return Device(
        id=text_of(item, "id"),
        user_id=text_of(item, "userId").lower() or None,
        entra_id=_entra_id(text_of(item, "azureADDeviceId").lower()),
        platform=platform_of(text_of(item, "operatingSystem")),
        ownership=owner,
        version=text_of(item, "osVersion") if owner == "corporate" else "",
    )


def _entra_id(device_id: str) -> str | None:
    """Return the id of the device in Entra; None for an empty id or one of zeros, which mean that it is not
    registered there."""
    return device_id if device_id.strip("0-") else None
