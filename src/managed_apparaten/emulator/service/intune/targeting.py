"""Which devices an assigned policy reaches: through which person or group, and which of them its filter
excludes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Store, Stored
from managed_apparaten.emulator.service.intune.assignments import FILTER_ID, get_target
from managed_apparaten.emulator.service.intune.filter_rules import matches

MANAGED, ENTRA, FILTERS = "deviceManagement/managedDevices", "devices", "deviceManagement/assignmentFilters"
FILTER_KIND = "deviceAndAppManagementAssignmentFilterType"
"""Property of a target that says whether its filter includes or excludes."""
Assignments = Iterable[Mapping[str, JSON]]


@dataclass(frozen=True, slots=True)
class Targeting:
    """Whom assignments reach at one moment of a tenant; groups and rules are looked up once."""

    store: Store
    by_device: bool = True
    """Whether groups of devices, and the target of all devices, count besides those of people."""
    _members: dict[str, frozenset[str]] = field(default_factory=dict)
    _rules: dict[str, str] = field(default_factory=dict)
    _entra_ids: dict[str, str] = field(default_factory=dict)

    def reaches(self, assignments: Assignments, device: Stored) -> bool:
        """Return whether a policy with these assignments reaches a device; an exclusion goes before every
        inclusion.
        """
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
        """Yield every device that a policy with these assignments reaches, in the order of enrolment."""
        listed = list(assignments)
        if not listed:
            return
        for device in self.store.objects((MANAGED,)):
            if self.reaches(listed, device):
                yield device

    def _names(self, target: Mapping[str, JSON], device: Stored) -> bool:
        """Return whether a target names a device or its user, whatever its filter says."""
        target_type, user = str(target["@odata.type"]), str(device.body.get("userId") or "")
        if target_type.endswith("allLicensedUsersAssignmentTarget"):
            return bool(user)
        if target_type.endswith("allDevicesAssignmentTarget"):
            return self.by_device
        members = self._group_members(str(target.get("groupId") or ""))
        return (bool(user) and user in members) or (self.by_device and self._entra_id(device) in members)

    def _passes(self, target: Mapping[str, JSON], device: Stored) -> bool:
        """Return whether the filter of a target, if it has one, lets a device through."""
        kind, filter_id = str(target.get(FILTER_KIND) or "none"), str(target.get(FILTER_ID) or "")
        if kind == "none" or not filter_id:
            return True
        return matches(self._rule(filter_id), device.body) is (kind == "include")

    def _group_members(self, group_id: str) -> frozenset[str]:
        """Return the ids of the members of a group, those of nested groups included."""
        if group_id not in self._members:
            children = self.store.children(group_id, deep=True)
            self._members[group_id] = frozenset(child for child, _ in children)
        return self._members[group_id]

    def _rule(self, filter_id: str) -> str:
        """Return the rule of an assignment filter; empty when the filter does not exist."""
        if filter_id not in self._rules:
            assignment_filter = self.store.get(FILTERS, filter_id)
            rule = assignment_filter.body.get("rule") if assignment_filter else None
            self._rules[filter_id] = str(rule or "")
        return self._rules[filter_id]

    def _entra_id(self, device: Stored) -> str:
        """Return the id of a managed device in Entra, by which groups hold it; empty when Entra does not have
        it.
        """
        if not self._entra_ids:
            for entra_device in self.store.objects((ENTRA,)):
                self._entra_ids[str(entra_device.body.get("deviceId"))] = entra_device.id
        return self._entra_ids.get(str(device.body.get("azureADDeviceId") or ""), "")
