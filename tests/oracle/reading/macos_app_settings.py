"""Apple's declarative App Settings, Mac: from version 27 on, supervised. A binary is known by signing id or team id."""

from __future__ import annotations

from collections.abc import Mapping

from ..intents import Intents
from ..question import NOTHING, App, Policy, Question, Says

TYPE = "deviceManagementConfigurationPolicy"
ALLOWED, DENIED = "app_allowed_allowedbinaries", "app_allowed_deniedbinaries"
MANAGED = "app_allowed_alwaysallowmanagedapps"
FROM_VERSION = (27,)
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
    """Whether a group of the list is about this program. Its bundle id counts as its signing id; a program of which only the team is known
    is met by groups that name the team and nothing else."""
    known = (
        {"signingid": app.value, "teamid": app.team}
        if app.type == "bundle-id"
        else {"signingid": "", "teamid": app.value}
    )
    return any(_is(dict(group), listing, known) for group in policy.settings.get(listing, ()))


def _is(group: Mapping[str, str], listing: str, known: Mapping[str, str]) -> bool:
    """Every key that a group states has to hold; beside a signing id, a team that nobody told is no objection."""
    wanted = {
        name.removeprefix(f"{listing}_item_"): value
        for name, value in group.items()
        if not name.endswith("_signingstate")
    }
    if "signingid" in wanted and not known["teamid"]:
        wanted.pop("teamid", None)
    return bool(wanted) and all(known.get(name) == value for name, value in wanted.items())
