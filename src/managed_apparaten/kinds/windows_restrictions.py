"""Where apps on a Windows device of the organisation may come from, through the settings catalog: the functions that Windows has.

Of a role's functions `sideloading` and `alternative-stores` have a setting whose id is known: packages from outside the Store and
developer mode, and the community source of winget. Both are written on every step, and also where the role asks nothing, as "not
configured" or, where the catalog has no such option, as what is nearest to no policy: it is not certain what Windows does with a
setting of a profile that went away. For the community source of winget that is "enabled": it is there, as without a policy, but
people cannot remove it. Sources that people add to winget are left alone: the settings for them have no option that gives that
freedom back. Apps that Intune itself installs from the Store come from another source and stay.
Ids and options: github Lewis-Barry/IntuneSettingsCatalogViewer @3c34643, public/settings-by-category/a0c9f0b7-*.json and 70063d93-*.json.
Meaning: Microsoft Learn, Policy CSP, ApplicationManagement and DesktopAppInstaller. USB drives and screen capture have no id there.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from managed_apparaten.compile import reasons, settings_catalog
from managed_apparaten.compile.kind import Draft, Kind, Permissions, Scope
from managed_apparaten.compile.traced import because
from managed_apparaten.core.digest import JSON
from managed_apparaten.policy.model import DeviceClass, Text

POLICY = "device_vendor_msft_policy_config_"
NOT_CONFIGURED, OFF, ON = "65535", "0", "1"


@dataclass(frozen=True, slots=True)
class Source:
    """One setting about where apps come from: `0` shuts it."""

    name: str
    label: str
    function: str
    open: str
    """The option that is nearest to no policy."""

    @property
    def id(self) -> str:
        """The setting definition."""
        return f"{POLICY}{self.name}"


SOURCES = (
    Source("applicationmanagement_allowalltrustedapps", "apps from outside the Store", "sideloading", NOT_CONFIGURED),
    Source("applicationmanagement_allowdeveloperunlock", "developer mode", "sideloading", NOT_CONFIGURED),
    Source("desktopappinstaller_enabledefaultsource", "community source of winget", "alternative-stores", ON),
)


def serves(device: DeviceClass) -> bool:
    """Devices of the organisation."""
    return device.ownership == "corporate"


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object, the same on every step of the ladder."""
    settings = [because(_setting(scope, source), reasons.function(scope, source.function)) for source in SOURCES]
    body = {
        "platforms": because("windows10", reasons.INTUNE_NEEDS),
        "technologies": because("mdm", reasons.INTUNE_NEEDS),
        "settings": because(settings, reasons.INTUNE_NEEDS),
    }
    return [Draft(body, scope.devices)]


def _setting(scope: Scope, source: Source) -> JSON:
    asked = scope.role.functions.get(source.function)
    return settings_catalog.setting(settings_catalog.choice(source.id, OFF if asked and asked.value == "block" else source.open))


def label(_: str, value: JSON, __: Mapping[str, str]) -> str | None:
    """A choice as what it is about: `developer mode: off`."""
    if not isinstance(value, str):
        return None
    definition, _, option = value.rpartition("_")
    name = next((source.label for source in SOURCES if source.id == definition), None)
    return f"{name}: {'off' if option == OFF else 'on'}" if name else None


KIND = Kind(
    name="windows_restrictions",
    title=Text(nl="Herkomst van apps", en="Sources of apps"),
    platform="windows",
    odata_type="microsoft.graph.deviceManagementConfigurationPolicy",
    collection="deviceManagement/configurationPolicies",
    serves=serves,
    compile=compile_drafts,
    permissions=Permissions("DeviceManagementConfiguration.Read.All", "DeviceManagementConfiguration.ReadWrite.All"),
    order=30,
    name_property="name",
    update="PUT",
    item_reads=("settings", "assignments"),
    filtered=True,
    definitions=frozenset(source.id for source in SOURCES),
    functions=frozenset(source.function for source in SOURCES),
    unordered=frozenset({"/roleScopeTagIds"}),
    labels=label,
)
