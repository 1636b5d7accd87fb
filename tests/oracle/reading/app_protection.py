"""App protection: keeps work data inside an app, for a person. It never stops an app and is never for a device."""

from __future__ import annotations

from ..intents import Intents
from ..question import NOTHING, Policy, Question, Says

TYPES = {
    "iosManagedAppProtection": ("ios", "bundle-id", "bundleId"),
    "androidManagedAppProtection": ("android", "package", "packageId"),
    "windowsManagedAppProtection": ("windows", "windows-app", "windowsAppId"),
}


def knows(policy: Policy) -> bool:
    """Whether it is of one of these types."""
    return policy.body["@odata.type"].rsplit(".", 1)[-1] in TYPES


def says(policy: Policy, asked: Question, intents: Intents) -> Says:
    """A mark when the app is one of those that the policy covers. Identifiers compare without case: Intune stores them in lower case."""
    platform, sort, name = TYPES[policy.body["@odata.type"].rsplit(".", 1)[-1]]
    if asked.device.platform != platform or asked.app.type != sort or asked.side == "private":
        return NOTHING
    if "people" not in intents.directory.ways(policy.body["assignments"], asked.person, asked.device):
        return NOTHING
    covered = {app["mobileAppIdentifier"][name].lower() for app in policy.body["apps"]}
    return Says(marks=frozenset({"protected"})) if asked.app.value.lower() in covered else NOTHING
