"""Apple's declarative App Settings, Mac: from version 27 on, supervised. A binary is known by signing id or team id."""

from __future__ import annotations

from ..intents import Intents
from ..question import NOTHING, App, Policy, Question, Says

TYPE = "deviceManagementConfigurationPolicy"
ALLOWED, DENIED = "app_allowed_allowedbinaries", "app_allowed_deniedbinaries"
MANAGED = "app_allowed_alwaysallowmanagedapps"
FROM_VERSION = (27,)
KNOWN_BY = {"bundle-id": "signingid", "team-id": "teamid"}
"""A signing id is the bundle id for what comes from the store or a developer's Xcode."""
INSTALLS = frozenset({"required", "available"})


def knows(policy: Policy) -> bool:
    """Whether it has one of the two lists."""
    return bool({ALLOWED, DENIED} & policy.settings.keys())


def says(policy: Policy, asked: Question, intents: Intents) -> Says:
    """No for a binary on the denied list or off the allowed one, unless Intune installed it and managed apps always run."""
    if asked.device.platform != "macos" or asked.device.system < FROM_VERSION or not asked.device.supervised:
        return NOTHING
    if _listed(policy, DENIED, asked.app):
        return Says(False)
    if ALLOWED not in policy.settings:
        return NOTHING
    managed = intents.of(asked.app, asked.person, asked.device) in INSTALLS
    always = policy.settings.get(MANAGED) == f"{MANAGED}_true"
    return Says(_listed(policy, ALLOWED, asked.app) or (managed and always))


def _listed(policy: Policy, listing: str, app: App) -> bool:
    """Whether a group of the list says this identifier; a group that says another one as well needs both, so it is not enough."""
    name = KNOWN_BY.get(app.type)
    wanted = {f"{listing}_item_{name}": app.value}
    return any(
        {key: value for key, value in group if not key.endswith("_signingstate")} == wanted for group in policy.settings.get(listing, ())
    )
