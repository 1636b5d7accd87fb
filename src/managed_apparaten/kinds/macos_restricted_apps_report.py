"""Macs: the report on who has an app that the role blocks, and the functions of a role that a Mac can switch off.

The report stops nothing; see `ios_restricted_apps_report`. Intune demands groups of people for its list, so the functions
follow people as well. AirDrop is on or off: a Mac has no AirDrop for managed apps only.
https://learn.microsoft.com/graph/api/resources/intune-deviceconfig-macosgeneraldeviceconfiguration
"""

from collections.abc import Iterator
from dataclasses import replace

from managed_apparaten.compile.kind import Draft, Scope
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.intune import app_lists, device_configuration, restricted_apps
from managed_apparaten.intune.switches import Switch, turned
from managed_apparaten.policy.model import DeviceClass, Text

SWITCHES = (
    Switch("airDropBlocked", ("airdrop",), True, False, False),
    Switch("iCloudBlockDocumentSync", ("cloud-backup",), True, False, False),
    Switch("iCloudDesktopAndDocumentsBlocked", ("cloud-backup",), True, False, False),
    Switch("screenCaptureBlocked", ("screen-capture",), True, False, False),
)
"""Documents leave a Mac for somebody's own iCloud by document sync and by the sync of desktop and documents folder."""


def serves(device: DeviceClass) -> bool:
    """Macs of the organisation."""
    return device.ownership == "corporate"


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object."""
    body, problems = restricted_apps.prohibited(scope)
    switches = {switch.name: turned(scope, switch) for switch in SWITCHES}
    return [Draft({**switches, **body}, scope.devices, diagnostics=(*problems, *_no_such_airdrop(scope)))]


def _no_such_airdrop(scope: Scope) -> Iterator[Diagnostic]:
    asked = scope.role.functions.get("airdrop")
    if asked and asked.value == "managed-only":
        yield Diagnostic("KND364", "note", asked.span)


KIND = replace(
    device_configuration.POLICY,
    name="macos_restricted_apps_report",
    title=Text(nl="Gemelde apps en functies", en="Reported apps and functions"),
    platform="macos",
    odata_type="microsoft.graph.macOSGeneralDeviceConfiguration",
    serves=serves,
    compile=compile_drafts,
    order=40,
    filtered=True,
    modes=restricted_apps.MODES,
    rivals=restricted_apps.RIVALS | {switch.name for switch in SWITCHES},
    device_groups=False,
    functions=frozenset(name for switch in SWITCHES for name in switch.functions),
    unordered=restricted_apps.UNORDERED,
    effects=restricted_apps.effects,
    labels=app_lists.label,
)
