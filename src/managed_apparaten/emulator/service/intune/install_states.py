"""States of assigned apps on the devices that an assignment reaches: installed, failed, pending, removed.

Sources: intune/app-management/monitor-assignments ("not installed" is both never there and removed; available
store apps do not report); graph/api/resources/intune-apps-resultantappstate (states and their numbers); the
codes 0x87D54FBB, 0x87D550DF of the troubleshooting pages. Which installs fail is chosen by the ids (behaviour
`some-installs-fail`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service.call import TenantContext
from managed_apparaten.emulator.service.intune import check_ins
from managed_apparaten.emulator.service.intune.targeting import MANAGED, Targeting

APPS = "deviceAppManagement/mobileApps"
SYSTEMS = {
    "ios": "iOS",
    "android": "Android",
    "macos": "macOS",
    "win": "Windows",
    "microsoftstore": "Windows",
    "officesuite": "Windows",
}
"""Beginning of an app's type, in lower case -> operating system."""
STATES = {
    "notApplicable": -1,
    "installed": 1,
    "failed": 2,
    "notInstalled": 3,
    "uninstallFailed": 4,
    "pendingInstall": 5,
    "unknown": 99,
}
"""Members of resultantAppState and their numbers."""
UNINSTALL_FAILED, CONFLICT, FAILED = 0x87D54FBB - 2**32, 0x87D550DF - 2**32, 0x87D1041C - 2**32
"""Error codes, as the signed numbers that reports show.

Uninstall failed; install and uninstall reach the same device; not detected after the installation."""
FAILURE_RATES = {"required": 40, "uninstall": 25}
"""Intent that is reported -> one in how many devices fails."""


@dataclass(frozen=True, slots=True)
class ReportedInstall:
    """The reported state of an app on a device."""

    app: Stored
    device: Stored
    state: str
    """Member of resultantAppState."""
    error: int = 0
    """Error code; zero for none."""


def operating_system(app: Stored) -> str:
    """Return the operating system that an app is for; empty when its type does not tell."""
    return next((name for start, name in SYSTEMS.items() if app.type.lower().startswith(start)), "")


def is_failing(tenant: TenantContext, app_id: str, device_id: str, intent: str) -> bool:
    """Return whether a device reports that it could not do what an assignment asks."""
    if not tenant.behaviours.on("some-installs-fail"):
        return False
    digest = blake2b(f"{intent}/{app_id}/{device_id}".encode(), digest_size=4).digest()
    return int.from_bytes(digest) % FAILURE_RATES[intent] == 0


def list_installs(tenant: TenantContext, targeting: Targeting, app: Stored) -> Iterator[ReportedInstall]:
    """Yield the state of an app on each device that a required or uninstall assignment reaches."""
    by_intent = {
        intent: [one for one in app.nav.get("assignments", ()) if one.get("intent") == intent]
        for intent in FAILURE_RATES
    }
    if not any(by_intent.values()):
        return
    for device in tenant.store.objects((MANAGED,)):
        if device.body.get("operatingSystem") != operating_system(app):
            continue
        intents = [intent for intent in FAILURE_RATES if targeting.reaches(by_intent[intent], device)]
        if intents:
            yield _state(tenant, app, device, intents)


def _state(tenant: TenantContext, app: Stored, device: Stored, intents: list[str]) -> ReportedInstall:
    """Return the state of an app on a device; `intents` are those of the assignments that reach it."""
    if len(intents) > 1:
        return ReportedInstall(app, device, "failed", CONFLICT)
    [intent] = intents
    checked_in = check_ins.parse_moment(device.body.get("lastSyncDateTime"))
    assigned = check_ins.parse_moment(app.body.get("lastModifiedDateTime"))
    if assigned is not None and (checked_in is None or checked_in < assigned):
        return ReportedInstall(app, device, "pendingInstall" if intent == "required" else "unknown")
    has_failed = is_failing(tenant, app.id, device.id, intent)
    if intent == "required":
        state, error = ("failed", FAILED) if has_failed else ("installed", 0)
    else:
        state, error = ("uninstallFailed", UNINSTALL_FAILED) if has_failed else ("notInstalled", 0)
    return ReportedInstall(app, device, state, error)
