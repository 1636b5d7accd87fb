"""Apple's declarative App Settings, iPhone and iPad: from version 27 on, supervised. Denied wins over allowed."""

from __future__ import annotations

from ..intents import Intents
from ..question import NOTHING, Policy, Question, Says

TYPE = "deviceManagementConfigurationPolicy"
ALLOWED, DENIED = "app_allowed_allowedapps", "app_allowed_deniedapps"
FROM_VERSION = (27,)


def knows(policy: Policy) -> bool:
    """Whether it has one of the two lists."""
    return bool({ALLOWED, DENIED} & policy.settings.keys())


def says(policy: Policy, asked: Question, _: Intents) -> Says:
    """No for an app on the denied list or off the allowed one."""
    if (
        asked.device.enrolment != "supervised"
        or asked.device.system < FROM_VERSION
        or asked.app.type != "bundle-id"
    ):
        return NOTHING
    if asked.app.value in policy.settings.get(DENIED, ()):
        return Says(False)
    return Says(asked.app.value in policy.settings[ALLOWED]) if ALLOWED in policy.settings else NOTHING
