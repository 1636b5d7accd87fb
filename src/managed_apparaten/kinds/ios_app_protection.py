"""Protection of work data inside apps on iPhone and iPad, on the organisation's devices and on people's own.

It governs apps that carry the Intune SDK, for a person rather than a device. It cannot block or see another app.
https://learn.microsoft.com/graph/api/resources/intune-mam-iosmanagedappprotection
"""

from dataclasses import replace

from managed_apparaten.compile.kind import Draft, Scope
from managed_apparaten.intune import app_lists, app_protection
from managed_apparaten.policy.model import DeviceClass

FUNCTIONS: app_protection.Functions = {
    **app_protection.FUNCTIONS,
    "third-party-keyboards": {
        "block": {"thirdPartyKeyboardsBlocked": True},
        "allow": {"thirdPartyKeyboardsBlocked": False},
    },
    "screen-capture": {
        "block": {"screenCaptureConfigurationState": "blocked"},
        "allow": {"screenCaptureConfigurationState": "notBlocked"},
    },
}
"""iOS lets nobody manage keyboards on the device: inside protected apps is the only place where they can be kept out."""


def serves(device: DeviceClass) -> bool:
    """Every iPhone and iPad on which somebody works."""
    return device.platform == "ios"


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object."""
    return app_protection.compile_drafts(scope, FUNCTIONS)


KIND = replace(
    app_protection.POLICY,
    name="ios_app_protection",
    platform="ios",
    odata_type="microsoft.graph.iosManagedAppProtection",
    collection="deviceAppManagement/iosManagedAppProtections",
    serves=serves,
    compile=compile_drafts,
    functions=frozenset(FUNCTIONS),
    app_identifier=("#microsoft.graph.iosMobileAppIdentifier", "bundleId"),
    effects=app_protection.effects,
    labels=app_lists.label,
)
