"""Violations of restricted apps: what follows from the assigned lists of device configurations and the apps
on devices.

Sources: learn.microsoft.com/graph/api/resources/intune-deviceconfig-restrictedappsviolation ("per device per
user", and the parts of the id); intune/configuration/device-restrictions-apple, "Restricted apps" (apps that
Intune manages are left out of both sorts of list; a profile with a list must be assigned to groups of people;
on iOS device enrolment, supervised or not). Violations are computed at each read: there is one as soon as the
list is assigned (behaviour `violations-at-once`). What is written by the routes of the reference stands
beside them (behaviour `violations-written`).
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
"""Type with a list -> operating system of a managed device in lower case, and `platformType` of the
violation."""
STATES = {"appsNotInListCompliant": "prohibitedApps", "appsInListCompliant": "notApprovedApps"}
"""`compliantAppListType` -> `restrictedAppsState`."""
USER_ENROLMENT = frozenset({"appleUserEnrollment", "appleUserEnrollmentWithServiceAccount"})
"""deviceEnrollmentType of devices of which Intune manages only a part."""
AppsByDevice = dict[str, tuple[Stored, list[str]]]
"""Id of a managed device -> the device, and the identifiers of the apps that Intune sees on it."""


def list_violations(tenant: TenantContext) -> Iterator[Stored]:
    """Yield the violations that follow from the lists, and then those that were written, numbered from 1."""
    violations = (*_compute_violations(tenant), *tenant.store.objects((PATH,)))
    for row, violation in enumerate(violations, 1):
        yield replace(violation, row=row)


def is_computed(tenant: TenantContext, object_id: str) -> bool:
    """Return whether a violation follows from a list, so that it cannot be written."""
    return any(violation.id == object_id for violation in _compute_violations(tenant))


def _compute_violations(tenant: TenantContext) -> Iterator[Stored]:
    """Yield a violation for each list, device and user, in the order of the lists."""
    if not tenant.behaviours.on("violations-at-once"):
        return
    targeting = Targeting(tenant.store, by_device=not tenant.behaviours.on("restricted-apps-by-person"))
    apps_by_system = dict[str, AppsByDevice]()
    for profile in tenant.store.objects((CONFIGURATIONS,)):
        state = STATES.get(str(profile.body.get("compliantAppListType")))
        if state is None or profile.type not in PLATFORMS:
            continue
        system, platform = PLATFORMS[profile.type]
        if system not in apps_by_system:
            apps_by_system[system] = _apps_by_device(tenant, system)
        check = _ListCheck(tenant, targeting, profile, state)
        for device, apps in apps_by_system[system].values():
            violating_apps = check.find_violating(device, apps)
            if violating_apps:
                yield _make_violation(tenant, profile, device, violating_apps, (state, platform))


@dataclass(frozen=True, slots=True)
class _ListCheck:
    """Finds the apps that violate the list of one device configuration."""

    tenant: TenantContext
    targeting: Targeting
    profile: Stored
    state: str
    """restrictedAppsState of the violations, which tells the sort of list."""

    def find_violating(self, device: Stored, apps: list[str]) -> list[str]:
        """Return the apps on a device that the list does not allow; apps that Intune brings to the device do
        not count.
        """
        listed = {item.get("appId") for item in self.profile.body.get("compliantAppsList") or ()}
        is_prohibited_list = self.state == "prohibitedApps"
        suspects = [app for app in apps if (app in listed) is is_prohibited_list]
        if not suspects or not self._applies_to(device):
            return []
        return [app for app in suspects if not inventory.is_managed(self.tenant, self.targeting, app, device)]

    def _applies_to(self, device: Stored) -> bool:
        """Return whether the list reaches a device; on iOS it does not hold for user enrolment."""
        is_user_enrolment = device.body.get("deviceEnrollmentType") in USER_ENROLMENT
        if is_user_enrolment and not self.profile.type.startswith("macOS"):
            return False
        return self.targeting.reaches(self.profile.nav.get("assignments", ()), device)


def _apps_by_device(tenant: TenantContext, system: str) -> AppsByDevice:
    """Return the apps with a known identifier on the devices of an operating system, devices in the order of
    enrolment.
    """
    apps_by_device: AppsByDevice = {}
    visibility = inventory.AppVisibility(
        tenant, personal=tenant.behaviours.on("violations-by-full-inventory")
    )
    for app in tenant.store.objects((inventory.DETECTED,)):
        identifier = inventory.get_identifier(app)
        if not identifier or str(app.body.get("platform")).lower() != system:
            continue
        for device in visibility.devices(app):
            apps_by_device.setdefault(device.id, (device, []))[1].append(identifier)
    return dict(sorted(apps_by_device.items(), key=lambda item: item[1][0].row))


def _make_violation(
    tenant: TenantContext, profile: Stored, device: Stored, apps: list[str], kind: tuple[str, str]
) -> Stored:
    """Return the violation of a list by the apps on a device; `kind` is the restrictedAppsState and the
    platformType.
    """
    state, platform = kind
    user = str(device.body.get("userId") or "")
    account_id = next((item.id for item in tenant.store.objects(("organization",))), "")
    body: dict[str, JSON] = {
        "userId": user,
        "userName": device.body.get("userDisplayName"),
        "managedDeviceId": device.id,
        "deviceName": device.body.get("deviceName"),
        "deviceConfigurationId": profile.id,
        "deviceConfigurationName": profile.body.get("displayName"),
        "platformType": platform,
        "restrictedAppsState": state,
        "restrictedApps": [{"appId": app} for app in sorted(set(apps))],
    }
    violation_id = "_".join((account_id, device.id, profile.id, user))
    if not tenant.behaviours.on("violation-ids-joined"):
        violation_id = str(uuid.uuid5(uuid.NAMESPACE_URL, violation_id))
    return Stored(PATH, violation_id, "restrictedAppsViolation", body, {})
