"""Protection of work data inside apps on Android, on the organisation's devices and on people's own.

It governs apps that carry the Intune SDK, for a person rather than a device. It cannot block or see another app.
https://learn.microsoft.com/graph/api/resources/intune-mam-androidmanagedappprotection
"""

from dataclasses import replace

from managed_apparaten.compile.kind import Draft, Scope
from managed_apparaten.intune import app_lists, app_protection
from managed_apparaten.intune.protection_levels import APPROVED_KEYBOARDS
from managed_apparaten.policy.model import DeviceClass

FUNCTIONS: app_protection.Functions = {
    **app_protection.FUNCTIONS,
    "third-party-keyboards": {
        "block": {"keyboardsRestricted": True, "approvedKeyboards": APPROVED_KEYBOARDS},
        "allow": {"keyboardsRestricted": False, "approvedKeyboards": []},
    },
    "screen-capture": {"block": {"screenCaptureBlocked": True}, "allow": {"screenCaptureBlocked": False}},
}


def serves(device: DeviceClass) -> bool:
    """Every Android device that somebody works on; a dedicated one has no user whom app protection could follow."""
    return device.platform == "android" and device.management != "dedicated"


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object."""
    return app_protection.compile_drafts(scope, FUNCTIONS)


KIND = replace(
    app_protection.POLICY,
    name="android_app_protection",
    platform="android",
    odata_type="microsoft.graph.androidManagedAppProtection",
    collection="deviceAppManagement/androidManagedAppProtections",
    serves=serves,
    compile=compile_drafts,
    functions=frozenset(FUNCTIONS),
    app_identifier=("#microsoft.graph.androidMobileAppIdentifier", "packageId"),
    effects=app_protection.effects,
    labels=app_lists.label,
)
