"""Whom an assigned policy reaches: which devices, by way of which person or group, and what its filter leaves of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Store, Stored
from managed_apparaten.emulator.service.intune.assignments import FILTER_ID, get_target
from managed_apparaten.emulator.service.intune.filter_rules import matches

MANAGED, ENTRA, FILTERS = "deviceManagement/managedDevices", "devices", "deviceManagement/assignmentFilters"
FILTER_KIND = "deviceAndAppManagementAssignmentFilterType"
Assignments = Iterable[Mapping[str, JSON]]


@dataclass(frozen=True, slots=True)
class Targeting:
    """Answers about one moment of a tenant; groups and rules are looked up once."""

    store: Store
    by_device: bool = True
    """Whether groups of devices, and all devices, count beside people."""
    _members: dict[str, frozenset[str]] = field(default_factory=dict)
    _rules: dict[str, str] = field(default_factory=dict)
    _entra: dict[str, str] = field(default_factory=dict)

    def reaches(self, assignments: Assignments, device: Stored) -> bool:
        """Whether a policy with these assignments comes to a device; an exclusion beats every inclusion."""
        included = False
        for assignment in assignments:
            target = get_target(assignment)
            if not self._names(target, device):
                continue
            if str(target["@odata.type"]).endswith("exclusionGroupAssignmentTarget"):
                return False
            included = included or self._passes(target, device)
        return included

    def devices(self, assignments: Assignments) -> Iterator[Stored]:
        """Every device that it comes to, in the order of enrolment."""
        kept = list(assignments)
        return (
            (device for device in self.store.objects((MANAGED,)) if self.reaches(kept, device))
            if kept
            else iter(())
        )

    def _names(self, target: Mapping[str, JSON], device: Stored) -> bool:
        kind, user = str(target["@odata.type"]), str(device.body.get("userId") or "")
        if kind.endswith("allLicensedUsersAssignmentTarget"):
            return bool(user)
        if kind.endswith("allDevicesAssignmentTarget"):
            return self.by_device
        members = self._group(str(target.get("groupId") or ""))
        return (bool(user) and user in members) or (self.by_device and self._twin(device) in members)

    def _passes(self, target: Mapping[str, JSON], device: Stored) -> bool:
        kind, filter_id = str(target.get(FILTER_KIND) or "none"), str(target.get(FILTER_ID) or "")
        if kind == "none" or not filter_id:
            return True
        return matches(self._rule(filter_id), device.body) is (kind == "include")

    def _group(self, group_id: str) -> frozenset[str]:
        if group_id not in self._members:
            self._members[group_id] = frozenset(
                child for child, _ in self.store.children(group_id, deep=True)
            )
        return self._members[group_id]

    def _rule(self, filter_id: str) -> str:
        if filter_id not in self._rules:
            found = self.store.get(FILTERS, filter_id)
            self._rules[filter_id] = str(found.body.get("rule") or "") if found else ""
        return self._rules[filter_id]

    def _twin(self, device: Stored) -> str:
        """The id in Entra of an Intune device: groups hold that one."""
        if not self._entra:
            self._entra.update(
                {str(found.body.get("deviceId")): found.id for found in self.store.objects((ENTRA,))}
            )
        return self._entra.get(str(device.body.get("azureADDeviceId") or ""), "")
