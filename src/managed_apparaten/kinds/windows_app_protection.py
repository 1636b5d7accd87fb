"""Protection of work data in Microsoft Edge on Windows devices that are people's own and not enrolled.

Windows app protection reaches Edge and nothing else, so the role's list of protected apps plays no part; an enrolled
device refuses it. `targetApps` of this type has no app group.
Sources: Microsoft Learn, "App protection policy settings for Windows" (github MicrosoftDocs/memdocs @0c40a84); Graph's
documented `targetApps` for this type, and public code that creates one, for the id of Edge.
https://learn.microsoft.com/graph/api/resources/intune-mam-windowsmanagedappprotection (beta only)
"""

from dataclasses import replace

from managed_apparaten.compile.app_effect import SILENT, Answer, AppQuestion, Said, mark
from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Draft, Scope
from managed_apparaten.compile.traced import because
from managed_apparaten.core.cause import cause
from managed_apparaten.intune import app_protection
from managed_apparaten.policy.model import DeviceClass

EDGE = "com.microsoft.edge"
"""`windowsAppId` of Microsoft Edge: not the package name, and seen in public code only."""
EDGE_IN_CATALOGUE = frozenset({"msedge.exe", "microsoft.microsoftedge.stable_8wekyb3d8bbwe"})
FUNCTIONS: app_protection.Functions = {
    "managed-open-in": {
        "block": {"allowedOutboundDataTransferDestinations": "none"},
        "allow": {"allowedOutboundDataTransferDestinations": "allApps"},
    },
}


def serves(device: DeviceClass) -> bool:
    """People's own devices."""
    return device.ownership == "personal"


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object."""
    only_edge = because(EDGE, cause("default", "cause.kind.only-edge"))
    return [
        Draft(
            app_protection.settings(scope, FUNCTIONS),
            scope.devices,
            apps={EDGE: only_edge},
            diagnostics=tuple(app_protection.problems(scope)),
        )
    ]


def effects(desired: Desired) -> Answer:
    """Work data in Edge is protected, which the catalogue knows by another identifier."""

    def answer(asked: AppQuestion) -> Said:
        known = asked.identifier is not None and asked.identifier.value.lower() in EDGE_IN_CATALOGUE
        return mark("protected", f"/apps/{EDGE}") if known and EDGE in (desired.apps or ()) else SILENT

    return answer


KIND = replace(
    app_protection.POLICY,
    name="windows_app_protection",
    platform="windows",
    odata_type="microsoft.graph.windowsManagedAppProtection",
    collection="deviceAppManagement/windowsManagedAppProtections",
    serves=serves,
    compile=compile_drafts,
    functions=frozenset(FUNCTIONS),
    effects=effects,
    app_identifier=("#microsoft.graph.windowsAppIdentifier", "windowsAppId"),
)
