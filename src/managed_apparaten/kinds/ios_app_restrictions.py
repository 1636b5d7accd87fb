"""What a supervised iPhone or iPad lets people install, open and do: Apple's restrictions, through the settings catalog.

One group with all settings: a switch is a choice `<id>_true` or `<id>_false`, a list of apps a collection of strings.
The list of blocked apps and the list of allowed apps exclude each other. Every switch is written out, also where the
role asks nothing, so that a role that asks less gets its device back. A list without members is left out: PUT replaces
all settings, so that what is not sent is gone. Of the lists, the store and some switches Apple only obeys on supervised
devices, and reports success on others; which ones, Apple's own schema says. A role without supervised devices gets the
other switches. A role that asks for iOS 27 has the same lists in `ios_app_settings` too, which older devices ignore.
What needs supervision: github apple/device-management @b6202ca, mdm/profiles/com.apple.applicationaccess.yaml.
Ids and options: github Lewis-Barry/IntuneSettingsCatalogViewer @3c34643, public/settings-by-category/eda31027-*.json.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from managed_apparaten.compile import common_causes
from managed_apparaten.compile.app_effect import SILENT, Answer, AppQuestion, Said
from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Draft, Scope
from managed_apparaten.compile.traced import Traced, because
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.intune import app_list_effects, app_lists, ladder, settings_catalog
from managed_apparaten.intune.apple import (
    LISTINGS,
    LONGEST,
    RESTRICTIONS,
    RESTRICTIONS_ROOT,
    Listing,
    bundle_ids,
    shut,
)
from managed_apparaten.intune.switches import Choice, chosen, shown
from managed_apparaten.policy.model import DeviceClass, Text

BLOCKED = f"{RESTRICTIONS}_blockedappbundleids"
ALLOWED = f"{RESTRICTIONS}_allowlistedappbundleids"
STORE = f"{RESTRICTIONS}_allowuiappinstallation"
LISTS: Mapping[Listing, str] = {"blocked": BLOCKED, "allowed": ALLOWED}


def _allow(name: str, label: str, function: str) -> Choice:
    return Choice(f"{RESTRICTIONS}_{name}", label, function, {"block": "false"}, "true")


def _force(name: str, label: str, function: str, by: str) -> Choice:
    return Choice(f"{RESTRICTIONS}_{name}", label, function, {by: "true"}, "false")


SUPERVISED = (
    _allow("allowairdrop", "AirDrop", "airdrop"),
    _allow("allowappclips", "App Clips", "app-clips"),
    _allow("allowfilesusbdriveaccess", "USB drives in Files", "usb"),
    _allow("allowhostpairing", "pairing with computers", "usb"),
    _allow("allowiphonemirroring", "iPhone mirroring", "iphone-mirroring"),
    _allow("allowmarketplaceappinstallation", "apps from other marketplaces", "alternative-stores"),
    _allow("allowwebdistributionappinstallation", "apps from web sites", "alternative-stores"),
)
"""Switches that a device obeys only when it is supervised."""
ANYWHERE = (
    _allow("allowcloudbackup", "iCloud backup of the device", "cloud-backup"),
    _allow("allowenterpriseapptrust", "trust apps from outside the store", "sideloading"),
    _allow("allowmanagedappscloudsync", "iCloud sync of managed apps", "cloud-backup"),
    _allow("allowopenfrommanagedtounmanaged", "open work documents in private apps", "managed-open-in"),
    _allow("allowscreenshot", "screenshots and recordings", "screen-capture"),
    _force("forceairdropunmanaged", "AirDrop counts as private", "airdrop", "managed-only"),
    _force("requiremanagedpasteboard", "copy and paste follow open-in", "managed-open-in", "block"),
)
"""Switches that every enrolled device obeys. A backup of the device takes the data of managed apps along, and sync is the other way
out: cloud-backup turns both off. Trust of apps from outside the store that somebody gave before is not taken back."""
SWITCHES = (*ANYWHERE, *SUPERVISED)


def serves(device: DeviceClass) -> bool:
    """Devices of the organisation."""
    return device.ownership == "corporate"


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object: two profiles with one setting are a conflict that Intune does not resolve."""
    supervised = tuple(device for device in scope.devices if device.supervised)
    settings = {switch.id: chosen(scope, switch) for switch in (SWITCHES if supervised else ANYWHERE)}
    found: tuple[Diagnostic, ...] = ()
    if supervised:
        listed, found = _listed(replace(scope, devices=supervised))
        settings |= listed
    group = settings_catalog.groups(RESTRICTIONS_ROOT, [[settings[name] for name in sorted(settings)]])
    body = {
        "platforms": because("iOS", common_causes.INTUNE_NEEDS),
        "technologies": because("mdm,appleRemoteManagement", common_causes.INTUNE_NEEDS),
        "settings": because([settings_catalog.setting(group)], common_causes.INTUNE_NEEDS),
    }
    return [Draft(body, scope.devices, diagnostics=(*found, *_powerless(scope), *_unsupervised(scope)))]


def _listed(scope: Scope) -> tuple[dict[str, Traced], tuple[Diagnostic, ...]]:
    """The store and the list of apps, for supervised devices."""
    listing, line, warnings = ladder.behaviour(scope, LISTINGS)
    settings = {STORE: because(settings_catalog.switch(STORE, listing != "allowed"), line)}
    listed = bundle_ids(scope, listing)
    if not listing or not listed:
        return settings, warnings
    settings[LISTS[listing]] = because(settings_catalog.texts(LISTS[listing], listed), line)
    unverified = app_lists.unverified(app_lists.approved(scope)) if listing == "allowed" else ()
    return settings, (*warnings, *unverified, *shut(scope), *app_lists.too_many(scope, len(listed), LONGEST))


def _powerless(scope: Scope) -> Sequence[Diagnostic]:
    """AirDrop as an unmanaged destination only means something while managed documents may not go to unmanaged ones."""
    airdrop, open_in = scope.role.functions.get("airdrop"), scope.role.functions.get("managed-open-in")
    if airdrop and airdrop.value == "managed-only" and not (open_in and open_in.value == "block"):
        return (Diagnostic("KND311", "warning", airdrop.span, {"role": scope.role.id}),)
    return ()


def _unsupervised(scope: Scope) -> Iterator[Diagnostic]:
    """Functions that a role limits and that its devices without supervision keep."""
    if all(device.supervised for device in scope.devices):
        return
    for name in sorted({switch.function for switch in SUPERVISED}):
        asked = scope.role.functions.get(name)
        if asked and any(asked.value in switch.turned_by for switch in SUPERVISED if switch.function == name):
            yield Diagnostic("KND404", "note", asked.span, {"role": scope.role.id, "function": name})


def effects(desired: Desired) -> Answer:
    """The lists stop what they name, or what they do not name, on supervised devices."""
    pointer, _ = settings_catalog.instances(desired.body).get(ALLOWED, ("", None))
    supervised = app_list_effects.stops(
        settings_catalog.listed(desired.body, BLOCKED),
        settings_catalog.listed(desired.body, ALLOWED),
        pointer,
    )

    def answer(asked: AppQuestion) -> Said:
        return supervised(asked) if asked.device.supervised else SILENT

    return answer


def label(pointer: str, value: JSON, known: Mapping[str, str]) -> str | None:
    """A bundle id as an app, a choice as what it is about: `AirDrop: off`."""
    if isinstance(value, str) and value.startswith(RESTRICTIONS):
        return shown(
            value, ((STORE, "App Store"), *((switch.id, switch.label) for switch in SWITCHES)), off="false"
        )
    return app_lists.label(pointer, value, known)


KIND = replace(
    settings_catalog.POLICY,
    name="ios_app_restrictions",
    title=Text(nl="App-beperkingen", en="App restrictions"),
    platform="ios",
    serves=serves,
    compile=compile_drafts,
    definitions=frozenset({RESTRICTIONS_ROOT, BLOCKED, ALLOWED, STORE, *(switch.id for switch in SWITCHES)}),
    functions=frozenset(switch.function for switch in SWITCHES),
    effects=effects,
    labels=label,
)
