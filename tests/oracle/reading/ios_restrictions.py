"""Apple's restrictions in the settings catalog: what a supervised iPhone or iPad shows and starts.

With a list of allowed apps nothing else is shown or started; with a list of blocked apps everything else is. On a
device that is not supervised the profile reports success and does nothing.
"""

from __future__ import annotations

from ..intents import Intents
from ..question import NOTHING, Policy, Question, Says

COLLECTION = "configurationPolicies"
TYPE = "deviceManagementConfigurationPolicy"
PAYLOAD = "com.apple.applicationaccess"
ALLOWED, BLOCKED = f"{PAYLOAD}_allowlistedappbundleids", f"{PAYLOAD}_blockedappbundleids"


def knows(policy: Policy) -> bool:
    """Whether it sets anything of this payload."""
    return any(name.startswith(PAYLOAD) for name in policy.settings)


def says(policy: Policy, asked: Question, _: Intents) -> Says:
    """No for an app on the blocked list or off the allowed one."""
    if asked.device.enrolment != "supervised" or asked.app.type != "bundle-id":
        return NOTHING
    if ALLOWED in policy.settings and asked.app.value not in policy.settings[ALLOWED]:
        return Says(False)
    if asked.app.value in policy.settings.get(BLOCKED, ()):
        return Says(False)
    return Says(True) if ALLOWED in policy.settings else NOTHING
