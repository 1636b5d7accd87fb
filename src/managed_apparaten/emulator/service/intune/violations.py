"""Devices with restricted apps: what follows from the assigned lists of a device configuration and the apps on devices.

Sources: learn.microsoft.com/graph/api/resources/intune-deviceconfig-restrictedappsviolation ("per device per user", and what the
id is composed of); intune/configuration/device-restrictions-apple, "Restricted apps" (apps that Intune manages are left out of
both sorts of list; a profile with a list must be assigned to groups of people; on iOS device enrolment, supervised or not).
Violations are computed at each read: one is there as soon as the list is assigned (behaviour `violations-at-once`). What is written by the
routes of the reference stands beside them (behaviour `violations-written`).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service.call import TenantContext
from managed_apparaten.emulator.service.intune import inventory
from managed_apparaten.emulator.service.intune.targeting import Targeting

PATH = "deviceManagement/deviceConfigurationRestrictedAppsViolations"
CONFIGURATIONS = "deviceManagement/deviceConfigurations"
PLATFORMS: Mapping[str, tuple[str, str]] = {
    "iosGeneralDeviceConfiguration": ("ios", "iOS"), "macOSGeneralDeviceConfiguration": ("macos", "macOS"),
}  # fmt: skip
"""Type with a list -> operating system of a managed device in lower case, and `platformType` of the violation."""
STATES = {"appsNotInListCompliant": "prohibitedApps", "appsInListCompliant": "notApprovedApps"}
"""`compliantAppListType` -> `restrictedAppsState`."""
USER_ENROLMENT = frozenset({"appleUserEnrollment", "appleUserEnrollmentWithServiceAccount"})
AppsByDevice = dict[str, tuple[Stored, list[str]]]
"""Managed device id -> the device, and the identifiers of the apps that Intune sees on it."""


def list_violations(tenant: TenantContext) -> Iterator[Stored]:
    """Those that follow from the lists, and those that were written."""
    for row, found in enumerate((*_compute_violations(tenant), *tenant.store.objects((PATH,))), 1):
        yield replace(found, row=row)


def is_computed(tenant: TenantContext, object_id: str) -> bool:
    """Whether a violation follows from a list, so that nothing can be written of it."""
    return any(found.id == object_id for found in _compute_violations(tenant))


def _compute_violations(tenant: TenantContext) -> Iterator[Stored]:
    """One for each list, device and person, in the order of the lists."""
    if not tenant.behaviours.on("violations-at-once"):
        return
    targeting = Targeting(tenant.store, by_device=not tenant.behaviours.on("restricted-apps-by-person"))
    known = dict[str, AppsByDevice]()
    for profile in tenant.store.objects((CONFIGURATIONS,)):
        state = STATES.get(str(profile.body.get("compliantAppListType")))
        if state is None or profile.type not in PLATFORMS:
            continue
        system, platform = PLATFORMS[profile.type]
        judge = _ListCheck(tenant, targeting, profile, state)
        for device, apps in known.setdefault(system, _apps_by_device(tenant, system)).values():
            if wrong := judge.wrong(device, apps):
                yield _make_violation(tenant, profile, device, wrong, (state, platform))


@dataclass(frozen=True, slots=True)
class _ListCheck:
    """One list."""

    tenant: TenantContext
    targeting: Targeting
    profile: Stored
    state: str

    def wrong(self, device: Stored, apps: list[str]) -> list[str]:
        """Apps on a device that its list does not want there."""
        listed = {item.get("appId") for item in self.profile.body.get("compliantAppsList") or ()}
        suspects = [app for app in apps if (app in listed) is (self.state == "prohibitedApps")]
        if not suspects or not self._judged(device):
            return []
        return [app for app in suspects if not inventory.is_managed(self.tenant, self.targeting, app, device)]

    def _judged(self, device: Stored) -> bool:
        enrolled = device.body.get(
            "deviceEnrollmentType"
        ) not in USER_ENROLMENT or self.profile.type.startswith("macOS")
        return enrolled and self.targeting.reaches(self.profile.nav.get("assignments", ()), device)


def _apps_by_device(tenant: TenantContext, system: str) -> AppsByDevice:
    found: AppsByDevice = {}
    seen = inventory.AppVisibility(tenant, personal=tenant.behaviours.on("violations-by-full-inventory"))
    for app in tenant.store.objects((inventory.DETECTED,)):
        name = inventory.get_identifier(app)
        if not name or str(app.body.get("platform")).lower() != system:
            continue
        for device in seen.devices(app):
            found.setdefault(device.id, (device, []))[1].append(name)
    return dict(sorted(found.items(), key=lambda item: item[1][0].row))


def _make_violation(
    tenant: TenantContext, profile: Stored, device: Stored, apps: list[str], kind: tuple[str, str]
) -> Stored:
    state, platform = kind
    user = str(device.body.get("userId") or "")
    account = next((found.id for found in tenant.store.objects(("organization",))), "")
    body: dict[str, JSON] = {
        "userId": user, "userName": device.body.get("userDisplayName"), "managedDeviceId": device.id,
        "deviceName": device.body.get("deviceName"), "deviceConfigurationId": profile.id,
        "deviceConfigurationName": profile.body.get("displayName"), "platformType": platform, "restrictedAppsState": state,
        "restrictedApps": [{"appId": app} for app in sorted(set(apps))],
    }  # fmt: skip
    name = "_".join((account, device.id, profile.id, user))
    if not tenant.behaviours.on("violation-ids-joined"):
        name = str(uuid.uuid5(uuid.NAMESPACE_URL, name))
    return Stored(PATH, name, "restrictedAppsViolation", body, {})
