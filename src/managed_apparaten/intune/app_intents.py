"""Which groups get an app assigned, and for what: `required` where a rule says so, approved apps as `available`, blocked ones for
`uninstall`.

Approved apps are offered where the device shows nothing else: on an allowlist, and on Android of the organisation on every step, as
the work store shows assigned apps only. Where a role opens that store, nothing need be offered.
An app is made available to groups of people. To a group of devices that means nothing ("Available assignments are only valid when
assigning to user groups", for almost all apps), except on Android devices that are fully managed or have a work profile; so elsewhere
a group of devices gets what is required and what is to go, and `intune/offered_apps.py` says so. Dedicated Android devices have no user
who could pick an app: on an allowlist they get the approved apps as required, and on every step the apps that manage or protect them.

A group is assigned an app with one intent, that of the role that outranks the others; it can be excluded from every other intent
(MSEndpointMgr/IntuneWin32App#76, #101). Protected groups are excluded from every intent that people have. Groups of roles that outrank
every role with an intent, and say nothing themselves, are excluded from that intent; so is the group of an exception from the uninstall of
the app that it gets. Where that cannot be said for all of them nobody is excluded, as an uninstall beats an available app: deny beats
allow; the role of the exception then uninstalls nothing. The group of an isolated device is always excluded from what it is not to have.
Source: Microsoft Learn, "Assign apps to groups" (notes on Available; conflicts between intents) and "Include and exclude app assignments".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from managed_apparaten.compile.audience import Audience, split_up, without_twins
from managed_apparaten.compile.desired import Assignment
from managed_apparaten.compile.filters import WHY, filter_for
from managed_apparaten.compile.kind import OrganisationScope
from managed_apparaten.core.cause import Causes, cause
from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.intune.android_stores import whole_store
from managed_apparaten.intune.app_lists import allows, at_least
from managed_apparaten.policy.model import (
    STEPS,
    App,
    DeviceClass,
    GroupRef,
    Identifier,
    IdentifierType,
    Management,
    Platform,
    Role,
    Step,
)
from managed_apparaten.resolve.decision import Decision
from managed_apparaten.resolve.precedence import outranks
from managed_apparaten.resolve.reasons import of_rule

Intent = Literal["available", "required", "uninstall"]
INTENTS: tuple[Intent, ...] = ("uninstall", "required", "available")
"""In the order in which groups are excluded from them."""
UNINSTALLED_FROM: Mapping[Platform, Step] = {
    "ios": "remove",
    "android": "block",
    "windows": "remove",
    "macos": "remove",
}
"""The step from which blocked apps are assigned for uninstall. On Android that keeps off an app that somebody else assigned, or that an
open store offers, so sooner."""
STOPPED = ("block", "refuse")
"""Effects for which an app is not to be offered by a lower role."""
AVAILABLE_FROM: Mapping[Platform, Step] = {
    "ios": "allowlist",
    "android": "advise",
    "windows": "allowlist",
    "macos": "allowlist",
}
"""The step from which approved apps are offered."""
INSTALLED_FROM: Step = "allowlist"
"""The step from which approved apps are installed where they cannot be offered: on dedicated Android devices."""
OFFERED_TO_DEVICES: frozenset[Management | None] = frozenset({"fully-managed", "corporate-work-profile"})
"""Android devices whose groups can have an app available."""
INSTEAD = cause("compiler", "cause.kind.installed-instead")
"""Why an app is required that no rule requires."""
KNOWN_BY: Mapping[Platform, tuple[IdentifierType, ...]] = {
    "ios": ("bundle-id",),
    "android": ("package",),
    "windows": ("store-id", "product-code", "package-family-name", "intune-name"),
    "macos": ("bundle-id", "intune-name"),
}
"""The identifiers that the tenant's apps of a platform carry. A winget id of the community's repository is none of them: Intune's apps from
the store have the id of the Microsoft Store (Microsoft Learn, "Add Microsoft Store apps", github MicrosoftDocs/memdocs @87fe7177)."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One audience and what it gets of an app; no intent when the policy asks nothing for it."""

    audience: Audience
    intent: Intent | None
    decision: Decision
    gave_way: bool = False
    """Whether an uninstall was left out because part of these people get the app by an exception; nobody is excluded for it."""


def serves(device: DeviceClass) -> bool:
    """Devices of the organisation: nothing is assigned to a device of somebody's own."""
    return device.ownership == "corporate"


def offered(device: DeviceClass) -> bool:
    """Whether an app can be made available to a device of this class: to its people, or to its groups where Intune knows that."""
    return not device.groups or device.management in OFFERED_TO_DEVICES


def installed(app: App, role: Role, device: DeviceClass) -> bool:
    """Whether an approved app is installed on a device of this class because nobody could pick it there; it needs a good identifier."""
    wanted = app.management or at_least(role.step_on(device).value, INSTALLED_FROM)
    known = any(identifier.may_allow() for identifier in app.on(device.platform, *KNOWN_BY[device.platform]))
    return device.management == "dedicated" and wanted and known


def populations(whole: OrganisationScope, platform: Platform) -> list[Audience]:
    """Everybody with such devices, those of the role that outranks the others first."""
    return [
        found
        for role in whole.roles
        for found in split_up(role, [d for d in role.devices if d.platform == platform and serves(d)])
    ]


def grants(
    whole: OrganisationScope, app: App, platform: Platform, audiences: Sequence[Audience]
) -> list[Grant]:
    """What each audience gets of an app."""
    found = []
    for audience in audiences:
        decision = whole.decisions[audience.role.id][platform][app.id]
        found.append(Grant(audience, _intent(app, platform, audience, decision), decision))
    excepted = {
        grant.audience.role.derived_from
        for grant in found
        if _excepted(grant) and "uninstall" not in _outranked(grant, found)
    }
    given = [part for grant in found for part in _offered(app, _giving_way(grant, excepted))]
    if identifiers(app, platform, given) or not any(grant.intent == "uninstall" for grant in given):
        return given
    # An identifier that may not be used to install must not keep the app from being removed for others.
    return [grant if grant.intent == "uninstall" else replace(grant, intent=None) for grant in given]


def _excepted(grant: Grant) -> bool:
    """Whether people get the app by an exception that their role does not have."""
    return grant.audience.role.derived_from is not None and grant.intent in ("available", "required")


def _offered(app: App, grant: Grant) -> Iterator[Grant]:
    """The grant; where it offers an app to devices, in parts: those to which it can be offered, those that have it installed instead,
    and those to which it would mean nothing."""
    if grant.intent != "available" or not grant.audience.by_device:
        yield grant
        return
    role, parts = grant.audience.role, dict[Intent | None, list[DeviceClass]]()
    for device in grant.audience.devices:
        intent: Intent | None = (
            "available" if offered(device) else "required" if installed(app, role, device) else None
        )
        parts.setdefault(intent, []).append(device)
    for part in (intent for intent in ("available", "required", None) if intent in parts):
        yield replace(grant, audience=replace(grant.audience, devices=tuple(parts[part])), intent=part)


def _giving_way(grant: Grant, excepted: set[str | None]) -> Grant:
    """An uninstall that nobody can be excluded from would reach the people of the exception too, and beat it."""
    gives_way = grant.intent == "uninstall" and grant.audience.role.id in excepted
    return replace(grant, intent=None, gave_way=True) if gives_way else grant


def identifiers(app: App, platform: Platform, given: Sequence[Grant]) -> list[Identifier]:
    """The identifiers by which the app may be looked up: those that may be used for each of these intents."""
    return [
        found
        for found in app.on(platform, *KNOWN_BY[platform])
        if all(_usable(app, found, grant) for grant in given)
    ]


def _usable(app: App, identifier: Identifier, grant: Grant) -> bool:
    if grant.intent is None:
        return True
    return (
        identifier.may_block(grant.decision.unverified)
        if grant.intent == "uninstall"
        else allows(app, identifier, grant.decision)
    )


def key(identifier: Identifier) -> str:
    """How an object of the tenant says that it is this app; see `Kind.identify`."""
    return f"{identifier.platform}:{'name=' if identifier.type == 'intune-name' else ''}{identifier.value.lower()}"


def assignments(whole: OrganisationScope, given: Sequence[Grant]) -> tuple[Assignment, ...]:
    """Who gets the app, each group with one intent, and who is excluded from which intent."""
    found: list[Assignment] = []
    for grant in given:
        for group in grant.audience.groups if grant.intent else ():
            if not any(group.is_same(other.group) for other in found):
                found.append(_included(whole, grant, group))
    found += _protected(whole, given)
    for group, devices, intent, why in _kept_out(given):
        if not any(group.is_same(other.group) and other.intent == intent for other in found):
            found.append(Assignment(group, True, why, devices, intent=intent))
    return tuple(found)


def _step(audience: Audience) -> Step:
    return max((audience.role.step_on(device).value for device in audience.devices), key=STEPS.index)


def _intent(app: App, platform: Platform, audience: Audience, decision: Decision) -> Intent | None:
    step = _step(audience)
    if decision.blocked and at_least(step, UNINSTALLED_FROM[platform]):
        return "uninstall"
    if app.system or not decision.approved:
        return None
    if decision.required:
        return "required"
    shown_anyway = step != "allowlist" and whole_store(audience.devices) is not None
    return "available" if at_least(step, AVAILABLE_FROM[platform]) and not shown_anyway else None


def else_open(given: Sequence[Grant]) -> bool:
    """Whether somebody for whom the app is blocked has a store that shows everything: only an assignment keeps the app off there."""
    return any(grant.intent == "uninstall" and whole_store(grant.audience.devices) for grant in given)


def _included(whole: OrganisationScope, grant: Grant, group: GroupRef) -> Assignment:
    audience = grant.audience
    filtered = None if audience.by_device else filter_for(audience.devices)
    whose = cause("policy", "cause.kind.group", group.span, role=audience.role.id)
    causes = (*_why(whole, grant), whose, *((WHY,) if filtered else ()))
    return Assignment(group, False, causes, audience.by_device, filtered, grant.intent or "")


def _why(whole: OrganisationScope, grant: Grant) -> Causes:
    """What decided; that an app is required is another line than the one that approves it, where both are there."""
    if grant.intent == "required" and not grant.decision.required:
        return (*grant.decision.causes, INSTEAD)
    ground = grant.decision.required if grant.intent == "required" else None
    if ground is None or ground is grant.decision.winner or not (ground.rule and ground.selector):
        return grant.decision.causes
    return (of_rule(whole.policy, ground.rule, ground.selector),)


def _protected(whole: OrganisationScope, given: Sequence[Grant]) -> Iterator[Assignment]:
    """Exclusions of the protected groups, from each intent that people have."""
    for intent in INTENTS:
        if any(grant.intent == intent and not grant.audience.by_device for grant in given):
            for group in without_twins(whole.policy.organisation.protected_groups):
                why = cause("policy", "cause.kind.protected-group", group.span, group=group.name)
                yield Assignment(group, True, (why,), intent=intent)


def _kept_out(given: Sequence[Grant]) -> Iterator[tuple[GroupRef, bool, Intent, Causes]]:
    """Groups of outranking roles to exclude, of people or of devices, and from which intent."""
    for grant in given:
        if _excepted(grant) or not (grant.intent or grant.gave_way):
            role, by_device = grant.audience.role, grant.audience.by_device
            why = cause(
                "policy",
                "cause.kind.higher-role",
                role.priority.span,
                role=role.id,
                priority=str(role.priority.value),
            )
            for intent in _outranked(grant, given):
                yield from ((group, by_device, intent, (why,)) for group in grant.audience.groups)


def _outranked(grant: Grant, given: Sequence[Grant]) -> list[Intent]:
    """The intents of which all holders are outranked by this audience: `available` only where the audience is not to have the app, and
    where it has the app by an exception only `uninstall`."""
    found: list[Intent] = []
    for intent in INTENTS:
        holders = [
            g.audience.role
            for g in given
            if g.intent == intent and g.audience.by_device == grant.audience.by_device
        ]
        counts = (
            intent == "uninstall"
            if _excepted(grant)
            else intent != "available" or grant.decision.effect in STOPPED
        )
        isolated = grant.audience.devices[0].platform in grant.audience.role.isolated
        if holders and counts and (isolated or all(outranks(grant.audience.role, role) for role in holders)):
            found.append(intent)
    return found


def contradicted(app: App, given: Sequence[Grant]) -> Iterator[Diagnostic]:
    """KND382: one group for which one role requires the app and another has it removed."""
    off = [
        (grant, group) for grant in given if grant.intent == "uninstall" for group in grant.audience.groups
    ]
    for grant in (grant for grant in given if grant.intent == "required"):
        for group in grant.audience.groups:
            for other, twin in off:
                if group.is_same(twin):
                    line = next((cause.span for cause in other.decision.causes if cause.span), twin.span)
                    ground = grant.decision.required
                    required = ground.selector.span if ground and ground.selector else group.span
                    related = (Related(line, "label.blocked-for-role"),)
                    yield Diagnostic(
                        "KND382", "error", required, {"app": app.name, "group": group.name}, related=related
                    )
