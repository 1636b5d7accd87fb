"""What a supervised iPhone or iPad lets people install, open and do: Apple's restrictions, through the settings catalog.

One group with all settings: a switch is a choice `<id>_true` or `<id>_false`, a list of apps a collection of strings.
The list of blocked apps and the list of allowed apps exclude each other. Every switch is written out, also where the
role asks nothing, so that a role that asks less gets its device back. A list without members is left out: PUT replaces
all settings, so that what is not sent is gone. Apple only obeys on supervised devices, and reports success on others.
For a role whose devices all have iOS 27 the lists are in `ios_app_settings` and the switches stay here.
Ids and options: github Lewis-Barry/IntuneSettingsCatalogViewer @3c34643, public/settings-by-category/eda31027-*.json.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from managed_apparaten.compile import apps, reasons, settings_catalog, steps
from managed_apparaten.compile.apple import LISTINGS, Listing, bundle_ids, declarative
from managed_apparaten.compile.kind import Draft, Scope
from managed_apparaten.compile.switches import Choice, chosen, shown
from managed_apparaten.compile.traced import because
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.policy.model import App, DeviceClass, Text

PAYLOAD = "com.apple.applicationaccess"
ROOT = f"{PAYLOAD}_{PAYLOAD}"
BLOCKED = f"{PAYLOAD}_blockedappbundleids"
ALLOWED = f"{PAYLOAD}_allowlistedappbundleids"
STORE = f"{PAYLOAD}_allowuiappinstallation"
LISTS: Mapping[Listing, str] = {"blocked": BLOCKED, "allowed": ALLOWED}


def _allow(name: str, label: str, function: str) -> Choice:
    return Choice(f"{PAYLOAD}_{name}", label, function, {"block": "false"}, "true")


def _force(name: str, label: str, function: str, by: str) -> Choice:
    return Choice(f"{PAYLOAD}_{name}", label, function, {by: "true"}, "false")


SWITCHES = (
    _allow("allowairdrop", "AirDrop", "airdrop"),
    _allow("allowcloudbackup", "iCloud backup of the device", "cloud-backup"),
    _allow("allowenterpriseapptrust", "trust apps from outside the store", "sideloading"),
    _allow("allowfilesusbdriveaccess", "USB drives in Files", "usb"),
    _allow("allowhostpairing", "pairing with computers", "usb"),
    _allow("allowmanagedappscloudsync", "iCloud sync of managed apps", "cloud-backup"),
    _allow("allowmarketplaceappinstallation", "apps from other marketplaces", "alternative-stores"),
    _allow("allowopenfrommanagedtounmanaged", "open work documents in private apps", "managed-open-in"),
    _allow("allowscreenshot", "screenshots and recordings", "screen-capture"),
    _allow("allowwebdistributionappinstallation", "apps from web sites", "alternative-stores"),
    _force("forceairdropunmanaged", "AirDrop counts as private", "airdrop", "managed-only"),
    _force("requiremanagedpasteboard", "copy and paste follow open-in", "managed-open-in", "block"),
)
"""A backup of the device takes the data of managed apps along, and sync is the other way out: cloud-backup turns both off."""


def serves(device: DeviceClass) -> bool:
    """Supervised devices of the organisation."""
    return device.ownership == "corporate" and device.supervised


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object: two profiles with one setting are a conflict that Intune does not resolve."""
    listing, line, warnings = steps.behaviour(scope, LISTINGS)
    settings = {switch.id: chosen(scope, switch) for switch in SWITCHES}
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


def _powerless(scope: Scope) -> Sequence[Diagnostic]:
    """AirDrop as an unmanaged destination only means something while managed documents may not go to unmanaged ones."""
    airdrop, open_in = scope.role.functions.get("airdrop"), scope.role.functions.get("managed-open-in")
    if airdrop and airdrop.value == "managed-only" and not (open_in and open_in.value == "block"):
        return (Diagnostic("KND311", "warning", airdrop.span, {"role": scope.role.id}),)
    return ()


def label(pointer: str, value: JSON, known: Mapping[str, App]) -> str | None:
    """A bundle id as an app, a choice as what it is about: `AirDrop: off`."""
    if isinstance(value, str) and value.startswith(PAYLOAD):
        return shown(value, ((STORE, "App Store"), *((switch.id, switch.label) for switch in SWITCHES)), off="false")
    return apps.label(pointer, value, known)


KIND = replace(
    settings_catalog.POLICY,
    name="ios_app_restrictions",
    title=Text(nl="App-beperkingen", en="App restrictions"),
    platform="ios",
    serves=serves,
    compile=compile_drafts,
    definitions=frozenset({ROOT, BLOCKED, ALLOWED, STORE, *(switch.id for switch in SWITCHES)}),
    functions=frozenset(switch.function for switch in SWITCHES),
    labels=label,
)
