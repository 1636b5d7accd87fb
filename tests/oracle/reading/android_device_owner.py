"""Android of the organisation: the managed Play store, and the private side of a device that has one.

The store with `allowList`, or with nothing configured, holds assigned apps only: "By default, the OS only shows apps in the
Managed Google Play store that are approved, apps that are required, and apps that are assigned" (Microsoft Learn, Android
template device settings list). With `blockList` it holds all but those that are assigned as uninstall. Enrolment itself puts
Intune, Authenticator and Company Portal on such a device, and Company Portal in the work profile of a person's own ("Add
managed Google Play apps", "Set up enrollment"). The private side knows lists of its own; an app that is assigned as uninstall while the
whole store is open is kept off there as well. A list of allowed apps there tells "which apps are allowed to be installed in the personal
profile" (Google, Android Management API, personalPlayStoreMode): of an app that came with the device it tells nothing.
"""

from __future__ import annotations

from typing import Any

from ..defaults import BY_ENROLMENT
from ..intents import Intents
from ..question import NOTHING, Policy, Question, Says

TYPE = "androidDeviceOwnerGeneralDeviceConfiguration"
OWNED = frozenset({"fully-managed", "dedicated", "corporate-work-profile"})
SETS = ("playStoreMode", "personalProfilePlayStoreMode", "personalProfilePersonalApplications")


def knows(policy: Policy) -> bool:
    """Whether it is of this type."""
    return bool(policy.body["@odata.type"].endswith(f".{TYPE}"))


def settings(body: Any) -> dict[str, Any]:
    """What decides about apps, where it is not left to the device."""
    found = {name: body.get(name) for name in SETS}
    found[SETS[2]] = frozenset(item["appId"] for item in found[SETS[2]] or ())
    return {name: value for name, value in found.items() if value not in (None, "notConfigured", frozenset())}


def says(policy: Policy, asked: Question, intents: Intents) -> Says:
    """No for what the store does not hold."""
    if asked.device.enrolment not in OWNED or asked.app.type != "package":
        return NOTHING
    store = policy.settings.get("playStoreMode", "notConfigured")
    intent = intents.of(asked.app, asked.person, asked.device)
    if asked.side == "private":
        return _private(policy, asked, open_store=store == "blockList", intent=intent)
    if store == "blockList":
        return Says(intent != "uninstall")
    return assigned_only(asked, intents)


def assigned_only(asked: Question, intents: Intents) -> Says:
    """What holds without any policy: the store of assigned apps, and what came with enrolment."""
    if asked.app.value in BY_ENROLMENT.get(asked.device.enrolment, ()):
        return Says(True)
    return Says(intents.of(asked.app, asked.person, asked.device) in ("required", "available"))


def _private(policy: Policy, asked: Question, *, open_store: bool, intent: str | None) -> Says:
    mode = policy.settings.get("personalProfilePlayStoreMode")
    listed = asked.app.value in policy.settings.get("personalProfilePersonalApplications", ())
    if open_store and intent == "uninstall":
        return Says(False)
    if mode == "blockedApps":
        return Says(not listed)
    if mode == "allowedApps":
        return Says(True) if listed else Says(False, frozenset({"preinstalled"}))
    return Says(True)
