"""What goes wrong on a device, in six sorts, and the two that need no knowledge of the policy.

`opened` of `looseness.py` tells what a policy lets open; here it is held against what was decided: what a rule approves may open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.oracle.asked import FOREIGN, assigned_as, everything, known_as, wanted_as
from tests.oracle.classes import Class
from tests.oracle.compiled import Subject
from tests.oracle.looseness import State, let_go, opened, state, turned_open
from tests.oracle.oracle import Oracle
from tests.oracle.question import CONTROLLED, App, Side

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.policy.model import App as CatalogueApp
from managed_apparaten.policy.model import Platform, Role
from managed_apparaten.resolve.decision import Decision

LOOSER, LOOSENED = "looser than no policy", "loosened by a step up"
SHUT_OUT, NOT_STOPPED = "approved and does not open", "blocked and not stopped"
TOUCHED, MANAGEMENT = "personal device touched", "management app does not open"
STORE = (
    "com.apple.applicationaccess_allowuiappinstallation",
    "com.apple.applicationaccess_allowappinstallation",
)
"""Switches that take the App Store away."""
LET_IN = "not approved and opens"
SORTS = (LOOSER, LOOSENED, SHUT_OUT, NOT_STOPPED, TOUCHED, MANAGEMENT, LET_IN)


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One of them: where, and about what."""

    sort: str
    place: str
    """Class of device, step and whether the tenant holds the apps."""
    about: str
    """The app with its identifier and side, or the switch."""
    objects: str = ""
    """Addresses of the compiled objects that reach the device."""


@dataclass(frozen=True, slots=True)
class Decided:
    """Apps and what a role decided about them on one platform."""

    apps: Sequence[CatalogueApp]
    decisions: Mapping[str, Decision]
    functions: Mapping[str, str]
    """What the role says about functions."""

    def approved(self, platform: Platform) -> frozenset[App]:
        """Identifiers that a rule approved, and that are not those of something blocked."""
        found = {
            one.plain for app in self.apps if self.decisions[app.id].approved for one in _all(app, platform)
        }
        return frozenset(found - self.blocked(platform))

    def blocked(self, platform: Platform) -> frozenset[App]:
        """Identifiers of what a rule forbids."""
        return frozenset(
            one.plain for app in self.apps if self.decisions[app.id].blocked for one in _all(app, platform)
        )

    def opens_on_purpose(self, functions: Iterable[str]) -> bool:
        """Whether the role says in so many words that a function is allowed."""
        return any(self.functions.get(name) == "allow" for name in functions)


def _all(app: CatalogueApp, platform: Platform) -> tuple[App, ...]:
    return (*known_as(app, platform), *assigned_as(app, platform))


def decided(apps: Sequence[CatalogueApp], decisions: Mapping[str, Decision], role: Role) -> Decided:
    """The decisions of one role."""
    return Decided(apps, decisions, {name: value.value for name, value in role.functions.items()})


def looser(
    sort: str, place: str, what: Decided, platform: Platform, before: State, after: State, objects: str = ""
) -> Iterator[Violation]:
    """What a device lets people do more in `after`: nothing, but what a rule approved and functions that the role allows by name.

    A report counts for what a rule forbids.
    """
    approved, forbidden = what.approved(platform), what.blocked(platform)
    for side, app in opened(before, after):
        if app.plain not in approved:
            yield Violation(sort, place, f"{_name(what, platform, app)} opens ({side})", objects)
    for side, app, mark in let_go(before, after):
        if app.plain not in approved and (mark != "reported" or app.plain in forbidden):
            yield Violation(
                sort, place, f"{_name(what, platform, app)} is no longer {mark} ({side})", objects
            )
    for name, setting in turned_open(before, after):
        if not what.opens_on_purpose(setting.functions):
            yield Violation(sort, place, f"switch {name} stands looser: {setting.source}", objects)


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody's device in one tenant, with all that is known of it."""

    place: str
    what: Decided
    kind: Class
    subject: Subject
    oracle: Oracle
    named: Named
    now: State
    default: State

    def opens(self, app: App, side: Side) -> bool:
        """Whether somebody can open it: let through, and there or to be had."""
        if not self.now.apps[side, app].opens:
            return False
        if (
            self.kind.platform != "ios"
            or app.value.startswith("com.apple.")
            or not any(self.now.switches.get(name) for name in STORE)
        ):
            return True
        return self.oracle.intents.of(app, self.subject.device.user, self.subject.device) in (
            "required",
            "available",
        )


def shut_out(seen: Seen, closed: bool) -> Iterator[Violation]:
    """Approved apps, those that manage the device among them, that do not open. On a list of allowed apps (`closed`) each has to; elsewhere
    those that open without a policy. What manages the device has to open wherever it can be there; another app may be named instead."""
    platform, device = seen.kind.platform, seen.subject.device
    for app in seen.what.apps:
        if not seen.what.decisions[app.id].approved or _elsewhere(app, platform):
            continue
        wanted = wanted_as(app, platform)
        for side in (side for side in device.sides if CONTROLLED[device.enrolment, side]):
            shut = [
                one
                for one in wanted
                if (closed or seen.default.apps[side, one].opens) and not seen.opens(one, side)
            ]
            unknown = (
                not wanted
                and closed
                and any(not seen.now.apps[side, other].opens for other in FOREIGN[platform])
            )
            about = f"{app.name} ({side}): {', '.join(one.value for one in shut) or 'no identifier'}"
            if (
                app.management
                and shut
                and (seen.oracle.intents.knows(shut[0]) or seen.default.apps[side, shut[0]].opens)
            ):
                yield Violation(MANAGEMENT, seen.place, about)
            elif (shut or unknown) and not seen.named.says(app):
                yield Violation(SHUT_OUT, seen.place, about)


def not_stopped(seen: Seen) -> Iterator[Violation]:
    """Blocked apps with an identifier that open somewhere on the device. What no list can know by it does what unknown apps do."""
    for app in seen.what.apps:
        here = [i for i in app.identifiers if i.platform == seen.kind.platform]
        if not seen.what.decisions[app.id].blocked or not here or seen.named.says(app):
            continue
        known = known_as(app, seen.kind.platform)
        sides = seen.subject.device.sides
        going = {
            side: [one for one in known or FOREIGN[seen.kind.platform] if seen.now.apps[side, one].opens]
            for side in sides
        }
        if any(going.values()):
            opening = [f"{one.value} ({side})" for side, some in going.items() for one in some]
            values = opening if known else [f"{identifier.type} {identifier.value}" for identifier in here]
            yield Violation(NOT_STOPPED, seen.place, f"{app.name}: {', '.join(sorted({*values}))}")


def let_in(seen: Seen, closed: bool) -> Iterator[Violation]:
    """Apps on a Mac that nobody approved and a list of allowed programs lets in, as it lets in everything of their maker. Without a list
    every program starts, which `not_stopped` finds."""
    device, there = seen.subject.device, FOREIGN[seen.kind.platform]
    if (
        not closed
        or seen.kind.platform != "macos"
        or all(seen.now.apps[side, one].opens for side in device.sides for one in there)
    ):
        return
    for app in seen.what.apps:
        if seen.what.decisions[app.id].effect != "refuse" or seen.named.says(app):
            continue
        opening = [
            one.value
            for side in device.sides
            for one in known_as(app, seen.kind.platform)
            if seen.now.apps[side, one].opens
        ]
        if opening:
            yield Violation(LET_IN, seen.place, f"{app.name}: {', '.join(opening)}")


def touched(place: str, current: State, before: State, subject: Subject) -> Iterator[Violation]:
    """What happens outside the work profile of a device that is somebody's own. Where its apps may come from is a function,
    which a role may ask of a device with a work profile."""
    for (side, app), fact in current.apps.items():
        if side != "work" and (fact.opens != before.apps[side, app].opens or fact.marks - {"protected"}):
            yield Violation(
                TOUCHED,
                f"{place} {subject.device.id}",
                f"{app.value} ({side}): {', '.join(sorted(fact.marks)) or 'stopped'}",
            )
    for name, setting in current.known.items():
        if (
            current.at(name, setting) != setting.default
            and not name.startswith("workProfile")
            and name != "securityRequireVerifyApps"
        ):
            yield Violation(TOUCHED, f"{place} {subject.device.id}", f"switch {name}")


def _elsewhere(app: CatalogueApp, platform: Platform) -> bool:
    """Whether it is part of another platform, or manages devices of others: those are approved everywhere without a rule."""
    return (app.system or app.management) and not any(i.platform == platform for i in app.identifiers)


def _name(what: Decided, platform: Platform, app: App) -> str:
    named = next(
        (one.name for one in what.apps if app in _all(one, platform)), "an app that no catalogue has"
    )
    return f"{named} [{app.value}{' in ' + app.path if app.path else ''}]"


@dataclass(frozen=True, slots=True)
class Named:
    """Texts in what `validate` says about one role on one platform: each is a name, or a list of names with commas."""

    texts: frozenset[str]

    def says(self, app: CatalogueApp) -> bool:
        """Whether the app is named, by its name or its id, as a whole item: with or without more in brackets after it."""
        return any(
            f", {name}{end}" in text
            for text in self.texts
            for name in (app.name, app.id)
            for end in (", ", " (")
        )


def named(diagnostics: Iterable[Diagnostic], platform: Platform, role: str) -> Named:
    """Arguments of diagnostics that are about this role and platform, or about nothing narrower."""
    concerned = [diagnostic for diagnostic in diagnostics if _concerns(diagnostic.args, platform, role)]
    args = [
        some
        for diagnostic in concerned
        for some in (diagnostic.args, *(related.args for related in diagnostic.related))
    ]
    return Named(frozenset(f", {value}, " for some in args for value in some.values()))


def _concerns(args: Mapping[str, str], platform: Platform, role: str) -> bool:
    roles = {*args.get("roles", "").split(", "), args.get("role", "")} - {""}
    return args.get("platform", platform) == platform and (not roles or role in roles)


def now(oracle: Oracle, what: Decided, kind: Class, subject: Subject) -> State:
    """The device under its policies."""
    return state(oracle, subject.device, everything(what.apps, kind.platform))


def default(oracle: Oracle, what: Decided, kind: Class, subject: Subject) -> State:
    """The device without any policy."""
    return state(oracle.without_policies(), subject.device, everything(what.apps, kind.platform))
