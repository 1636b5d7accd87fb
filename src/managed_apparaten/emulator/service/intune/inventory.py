"""Detected apps: which apps of a device Intune shows, and the identifiers of apps.

Sources: learn.microsoft.com/graph/api/resources/intune-devices-detectedapp ("Unmanaged apps will only appear for devices marked
as corporate owned"); intune/app-management/discovered-apps, 2025-12-03 (the work profile only; how often a device is asked). The
identifier of a detected app is kept for judging lists of restricted apps, and is no property of Graph's: no answer ever shows it.
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
"""Where the bundle id or package name of a seeded detected app is kept: beside its body, as the one `appId` of a list."""
IDENTIFIER_PROPERTIES = ("bundleId", "packageId")
INSTALLING = ("required", "available", "availableWithoutEnrollment")
REMOVING = "uninstall"


def get_identifier(app: Stored) -> str:
    """Bundle id or package name; empty when only the name is known."""
    return next((str(kept["appId"]) for kept in app.nav.get(IDENTIFIER, ())), "")


def get_app_identifier(app: Stored) -> str:
    """Bundle id or package name of an app of the tenant."""
    return next((str(app.body[name]) for name in IDENTIFIER_PROPERTIES if app.body.get(name)), "")


def is_managed(tenant: TenantContext, targeting: Targeting, app_id: str, device: Stored) -> bool:
    """Whether Intune brings this app to the device."""
    return bool(app_id) and any(
        targeting.reaches(assignments, device) for assignments in _list_offers(tenant, app_id)
    )


def _list_offers(tenant: TenantContext, app_id: str) -> Iterator[list[dict[str, object]]]:
    for app in tenant.store.objects((APPS,)):
        if app_id == get_app_identifier(app):
            yield [found for found in app.nav.get("assignments", ()) if found.get("intent") in INSTALLING]


@dataclass(frozen=True, slots=True)
class AppVisibility:
    """Which apps Intune shows on which devices at one moment; what is the same for all devices is looked up once."""

    tenant: TenantContext
    personal: bool = False
    """Whether unmanaged apps of personal devices count: lists of restricted apps are judged by them, no answer shows them."""
    _targeting: list[Targeting] = field(default_factory=list)
    _orders: dict[str, list[tuple[datetime, Stored]]] = field(default_factory=dict)

    def devices(self, app: Stored) -> Iterator[Stored]:
        """Devices on which an app is shown."""
        for device_id, _ in self.tenant.store.children(app.id, deep=False):
            device = self.tenant.store.get(MANAGED, device_id)
            if device is not None and self.shows(app, device):
                yield device

    def shows(self, app: Stored, device: Stored) -> bool:
        """Whether an app is shown on a device: it may be seen, and the newest inventory does not miss it."""
        return self._visible(app, device) and not self._gone(app, device)

    def _visible(self, app: Stored, device: Stored) -> bool:
        behaviours = self.tenant.behaviours
        if _is_comanaged(device) and behaviours.on("comanaged-apps-unseen"):
            return False
        if (
            self.personal
            or device.body.get("ownerType") != "personal"
            or not behaviours.on("personal-apps-unseen")
        ):
            return True
        return is_managed(self.tenant, self.targeting, get_identifier(app), device)

    @property
    def targeting(self) -> Targeting:
        """Whom assignments reach."""
        if not self._targeting:
            self._targeting.append(Targeting(self.tenant.store))
        return self._targeting[0]

    def _gone(self, app: Stored, device: Stored) -> bool:
        """Whether an uninstall took the app away before the inventory was collected that is shown."""
        app_id, known = get_identifier(app), check_ins.get_schedule(device)
        if not app_id or known is None or not self.tenant.behaviours.on("inventory-has-its-age"):
            return False
        collected = check_ins.report_as_of(device, self.tenant.clock())
        for ordered, own in self._removals(app_id):
            done = known.next(ordered)
            if collected is not None and done is not None and done <= collected and self._obeys(own, device):
                return True
        return False

    def _obeys(self, own: Stored, device: Stored) -> bool:
        """Whether a device removes an app: an uninstall reaches it, no required install does, and the removal does not fail."""
        by_intent = {
            intent: [one for one in own.nav["assignments"] if one.get("intent") == intent]
            for intent in (REMOVING, "required")
        }
        told = self.targeting.reaches(by_intent[REMOVING], device) and not self.targeting.reaches(
            by_intent["required"], device
        )
        return told and not install_states.is_failing(self.tenant, own.id, device.id, REMOVING)

    def _removals(self, app_id: str) -> list[tuple[datetime, Stored]]:
        """Apps of the tenant with this identifier that are to be removed, and when that was ordered."""
        if app_id not in self._orders:
            removing = [
                app
                for app in self.tenant.store.objects((APPS,))
                if get_app_identifier(app) == app_id and _is_removing(app.nav)
            ]
            self._orders[app_id] = [
                (when, app) for app in removing if (when := self._ordered(app)) is not None
            ]
        return self._orders[app_id]

    def _ordered(self, app: Stored) -> datetime | None:
        """When the uninstall that holds now was assigned; None for one of the seed."""
        for entry in reversed(self.tenant.store.audit()):
            if (
                entry.object_id == app.id
                and _is_removing(entry.after or {})
                and not _is_removing(entry.before or {})
            ):
                return check_ins.parse_moment(entry.at)
        return None


def _is_removing(state: dict[str, list[dict[str, object]]]) -> bool:
    return any(one.get("intent") == REMOVING for one in state.get("assignments", ()))


def _is_comanaged(device: Stored) -> bool:
    """Whether Configuration Manager still has the apps of a Windows device."""
    features = device.body.get("configurationManagerClientEnabledFeatures") or {}
    return features.get("modernApps") is False
