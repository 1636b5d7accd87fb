"""What an Android device of the organisation lets people install and do: the managed Play store, and the private side.

`playStoreMode` is the store of a fully managed or dedicated device, and of the work profile on a device that also has a
private side. `blockList` is the whole store, in which an app is kept off by an uninstall assignment of that app;
`allowList` is only what is assigned, and removes the rest. `notConfigured` shows assigned apps only, which is less than
`blockList` gives: going up the ladder from it would open the store. So the lower steps write `blockList` too.
The private side of a corporate work profile has lists of its own, at most 500 apps, in one object per device.
Sources: Microsoft Learn, device restrictions for Android Enterprise, and the enum pages of Graph beta.
https://learn.microsoft.com/graph/api/resources/intune-deviceconfig-androiddeviceownergeneraldeviceconfiguration (beta only)
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from managed_apparaten.compile import apps, configuration, reasons, steps
from managed_apparaten.compile.apps import Listed
from managed_apparaten.compile.kind import Draft, Scope
from managed_apparaten.compile.switches import Switch, turned
from managed_apparaten.compile.traced import Traced, because
from managed_apparaten.core.cause import cause
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.policy.model import DeviceClass, Step, Text

LIMIT = 500
"""Apps on the list of the private side."""


@dataclass(frozen=True, slots=True)
class Stores:
    """What the two Play stores of a device offer."""

    work: str
    private: str


OPEN = Stores("blockList", "notConfigured")
WITHOUT_BLOCKED = Stores("blockList", "blockedApps")
ONLY_APPROVED = Stores("allowList", "allowedApps")
STORES: Mapping[Step, Stores] = {
    "advise": OPEN,
    "monitor": OPEN,
    "block": WITHOUT_BLOCKED,
    "remove": WITHOUT_BLOCKED,
    "allowlist": ONLY_APPROVED,
}


SWITCHES = (
    Switch("appsAllowInstallFromUnknownSources", ("sideloading", "alternative-stores"), False, True, False),
    Switch("personalProfileAppsAllowInstallFromUnknownSources", ("sideloading", "alternative-stores"), False, True, True),
    Switch(
        "crossProfilePoliciesAllowDataSharing",
        ("managed-open-in",),
        "dataSharingFromWorkToPersonalBlocked",
        "notConfigured",
        "notConfigured",
    ),
    Switch("screenCaptureBlocked", ("screen-capture",), True, False, False),
    Switch("storageBlockExternalMedia", ("usb",), True, False, False),
    Switch("storageBlockUsbFileTransfer", ("usb",), True, False, False),
)
"""Another store is an app from an unknown source, so blocking either function closes that way. Not asked is what Android does by itself."""

STATED = frozenset({"playStoreMode", "personalProfilePlayStoreMode", "personalProfilePersonalApplications", "securityRequireVerifyApps"})
"""Properties besides those."""


def serves(device: DeviceClass) -> bool:
    """Devices of the organisation, however they are enrolled."""
    return device.ownership == "corporate"


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object: Intune merges neither of the lists over two profiles."""
    stores, line, warnings = steps.behaviour(scope, STORES)
    listed = _private_list(scope, stores)
    body = {
        "playStoreMode": because(stores.work, line),
        **_private_side(scope, stores, listed),
        "securityRequireVerifyApps": because(True, reasons.BASELINE),
        **{switch.name: turned(scope, switch) for switch in SWITCHES},
    }
    return [Draft(body, scope.devices, diagnostics=(*warnings, *_problems(scope, stores, listed)))]


def _private_side(scope: Scope, stores: Stores, listed: list[Listed]) -> dict[str, Traced]:
    """The private store and its list. Without a private side, or with nothing to block, the store stays open."""
    if not _has_private_side(scope):
        nowhere = cause("default", "cause.kind.no-private-side")
        return {
            "personalProfilePlayStoreMode": because("notConfigured", nowhere),
            "personalProfilePersonalApplications": because([], nowhere),
        }
    _, line, _ = steps.behaviour(scope, STORES)
    mode = "notConfigured" if stores is WITHOUT_BLOCKED and not listed else stores.private
    return {
        "personalProfilePlayStoreMode": because(mode, line),
        "personalProfilePersonalApplications": because(apps.app_list_items(listed), line),
    }


def _private_list(scope: Scope, stores: Stores) -> list[Listed]:
    if not _has_private_side(scope) or stores is OPEN:
        return []
    return apps.approved(scope) if stores is ONLY_APPROVED else apps.blocked(scope)


def _has_private_side(scope: Scope) -> bool:
    return any(device.management == "corporate-work-profile" for device in scope.devices)


def _problems(scope: Scope, stores: Stores, listed: list[Listed]) -> Iterator[Diagnostic]:
    if stores is ONLY_APPROVED:
        yield from apps.unverified(listed)
    if len(listed) > LIMIT:
        args = {"role": scope.role.id, "count": str(len(listed)), "limit": str(LIMIT)}
        yield Diagnostic("KND308", "error", scope.step().span, args)


KIND = replace(
    configuration.POLICY,
    name="android_device_owner_restrictions",
    title=Text(nl="App-beperkingen", en="App restrictions"),
    platform="android",
    odata_type="microsoft.graph.androidDeviceOwnerGeneralDeviceConfiguration",
    serves=serves,
    compile=compile_drafts,
    rivals=STATED | {switch.name for switch in SWITCHES},
    functions=frozenset(name for switch in SWITCHES for name in switch.functions),
    unordered=frozenset({"/personalProfilePersonalApplications", "/roleScopeTagIds"}),
    labels=apps.label,
)
