"""Apps of which the policy wants an assignment, and that no app of the tenant can turn out to be: the catalogue knows them otherwise.

What is required is in `intune/required_apps.py`. An app that is told for the same lack as one that nothing stops, or that a list keeps out,
is not told again.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from managed_apparaten.compile.audience import Audience
from managed_apparaten.compile.kind import OrganisationScope
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.names import list_with_roles
from managed_apparaten.effects.effect import Effect, OnDevice
from managed_apparaten.effects.shut import is_shut
from managed_apparaten.intune import app_intents
from managed_apparaten.policy.model import PLATFORMS, App, Platform, PolicySet
from managed_apparaten.resolve.decision import Decision

CODES: Mapping[str, str] = {"available": "KND416", "uninstall": "KND417"}


def unfindable(policy: PolicySet, effects: Sequence[OnDevice]) -> Iterator[Diagnostic]:
    """KND416, KND417: what is not offered and what is not uninstalled, by app with the roles that want it, once a platform."""
    whole = _whole(policy, effects)
    for platform in PLATFORMS:
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        people = app_intents.populations(whole, platform)
        for app in policy.apps.values() if people else ():
            for intent, role in _wanted(whole, app, platform, people):
                if not _told_already(effects, app, platform, intent, role):
                    found[intent][app.id].add(role)
        for intent, code in CODES.items():
            if apps := found.get(intent):
                named = list_with_roles({policy.apps[app].name: roles for app, roles in apps.items()})
                args = {"platform": platform, "count": str(len(apps)), "apps": named}
                yield Diagnostic(code, "note", policy.apps[min(apps)].span, args)


def _whole(policy: PolicySet, effects: Sequence[OnDevice]) -> OrganisationScope:
    """The decisions that the effects were measured with."""
    decisions: dict[str, dict[Platform, dict[str, Decision]]] = defaultdict(dict)
    for on in effects:
        decisions[on.role.id][on.device.platform] = {app: found.decision for app, found in on.apps.items()}
    return OrganisationScope(
        policy, tuple({on.role.id: on.role for on in effects}.values()), decisions, frozenset()
    )


def _told_already(effects: Sequence[OnDevice], app: App, platform: Platform, intent: str, role: str) -> bool:
    """Whether an approved app is kept out somewhere, or a blocked one is not stopped somewhere: that names it."""
    mine = [
        on
        for on in effects
        if on.role.id == role and on.device.platform == platform and on.device.ownership == "corporate"
    ]
    if intent == "available":
        return any(is_shut(on, on.apps[app.id]) or on.apps[app.id].effect is Effect.STOPPED for on in mine)
    return any(on.apps[app.id].effect is not Effect.STOPPED for on in mine)


def _wanted(
    whole: OrganisationScope, app: App, platform: Platform, people: Sequence[Audience]
) -> Iterator[tuple[str, str]]:
    """What is wanted of an app that is in the catalogue for this platform by nothing that the tenant's apps carry."""
    if not any(identifier.platform == platform for identifier in app.identifiers):
        return
    given = app_intents.grants(whole, app, platform, people)
    if not app_intents.identifiers(app, platform, given):
        yield from ((grant.intent, grant.audience.role.id) for grant in given if grant.intent)
