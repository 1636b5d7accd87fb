"""What Intune knows of the apps on a device, which is less than what is on it; and which app a name stands for.

Sources: learn.microsoft.com/graph/api/resources/intune-devices-detectedapp ("Unmanaged apps will only appear for devices marked
as corporate owned"); intune/apps/app-discovered-apps. The identifier of a detected app is kept for judging lists of restricted
apps, and is no property of Graph's: no answer ever shows it.
"""

from __future__ import annotations

from collections.abc import Iterator

from .call import World
from .store import Stored
from .targeting import MANAGED, Targeting

DETECTED, APPS = "deviceManagement/detectedApps", "deviceAppManagement/mobileApps"
IDENTIFIER = "identifierOnTheDevice"
"""Where the bundle id or package name of a seeded detected app is kept: beside its body, as the one `appId` of a list."""
OWN = ("bundleId", "packageId")
INSTALLING = ("required", "available", "availableWithoutEnrollment")


def identifier(app: Stored) -> str:
    """Bundle id or package name; empty when only the name is known."""
    return next((str(kept["appId"]) for kept in app.nav.get(IDENTIFIER, ())), "")


def seen(world: World, app: Stored, device: Stored) -> bool:
    """Whether Intune sees an app that is on a device: of a personal one only what it manages there."""
    if device.body.get("ownerType") != "personal" or not world.behaviours.on("personal-apps-unseen"):
        return True
    return managed(world, Targeting(world.store), identifier(app), device)


def managed(world: World, targeting: Targeting, app_id: str, device: Stored) -> bool:
    """Whether Intune brings this app to the device."""
    return bool(app_id) and any(targeting.reaches(assignments, device) for assignments in _offers(world, app_id))


def _offers(world: World, app_id: str) -> Iterator[list[dict[str, object]]]:
    for app in world.store.objects((APPS,)):
        if app_id in (app.body.get(name) for name in OWN):
            yield [found for found in app.nav.get("assignments", ()) if _offering(found)]


def _offering(assignment: dict[str, object]) -> bool:
    return assignment.get("intent") in INSTALLING


def on_devices(world: World, app: Stored) -> Iterator[Stored]:
    """Devices on which Intune sees an app."""
    for device_id, _ in world.store.children(app.id, deep=False):
        device = world.store.get(MANAGED, device_id)
        if device is not None and seen(world, app, device):
            yield device
