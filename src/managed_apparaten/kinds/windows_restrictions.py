"""What a Windows device of the organisation takes from outside, through the settings catalog: the functions that Windows has.

Of a role's functions `sideloading`, `alternative-stores` and `usb` have a setting whose id is known: packages from outside the Store and
developer mode, the community source of winget, and storage that is plugged in. All are written on every step, and also where the role
asks nothing, as "not configured" or, where the catalog has no such option, as what is nearest to no policy: it is not certain what
Windows does with a setting of a profile that went away. For the community source of winget that is "enabled": it is there, as without a
policy, but people cannot remove it. Sources that people add to winget are left alone: the settings for them have no option that gives
that freedom back. Apps that Intune itself installs from the Store come from another source and stay.
Ids and options: github Lewis-Barry/IntuneSettingsCatalogViewer @3c34643, public/settings-by-category/a0c9f0b7-*.json and 70063d93-*.json;
for storage github pl4nty/intune-change-tracking @37f560c, settings/device_..._removablestorageclasses_denyall_access_2.json.
Meaning: Microsoft Learn, Policy CSP, ApplicationManagement and DesktopAppInstaller. Screen capture has no id there.

`usb` denies reading, writing and executing on every class of removable storage: disks, CD and DVD, and what shows itself as a portable
device, such as a phone. Keyboards, mice and headsets are no storage and stay. "Disabled" is the same as not configured (Policy CSP,
ADMX_RemovableStorage, RemovableStorageClasses_DenyAll_Access_2, from Windows 10.0.19041.1202 on).
"""

from collections.abc import Mapping
from dataclasses import replace

from managed_apparaten.compile import common_causes
from managed_apparaten.compile.kind import Draft, Scope
from managed_apparaten.compile.traced import because
from managed_apparaten.core.digest import JSON
from managed_apparaten.intune import settings_catalog
from managed_apparaten.intune.switches import Choice, chosen, shown
from managed_apparaten.policy.model import DeviceClass, Text

POLICY = "device_vendor_msft_policy_config_"
NOT_CONFIGURED, OFF, ON = "65535", "0", "1"


def _source(name: str, label: str, function: str, otherwise: str, blocked: str = OFF) -> Choice:
    return Choice(f"{POLICY}{name}", label, function, {"block": blocked}, otherwise)


SOURCES = (
    _source(
        "applicationmanagement_allowalltrustedapps",
        "apps from outside the Store",
        "sideloading",
        NOT_CONFIGURED,
    ),
    _source("applicationmanagement_allowdeveloperunlock", "developer mode", "sideloading", NOT_CONFIGURED),
    _source(
        "desktopappinstaller_enabledefaultsource", "community source of winget", "alternative-stores", ON
    ),
    _source(
        "admx_removablestorage_removablestorageclasses_denyall_access_2",
        "deny all removable storage",
        "usb",
        OFF,
        blocked=ON,
    ),
)
"""What a role does not ask is what is nearest to no policy."""


def serves(device: DeviceClass) -> bool:
    """Devices of the organisation."""
    return device.ownership == "corporate"


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object, the same on every step of the ladder."""
    settings = [
        because(
            settings_catalog.setting(chosen(scope, source)), common_causes.function(scope, source.function)
        )
        for source in SOURCES
    ]
    body = {
        "platforms": because("windows10", common_causes.INTUNE_NEEDS),
        "technologies": because("mdm", common_causes.INTUNE_NEEDS),
        "settings": because(settings, common_causes.INTUNE_NEEDS),
    }
    return [Draft(body, scope.devices)]


def label(_: str, value: JSON, __: Mapping[str, str]) -> str | None:
    """A choice as what it is about: `developer mode: off`."""
    return shown(value, ((source.id, source.label) for source in SOURCES), OFF)


KIND = replace(
    settings_catalog.POLICY,
    name="windows_restrictions",
    title=Text(nl="Herkomst van apps en opslag", en="Sources of apps and storage"),
    platform="windows",
    serves=serves,
    compile=compile_drafts,
    definitions=frozenset(source.id for source in SOURCES),
    functions=frozenset(source.function for source in SOURCES),
    labels=label,
)
