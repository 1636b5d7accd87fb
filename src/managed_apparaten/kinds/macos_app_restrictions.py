"""What a Mac lets people do, as far as Apple's restrictions have it and Microsoft's device restrictions for the Mac do not.

One switch so far: an iPhone that is shown and used on the Mac. It works on macOS 15 or later, supervised or not. The other functions of a
Mac are properties in `macos_restricted_apps_report`. The switch is written out also where the role asks nothing.
Which devices obey: github apple/device-management @b6202ca, mdm/profiles/com.apple.applicationaccess.yaml.
Ids and options: github Lewis-Barry/IntuneSettingsCatalogViewer @3c34643, public/settings-by-category/eda31027-*.json.
"""

from collections.abc import Mapping
from dataclasses import replace

from managed_apparaten.compile import common_causes
from managed_apparaten.compile.kind import Draft, Scope
from managed_apparaten.compile.traced import because
from managed_apparaten.core.digest import JSON
from managed_apparaten.intune import settings_catalog
from managed_apparaten.intune.apple import RESTRICTIONS, RESTRICTIONS_ROOT
from managed_apparaten.intune.switches import Choice, chosen, shown
from managed_apparaten.policy.model import DeviceClass, Text

SWITCHES = (
    Choice(
        f"{RESTRICTIONS}_allowiphonemirroring",
        "iPhone mirroring",
        "iphone-mirroring",
        {"block": "false"},
        "true",
    ),
)


def serves(device: DeviceClass) -> bool:
    """Macs of the organisation."""
    return device.ownership == "corporate"


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object."""
    settings = [chosen(scope, switch) for switch in SWITCHES]
    body = {
        "platforms": because("macOS", common_causes.INTUNE_NEEDS),
        "technologies": because("mdm,appleRemoteManagement", common_causes.INTUNE_NEEDS),
        "settings": because(
            [settings_catalog.setting(settings_catalog.groups(RESTRICTIONS_ROOT, [settings]))],
            common_causes.INTUNE_NEEDS,
        ),
    }
    return [Draft(body, scope.devices)]


def label(_: str, value: JSON, __: Mapping[str, str]) -> str | None:
    """A choice as what it is about: `iPhone mirroring: off`."""
    return shown(value, ((switch.id, switch.label) for switch in SWITCHES), off="false")


KIND = replace(
    settings_catalog.POLICY,
    name="macos_app_restrictions",
    title=Text(nl="Functies", en="Functions"),
    platform="macos",
    serves=serves,
    compile=compile_drafts,
    definitions=frozenset({RESTRICTIONS_ROOT, *(switch.id for switch in SWITCHES)}),
    functions=frozenset(switch.function for switch in SWITCHES),
    labels=label,
)
