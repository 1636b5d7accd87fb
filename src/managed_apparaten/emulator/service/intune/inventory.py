"""Detected apps: which apps of a device Intune shows, and the identifiers of apps.

Sources: learn.microsoft.com/graph/api/resources/intune-devices-detectedapp ("Unmanaged apps will only appear
for devices marked as corporate owned"); intune/app-management/discovered-apps, 2025-12-03 (the work profile
only; how often a device is asked). The identifier of a detected app is stored to judge lists of restricted
apps by it. It is no property of Graph's, and no answer shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service.call import TenantContext
from managed_apparaten.emulator.service.intune import check_ins, install_states
from managed_apparaten.emulator.service.intune.targeting import MANAGED, Targeting

DETECTED, APPS = "deviceManagement/detectedApps", "deviceAppManagement/mobileApps"
IDENTIFIER = "identifierOnTheDevice"
"""Name under which the bundle id or package name of a seeded detected app is stored beside its body, as the
one `appId` of a list."""
IDENTIFIER_PROPERTIES = ("bundleId", "packageId")
"""Properties with the identifier of an app of the tenant."""
INSTALLING = ("required", "available", "availableWithoutEnrollment")
"""Intents by which an app comes to a device, at once or on request."""
REMOVING = "uninstall"
"""The intent by which an app is removed."""


def get_identifier(app: Stored) -> str:
    """Return the bundle id or package name of a detected app; empty when only its name is known."""
    return next((str(entry["appId"]) for entry in app.nav.get(IDENTIFIER, ())), "")


def get_app_identifier(app: Stored) -> str:
    """Return the bundle id or package name of an app of the tenant; empty when its type has none."""
    return next((str(app.body[name]) for name in IDENTIFIER_PROPERTIES if app.body.get(name)), "")


def is_managed(tenant: TenantContext, targeting: Targeting, app_id: str, device: Stored) -> bool:
    """Return whether an assignment of the tenant offers an app, by its identifier, to a device or installs it
    there.
    """
    if not app_id:
        return False
    return any(targeting.reaches(assignments, device) for assignments in _list_offers(tenant, app_id))


def _list_offers(tenant: TenantContext, app_id: str) -> Iterator[list[dict[str, object]]]:
    """Yield the assignments that offer or install the apps with an identifier, app by app."""
    for app in tenant.store.objects((APPS,)):
        if app_id == get_app_identifier(app):
            yield [one for one in app.nav.get("assignments", ()) if one.get("intent") in INSTALLING]


@dataclass(frozen=True, slots=True)
class AppVisibility:
    """Which apps Intune shows on which devices at one moment; what is the same for all devices is looked up
    once.
    """

    tenant: TenantContext
    personal: bool = False
    """Whether unmanaged apps of personal devices count too: lists of restricted apps are judged by them,
    though no answer shows them."""
    _targeting: list[Targeting] = field(default_factory=list)
    _removals_by_app: dict[str, list[tuple[datetime, Stored]]] = field(default_factory=dict)

    def devices(self, app: Stored) -> Iterator[Stored]:
        """Yield the devices on which an app is shown."""
        for device_id, _ in self.tenant.store.children(app.id, deep=False):
            device = self.tenant.store.get(MANAGED, device_id)
            if device is not None and self.shows(app, device):
                yield device

    def shows(self, app: Stored, device: Stored) -> bool:
        """Return whether an app is shown on a device: Intune may see it, and the newest inventory still has
        it.
        """
        return self._is_visible(app, device) and not self._is_removed(app, device)

    def _is_visible(self, app: Stored, device: Stored) -> bool:
        """Return whether Intune may see an app on a device, at any time."""
        behaviours = self.tenant.behaviours
        if _is_comanaged(device) and behaviours.on("comanaged-apps-unseen"):
            return False
        is_personal = device.body.get("ownerType") == "personal"
        if self.personal or not is_personal or not behaviours.on("personal-apps-unseen"):
            return True
        return is_managed(self.tenant, self.targeting, get_identifier(app), device)

    @property
    def targeting(self) -> Targeting:
        """Which devices the assignments of the tenant reach."""
        if not self._targeting:
            self._targeting.append(Targeting(self.tenant.store))
        return self._targeting[0]

    def _is_removed(self, app: Stored, device: Stored) -> bool:
        """Return whether an uninstall removed the app before the inventory was collected that is shown."""
        app_id, schedule = get_identifier(app), check_ins.get_schedule(device)
        if not app_id or schedule is None or not self.tenant.behaviours.on("inventory-has-its-age"):
            return False
        collected = check_ins.report_as_of(device, self.tenant.clock())
        for assigned, tenant_app in self._removals(app_id):
            # The device removes the app at its first check-in after the assignment.
            removed = schedule.next(assigned)
            if collected is None or removed is None or removed > collected:
                continue
            if self._removes(tenant_app, device):
                return True
        return False

    def _removes(self, tenant_app: Stored, device: Stored) -> bool:
        """Return whether a device removes an app.

        An uninstall reaches it, no required install does, and the removal does not fail.
        """
        assignments = tenant_app.nav["assignments"]
        uninstalls = [one for one in assignments if one.get("intent") == REMOVING]
        installs = [one for one in assignments if one.get("intent") == "required"]
        if not self.targeting.reaches(uninstalls, device) or self.targeting.reaches(installs, device):
            return False
        return not install_states.is_failing(self.tenant, tenant_app.id, device.id, REMOVING)

    def _removals(self, app_id: str) -> list[tuple[datetime, Stored]]:
        """Return the apps of the tenant with this identifier that are to be removed, and when that was
        assigned.
        """
        if app_id not in self._removals_by_app:
            removals = []
            for app in self.tenant.store.objects((APPS,)):
                if get_app_identifier(app) == app_id and _is_removing(app.nav):
                    assigned = self._find_assignment_time(app)
                    if assigned is not None:
                        removals.append((assigned, app))
            self._removals_by_app[app_id] = removals
        return self._removals_by_app[app_id]

    def _find_assignment_time(self, app: Stored) -> datetime | None:
        """Return when the present uninstall of an app was assigned; None for one of the seed."""
        for entry in reversed(self.tenant.store.audit()):
            if entry.object_id != app.id:
                continue
            if _is_removing(entry.after or {}) and not _is_removing(entry.before or {}):
                return check_ins.parse_moment(entry.at)
        return None


def _is_removing(state: dict[str, list[dict[str, object]]]) -> bool:
    """Return whether an object in this state has an uninstall assignment."""
    return any(one.get("intent") == REMOVING for one in state.get("assignments", ()))


def _is_comanaged(device: Stored) -> bool:
    """Return whether Configuration Manager still manages the apps of a Windows device."""
    features = device.body.get("configurationManagerClientEnabledFeatures") or {}
    return features.get("modernApps") is False
