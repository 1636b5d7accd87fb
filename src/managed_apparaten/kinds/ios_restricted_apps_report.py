"""The report on iPhones and iPads that have an app which the role blocks. It stops nothing.

A list of prohibited apps, also where the role has an allowlist: on a list of approved apps each app that Apple ships
would show up. Intune demands groups of people for this list. An identifier without a source counts as well: it is good
enough to find an app with. Below the step `monitor` the list is switched off and empty.
https://learn.microsoft.com/graph/api/resources/intune-deviceconfig-iosgeneraldeviceconfiguration
"""

from dataclasses import replace

from managed_apparaten.compile.kind import Draft, Scope
from managed_apparaten.intune import app_lists, device_configuration, restricted_apps
from managed_apparaten.policy.model import DeviceClass, Text


def serves(device: DeviceClass) -> bool:
    """Devices of the organisation, supervised or not. What is on a personal device is nobody's business here."""
    return device.ownership == "corporate"


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object."""
    body, problems = restricted_apps.prohibited(scope)
    return [Draft(body, scope.devices, diagnostics=problems)]


KIND = replace(
    device_configuration.POLICY,
    name="ios_restricted_apps_report",
    title=Text(nl="Gemelde apps", en="Reported apps"),
    platform="ios",
    odata_type="microsoft.graph.iosGeneralDeviceConfiguration",
    serves=serves,
    compile=compile_drafts,
    order=40,
    filtered=True,
    modes=restricted_apps.MODES,
    rivals=restricted_apps.RIVALS,
    device_groups=False,
    unordered=restricted_apps.UNORDERED,
    effects=restricted_apps.effects,
    labels=app_lists.label,
)
