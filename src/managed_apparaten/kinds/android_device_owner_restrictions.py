"""What an Android device of the organisation lets people install and do: the managed Play store, and the private side.

`playStoreMode` is the store of a fully managed or dedicated device, and of the work profile on a device that also has a
private side. `notConfigured` is what Intune does by itself: the store shows apps that are assigned, and no others.
`allowList` does the same and removes every app that is not assigned. `blockList` is the whole store, in which an app is
kept off by an uninstall assignment of that app only. So the steps below an allowlist leave the store as it is, and a
class of device gets the whole store only where it says `play-store: open`.
The private side of a corporate work profile has lists of its own, at most 500 apps, in one object per device.
The password is written for dedicated devices only: without a user nobody is there whom compliance could ask for one.
Sources: Microsoft Learn, "Android template device settings list" (Applications, Device password, Personal profile;
github MicrosoftDocs/memdocs@0572a25, ref-device-restrictions-android-enterprise), and the enum pages of Graph beta.
https://learn.microsoft.com/graph/api/resources/intune-deviceconfig-androiddeviceownergeneraldeviceconfiguration (beta only)
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from managed_apparaten.compile import common_causes
from managed_apparaten.compile.app_effect import SILENT, Answer, AppQuestion, Said, mark
from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Draft, Scope
from managed_apparaten.compile.traced import Traced, because
from managed_apparaten.core import assumptions
from managed_apparaten.core.cause import Cause, cause
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.intune import (
    android_stores,
    app_list_effects,
    app_lists,
    compliance,
    device_configuration,
    ladder,
)
from managed_apparaten.intune.app_lists import Listed
from managed_apparaten.intune.switches import Switch, turned
from managed_apparaten.policy.model import DeviceClass, Step, Text

LIMIT = 500
"""Apps on the list of the private side."""


@dataclass(frozen=True, slots=True)
class Stores:
    """What the two Play stores of a device offer."""

    work: str
    private: str


AS_IT_IS = Stores("notConfigured", "notConfigured")
WITHOUT_BLOCKED = Stores("notConfigured", "blockedApps")
ONLY_APPROVED = Stores("allowList", "allowedApps")
WHOLE_STORE = "blockList"
STORES: Mapping[Step, Stores] = {
    "advise": AS_IT_IS,
    "monitor": AS_IT_IS,
    "block": WITHOUT_BLOCKED,
    "remove": WITHOUT_BLOCKED,
    "allowlist": ONLY_APPROVED,
}


SWITCHES = (
    Switch("appsAllowInstallFromUnknownSources", ("sideloading", "alternative-stores"), False, False, False),
    Switch(
        "personalProfileAppsAllowInstallFromUnknownSources",
        ("sideloading", "alternative-stores"),
        False,
        False,
        False,
    ),
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
"""Another store is an app from an unknown source, so blocking either function closes that way. Not asked, or allowed, is what Android
does by itself: on both sides of such a device, people cannot turn unknown sources on. No role makes it looser than no policy does."""

PASSWORD = ("passwordRequiredType", "passwordMinimumLength", "passwordMinutesOfInactivityBeforeScreenTimeout")
PRIVATE_LIST = "personalProfilePersonalApplications"
STATED = frozenset(
    {"playStoreMode", "personalProfilePlayStoreMode", PRIVATE_LIST, "securityRequireVerifyApps", *PASSWORD}
)
"""Properties besides those."""


def serves(device: DeviceClass) -> bool:
    """Devices of the organisation, however they are enrolled."""
    return device.ownership == "corporate"


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object: Intune merges neither of the lists over two profiles."""
    stores, line, warnings = ladder.behaviour(scope, STORES)
    listed = _private_list(scope, stores)
    body = {
        "playStoreMode": _work_store(scope, stores, line),
        **_private_side(scope, stores, listed),
        **_password(scope),
        "securityRequireVerifyApps": because(True, common_causes.BASELINE),
        **{switch.name: turned(scope, switch) for switch in SWITCHES},
    }
    return [Draft(body, scope.devices, diagnostics=(*warnings, *_problems(scope, stores, listed)))]


def _work_store(scope: Scope, stores: Stores, line: Cause) -> Traced:
    """The work store. The whole store only where each of these classes says so: they share one object."""
    asked = android_stores.whole_store(scope.devices)
    if stores is ONLY_APPROVED or asked is None:
        return because(stores.work, line)
    return because(WHOLE_STORE, cause("policy", "cause.kind.play-store", asked.span, value=asked.value))


def _password(scope: Scope) -> dict[str, Traced]:
    """What compliance asks of a device without a user, set as well; nothing of a device whose user can be asked."""
    if not any(device.management == "dedicated" for device in scope.devices):
        return {}
    wanted, asked = compliance.passcode(scope)
    required_type = "alphanumeric" if wanted.alphanumeric else "numericComplex"
    values = (required_type if wanted.required else "deviceDefault", wanted.length, wanted.minutes_until_lock)
    return {
        name: because(value, common_causes.rule(asked, "passcode"))
        for name, value in zip(PASSWORD, values, strict=True)
    }


def _private_side(scope: Scope, stores: Stores, listed: list[Listed]) -> dict[str, Traced]:
    """The private store and its list. Without a private side, or with nothing to block, the store stays open."""
    if not _has_private_side(scope):
        nowhere = cause("default", "cause.kind.no-private-side")
        return {
            "personalProfilePlayStoreMode": because("notConfigured", nowhere),
            "personalProfilePersonalApplications": because([], nowhere),
        }
    _, line, _ = ladder.behaviour(scope, STORES)
    mode = "notConfigured" if stores is WITHOUT_BLOCKED and not listed else stores.private
    return {
        "personalProfilePlayStoreMode": because(mode, line),
        "personalProfilePersonalApplications": because(app_lists.app_list_items(listed), line),
    }


def _private_list(scope: Scope, stores: Stores) -> list[Listed]:
    if not _has_private_side(scope) or stores is AS_IT_IS:
        return []
    return app_lists.approved(scope) if stores is ONLY_APPROVED else app_lists.blocked(scope)


def _has_private_side(scope: Scope) -> bool:
    return any(device.management == "corporate-work-profile" for device in scope.devices)


def _problems(scope: Scope, stores: Stores, listed: list[Listed]) -> Iterator[Diagnostic]:
    if stores is ONLY_APPROVED:
        yield from app_lists.unverified(listed)
    yield from android_stores.store_faults(scope)
    if len(listed) > LIMIT:
        args = {"role": scope.role.id, "count": str(len(listed)), "limit": str(LIMIT)}
        yield Diagnostic("KND308", "error", scope.step().span, args)


def effects(desired: Desired) -> Answer:
    """The work store with `blockList` holds all but what is assigned for uninstall, otherwise what is assigned; the private side has lists.

    Without `blockList` nothing is said of the work side, since a store of assigned apps is what a tenant does by default.
    """
    body = desired.body
    whole_store, mode = body.get("playStoreMode") == "blockList", body.get("personalProfilePlayStoreMode")
    named, place = app_list_effects.app_ids(body, PRIVATE_LIST), "/personalProfilePlayStoreMode"
    private = app_list_effects.stops(
        named if mode == "blockedApps" else None, named if mode == "allowedApps" else None, place
    )

    def answer(asked: AppQuestion) -> Said:
        if whole_store and asked.intent == "uninstall":
            return (
                Said(False, pointer="/playStoreMode")
                if asked.held is not None
                else mark("uncertain", "/playStoreMode")
            )
        if asked.side == "private":
            return _private(private(asked), mode, asked)
        return Said(True, pointer="/playStoreMode") if whole_store else SILENT

    return answer


def _private(said: Said, mode: JSON, asked: AppQuestion) -> Said:
    """A list of allowed apps says what may be installed: of what it does not name nobody knows whether it came with the device."""
    unsure = (
        mode == "allowedApps"
        and assumptions.effective_value(asked.stated, assumptions.PREINSTALLED) == "unknown"
    )
    return mark("preinstalled", said.pointer) if unsure and said.opens is False else said


KIND = replace(
    device_configuration.POLICY,
    name="android_device_owner_restrictions",
    title=Text(nl="App-beperkingen", en="App restrictions"),
    platform="android",
    odata_type="microsoft.graph.androidDeviceOwnerGeneralDeviceConfiguration",
    serves=serves,
    compile=compile_drafts,
    modes={"personalProfilePersonalApplications": "personalProfilePlayStoreMode"},
    rivals=STATED | {switch.name for switch in SWITCHES},
    functions=frozenset(name for switch in SWITCHES for name in switch.functions),
    unordered=frozenset({"/personalProfilePersonalApplications", "/roleScopeTagIds"}),
    effects=effects,
    labels=app_lists.label,
)
