"""People, nested groups and devices of a tenant, and whether an assignment reaches one of them.

An exclusion wins, but only among its own sort: Intune ignores an exclusion of users from an assignment to devices and
the other way round (Microsoft Learn, "Assign device profiles"). Groups in groups count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .question import Device, Enrolment
from .tenant import JSON, Graph

PREFIX = "#microsoft.graph."
PLATFORMS = {"iOS": "ios", "iPadOS": "ios", "Android": "android", "Windows": "windows", "macOS": "macos"}
ANDROID: Mapping[str, Enrolment] = {
    "androidEnterpriseFullyManaged": "fully-managed",
    "androidEnterpriseDedicatedDevice": "dedicated",
    "androidEnterpriseCorporateWorkProfile": "corporate-work-profile",
}


OWNERSHIP = re.compile(r'\(device\.deviceOwnership -eq "(Corporate|Personal)"\)')
"""The rules that are understood here (Microsoft Learn, "Supported filter device properties")."""


class Unknown(Exception):
    """The tenant holds something that this reading has no rule for; guessing would make its answers worthless."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Who and what is in the tenant."""

    people: tuple[str, ...]
    devices: tuple[Device, ...]
    members: Mapping[str, frozenset[str]]
    """Group -> ids of people and Entra devices in it, also through groups in it."""
    filters: Mapping[str, JSON] = field(default_factory=dict)
    """Assignment filters by id."""

    def reaches(self, assignments: Iterable[JSON], person: str | None, device: Device) -> bool:
        """Whether a policy with these assignments is for this person on this device."""
        return bool(self.ways(assignments, person, device))

    def ways(self, assignments: Iterable[JSON], person: str | None, device: Device) -> frozenset[str]:
        """How it reaches them: as `people`, as `devices`, or not at all."""
        included, excluded = set[str](), set[str]()
        for assignment in assignments:
            target = assignment["target"]
            if not self._passes(target, device):
                continue
            sort = target["@odata.type"].removeprefix(PREFIX)
            if sort == "allLicensedUsersAssignmentTarget":
                included |= {"people"} if person else set()
            elif sort == "allDevicesAssignmentTarget":
                included |= {"devices"} if device.entra else set()
            elif sort in ("groupAssignmentTarget", "exclusionGroupAssignmentTarget"):
                found = self._sorts(target["groupId"], person, device)
                included, excluded = (
                    (included, excluded | found)
                    if sort.startswith("exclusion")
                    else (included | found, excluded)
                )
            else:
                raise Unknown(sort)
        return frozenset(included - excluded)

    def _passes(self, target: JSON, device: Device) -> bool:
        """Whether the filter of an assignment lets this device through. Device filters judge enrolled devices only."""
        name, mode = (
            target.get("deviceAndAppManagementAssignmentFilterId"),
            target.get("deviceAndAppManagementAssignmentFilterType"),
        )
        if not name or mode == "none":
            return True
        rule = OWNERSHIP.fullmatch(self.filters[name]["rule"] if name in self.filters else "")
        if rule is None:
            raise Unknown(f"assignment filter {name}")
        fits = device.enrolment != "unenrolled" and device.personal == (rule[1] == "Personal")
        return fits if mode == "include" else not fits

    def _sorts(self, group: str, person: str | None, device: Device) -> set[str]:
        inside = self.members.get(group, frozenset())
        return {sort for sort, one in (("people", person), ("devices", device.entra)) if one in inside}


def read(graph: Graph) -> Directory:
    """The whole directory."""
    return Directory(
        tuple(user["id"] for user in graph.all("users?$select=id")),
        (*_managed(graph), *_private_phones(graph)),
        _members(graph),
        {one["id"]: one for one in graph.all("deviceManagement/assignmentFilters")},
    )


def _members(graph: Graph) -> Mapping[str, frozenset[str]]:
    direct = {
        group["id"]: graph.all(f"groups/{group['id']}/members?$select=id")
        for group in graph.all("groups?$select=id")
    }
    return {group: frozenset(_inside(group, direct, set())) for group in direct}


def _inside(group: str, direct: Mapping[str, list[JSON]], seen: set[str]) -> set[str]:
    """Everybody in a group; a group that holds itself, by a detour, is walked once."""
    if group in seen:
        return set()
    seen.add(group)
    found = set[str]()
    for member in direct[group]:
        found |= (
            _inside(member["id"], direct, seen)
            if member["@odata.type"] == f"{PREFIX}group"
            else {member["id"]}
        )
    return found


def _managed(graph: Graph) -> list[Device]:
    objects = {device["deviceId"]: device["id"] for device in graph.all("devices?$select=id,deviceId")}
    return [
        _device(item, objects.get(item["azureADDeviceId"]))
        for item in graph.all("deviceManagement/managedDevices")
    ]


def _device(item: JSON, entra: str | None) -> Device:
    platform = PLATFORMS[item["operatingSystem"]]
    supervised = bool(item["isSupervised"])
    personal, version = item["managedDeviceOwnerType"] == "personal", _version(item["osVersion"])
    return Device(
        item["id"],
        platform,
        _enrolment(item, platform),
        item["userId"] or None,
        entra,
        version,
        supervised,
        personal,
    )


def _enrolment(item: JSON, platform: str) -> Enrolment:
    if platform == "ios":
        return "supervised" if item["isSupervised"] else "unsupervised"
    if platform == "android":
        personal = item["managedDeviceOwnerType"] == "personal"
        return "work-profile" if personal else ANDROID[item["deviceEnrollmentType"]]
    return "joined" if platform == "windows" else "mac"


def _private_phones(graph: Graph) -> list[Device]:
    """Phones that are not enrolled; Intune knows them only by the work apps that registered."""
    found: dict[str, Device] = defaultdict()
    for item in graph.all("deviceAppManagement/managedAppRegistrations"):
        platform = "android" if item["@odata.type"] == f"{PREFIX}androidManagedAppRegistration" else "ios"
        found[item["deviceTag"]] = Device(
            item["deviceTag"],
            platform,
            "unenrolled",
            item["userId"],
            None,
            _version(item["platformVersion"]),
            personal=True,
        )
    return list(found.values())


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())
