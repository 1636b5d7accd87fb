"""What a supervised iPhone or iPad lets people install, open and do: Apple's restrictions, through the settings catalog.

One group with all settings: a switch is a choice `<id>_true` or `<id>_false`, a list of apps a collection of strings.
The list of blocked apps and the list of allowed apps exclude each other. Every switch is written out, also where the
role asks nothing, so that a role that asks less gets its device back. A list without members is left out: PUT replaces
all settings, so that what is not sent is gone. Apple only obeys on supervised devices, and reports success on others.
For a role whose devices all have iOS 27 the lists are in `ios_app_settings` and the switches stay here.
Ids and options: github Lewis-Barry/IntuneSettingsCatalogViewer @3c34643, public/settings-by-category/eda31027-*.json.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from managed_apparaten.compile import apps, reasons, settings_catalog, steps
from managed_apparaten.compile.apple import LISTINGS, Listing, bundle_ids, declarative
from managed_apparaten.compile.kind import Draft, Kind, Permissions, Scope
from managed_apparaten.compile.traced import because
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.policy.model import DeviceClass, Text

PAYLOAD = "com.apple.applicationaccess"
ROOT = f"{PAYLOAD}_{PAYLOAD}"
BLOCKED = f"{PAYLOAD}_blockedappbundleids"
ALLOWED = f"{PAYLOAD}_allowlistedappbundleids"
STORE = f"{PAYLOAD}_allowuiappinstallation"
LISTS: Mapping[Listing, str] = {"blocked": BLOCKED, "allowed": ALLOWED}


@dataclass(frozen=True, slots=True)
class Switch:
    """One choice of the catalog, and the values of a function that turn it."""

    name: str
    label: str
    function: str
    default: bool
    turned_by: Mapping[str, bool] = field(default_factory=lambda: {"block": False})

    @property
    def id(self) -> str:
        """The setting definition."""
        return f"{PAYLOAD}_{self.name}"


SWITCHES = (
    Switch("allowairdrop", "AirDrop", "airdrop", True),
    Switch("allowcloudbackup", "iCloud backup of the device", "cloud-backup", True),
    Switch("allowenterpriseapptrust", "trust apps from outside the store", "sideloading", True),
    Switch("allowfilesusbdriveaccess", "USB drives in Files", "usb", True),
    Switch("allowhostpairing", "pairing with computers", "usb", True),
    Switch("allowmanagedappscloudsync", "iCloud sync of managed apps", "cloud-backup", True),
    Switch("allowmarketplaceappinstallation", "apps from other marketplaces", "alternative-stores", True),
    Switch("allowopenfrommanagedtounmanaged", "open work documents in private apps", "managed-open-in", True),
    Switch("allowscreenshot", "screenshots and recordings", "screen-capture", True),
    Switch("allowwebdistributionappinstallation", "apps from web sites", "alternative-stores", True),
    Switch("forceairdropunmanaged", "AirDrop counts as private", "airdrop", False, {"managed-only": True}),
    Switch("requiremanagedpasteboard", "copy and paste follow open-in", "managed-open-in", False, {"block": True}),
)
"""A backup of the device takes the data of managed apps along, and sync is the other way out: cloud-backup turns both off."""


def serves(device: DeviceClass) -> bool:
    """Supervised devices of the organisation."""
    return device.ownership == "corporate" and device.supervised


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object: two profiles with one setting are a conflict that Intune does not resolve."""
    listing, line, warnings = steps.behaviour(scope, LISTINGS)
    settings = {
        switch.id: because(settings_catalog.switch(switch.id, _turned(scope, switch)), reasons.function(scope, switch.function))
        for switch in SWITCHES
    }
    settings[STORE] = because(settings_catalog.switch(STORE, listing != "allowed"), line)
    listed = {} if declarative(scope.role, scope.platform, scope.policy.organisation) else bundle_ids(scope, listing)
    if listing and listed:
        settings[LISTS[listing]] = because(settings_catalog.texts(LISTS[listing], listed), line)
    group = settings_catalog.groups(ROOT, [[settings[name] for name in sorted(settings)]])
    body = {
        "platforms": because("iOS", reasons.INTUNE_NEEDS),
        "technologies": because("mdm,appleRemoteManagement", reasons.INTUNE_NEEDS),
        "settings": because([settings_catalog.setting(group)], reasons.INTUNE_NEEDS),
    }
    unverified = apps.unverified(apps.approved(scope)) if listed and listing == "allowed" else ()
    return [Draft(body, scope.devices, diagnostics=(*warnings, *unverified, *apps.too_many(scope, len(listed)), *_powerless(scope)))]


def _turned(scope: Scope, switch: Switch) -> bool:
    asked = scope.role.functions.get(switch.function)
    return switch.turned_by.get(asked.value, switch.default) if asked else switch.default


def _powerless(scope: Scope) -> Sequence[Diagnostic]:
    """AirDrop as an unmanaged destination only means something while managed documents may not go to unmanaged ones."""
    airdrop, open_in = scope.role.functions.get("airdrop"), scope.role.functions.get("managed-open-in")
    if airdrop and airdrop.value == "managed-only" and not (open_in and open_in.value == "block"):
        return (Diagnostic("KND311", "warning", airdrop.span, {"role": scope.role.id}),)
    return ()


def label(pointer: str, value: JSON, known: Mapping[str, str]) -> str | None:
    """A bundle id as an app, a choice as what it is about: `AirDrop: off`."""
    if isinstance(value, str) and value.startswith(PAYLOAD):
        definition, _, state = value.rpartition("_")
        name = {**{s.id: s.label for s in SWITCHES}, STORE: "App Store"}.get(definition)
        return f"{name}: {'on' if state == 'true' else 'off'}" if name else None
    return apps.label(pointer, value, known)


KIND = Kind(
    name="ios_app_restrictions",
    title=Text(nl="App-beperkingen", en="App restrictions"),
    platform="ios",
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
    definitions=frozenset({ROOT, BLOCKED, ALLOWED, STORE, *(switch.id for switch in SWITCHES)}),
    functions=frozenset(switch.function for switch in SWITCHES),
    unordered=frozenset({"/roleScopeTagIds"}),
    labels=label,
)
