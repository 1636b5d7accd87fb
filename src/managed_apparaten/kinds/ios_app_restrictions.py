"""What a supervised iPhone or iPad lets people install, open and do: Apple's restrictions, through the settings catalog.

One group with all settings: a switch is a choice `<id>_true` or `<id>_false`, a list of apps a collection of strings.
The list of blocked apps and the list of allowed apps exclude each other. Every switch is written out, also where the
role asks nothing, so that a role that asks less gets its device back. A list without members is left out: PUT replaces
all settings, so that what is not sent is gone. Apple only obeys on supervised devices, and reports success on others.
Ids and options: github Lewis-Barry/IntuneSettingsCatalogViewer @3c34643, public/settings-by-category/eda31027-*.json.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from managed_apparaten.compile import apps, reasons, steps
from managed_apparaten.compile.kind import Draft, Kind, Permissions, Scope
from managed_apparaten.compile.traced import Traced, because
from managed_apparaten.core.cause import Cause, Causes, cause
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.policy.model import App, DeviceClass, Step, Text

PAYLOAD = "com.apple.applicationaccess"
ROOT = f"{PAYLOAD}_{PAYLOAD}"
BLOCKED = f"{PAYLOAD}_blockedappbundleids"
ALLOWED = f"{PAYLOAD}_allowlistedappbundleids"
STORE = f"{PAYLOAD}_allowuiappinstallation"
_TYPE = "#microsoft.graph.deviceManagementConfiguration"

LISTS: Mapping[Step, str | None] = {"advise": None, "monitor": None, "block": BLOCKED, "remove": BLOCKED, "allowlist": ALLOWED}
"""The list of apps that each step writes."""

NEVER_MISSING = (
    "com.apple.mobilephone",  # calling, and the emergency number
    "com.apple.MobileAddressBook",  # whom to call
    "com.apple.MobileSMS",  # messages, and codes to sign in with
    "com.apple.Preferences",  # settings: network, passcode, updates
    "com.apple.camera",  # QR codes for sign-in and enrolment
    "com.apple.mobileslideshow",  # what the camera made
    "com.apple.mobilesafari",  # sign-in pages
    "com.apple.mobiletimer",  # alarms
    "com.apple.Health",  # medical ID for emergency services
    "com.apple.findmy",  # a lost device
)
"""System apps that stand on every list of allowed apps: without them the device cannot be reached, signed in to or found."""


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
    listing, line, warnings = steps.behaviour(scope, LISTS)
    settings = {switch.id: _choice(switch.id, _turned(scope, switch), reasons.function(scope, switch.function)) for switch in SWITCHES}
    settings[STORE] = _choice(STORE, listing != ALLOWED, line)
    listed = _listed(scope, listing)
    if listing and listed:
        settings[listing] = _collection(listing, listed, line)
    body = {
        "platforms": because("iOS", reasons.INTUNE_NEEDS),
        "technologies": because("mdm,appleRemoteManagement", reasons.INTUNE_NEEDS),
        "settings": because([_group([settings[name] for name in sorted(settings)])], reasons.INTUNE_NEEDS),
    }
    found = (*warnings, *(apps.unverified(apps.approved(scope)) if listing == ALLOWED else ()), *_powerless(scope))
    return [Draft(body, scope.devices, diagnostics=found)]


def _turned(scope: Scope, switch: Switch) -> bool:
    asked = scope.role.functions.get(switch.function)
    return switch.turned_by.get(asked.value, switch.default) if asked else switch.default


def _listed(scope: Scope, listing: str | None) -> dict[str, Causes]:
    """Bundle ids with their reasons."""
    if listing == ALLOWED:
        return _always(scope) | {item.identifier.value: item.causes for item in apps.approved(scope)}
    return {item.identifier.value: item.causes for item in apps.blocked(scope)} if listing else {}


def _always(scope: Scope) -> dict[str, Causes]:
    known = {i.value: app for app in scope.policy.apps.values() for i in apps.identifiers(app, "ios")}
    return {bundle: (_never_missing(known.get(bundle), bundle),) for bundle in NEVER_MISSING}


def _never_missing(app: App | None, bundle: str) -> Cause:
    if app is None:
        return cause("default", "cause.kind.never-missing", app=bundle)
    return cause("catalogue", "cause.kind.never-missing", app.span, app=app.name)


def _powerless(scope: Scope) -> Sequence[Diagnostic]:
    """AirDrop as an unmanaged destination only means something while managed documents may not go to unmanaged ones."""
    airdrop, open_in = scope.role.functions.get("airdrop"), scope.role.functions.get("managed-open-in")
    if airdrop and airdrop.value == "managed-only" and not (open_in and open_in.value == "block"):
        return (Diagnostic("KND311", "warning", airdrop.span, {"role": scope.role.id}),)
    return ()


def _group(children: list[Traced]) -> JSON:
    return {
        "@odata.type": f"{_TYPE}Setting",
        "settingInstance": {
            "@odata.type": f"{_TYPE}GroupSettingCollectionInstance",
            "settingDefinitionId": ROOT,
            "groupSettingCollectionValue": [{"children": children}],
        },
    }


def _choice(definition: str, on: bool, line: Cause) -> Traced:
    value = {"@odata.type": f"{_TYPE}ChoiceSettingValue", "value": f"{definition}_{'true' if on else 'false'}", "children": []}
    instance = {"@odata.type": f"{_TYPE}ChoiceSettingInstance", "settingDefinitionId": definition, "choiceSettingValue": value}
    return because(instance, line)


def _collection(definition: str, listed: Mapping[str, Causes], line: Cause) -> Traced:
    values = [because({"@odata.type": f"{_TYPE}StringSettingValue", "value": bundle}, *listed[bundle]) for bundle in sorted(listed)]
    return because(
        {
            "@odata.type": f"{_TYPE}SimpleSettingCollectionInstance",
            "settingDefinitionId": definition,
            "simpleSettingCollectionValue": values,
        },
        line,
    )


def label(pointer: str, value: JSON, known: Mapping[str, App]) -> str | None:
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
    functions=frozenset(switch.function for switch in SWITCHES),
    unordered=frozenset({"/roleScopeTagIds"}),
    labels=label,
)
