"""What goes wrong on a device, in six sorts, and the two that need no knowledge of the policy.

`opened` of `looseness.py` tells what a policy lets open; here it is held against what was decided: what a rule approves may open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.oracle.asked import FOREIGN, LISTED, assigned_as, everything, known_as, wanted_as
from tests.oracle.classes import Class
from tests.oracle.compiled import Subject
from tests.oracle.defaults import BY_ENROLMENT
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
SORTS = (LOOSER, LOOSENED, SHUT_OUT, NOT_STOPPED, TOUCHED, MANAGEMENT)


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

    def identifiers(self, platform: Platform) -> frozenset[App]:
        """Identifiers that a rule approved, and that are not those of something blocked."""
        approved = {one.plain for app in self.apps if self.decisions[app.id].approved for one in _all(app, platform)}
        return frozenset(approved - {one.plain for app in self.apps if self.decisions[app.id].blocked for one in _all(app, platform)})

    def opens_on_purpose(self, functions: Iterable[str]) -> bool:
        """Whether the role says in so many words that a function is allowed."""
        return any(self.functions.get(name) == "allow" for name in functions)


def _all(app: CatalogueApp, platform: Platform) -> tuple[App, ...]:
    return (*known_as(app, platform), *assigned_as(app, platform))


def decided(apps: Sequence[CatalogueApp], decisions: Mapping[str, Decision], role: Role) -> Decided:
    """The decisions of one role."""
    return Decided(apps, decisions, {name: value.value for name, value in role.functions.items()})


def looser(sort: str, place: str, what: Decided, platform: Platform, before: State, after: State, objects: str = "") -> Iterator[Violation]:
    """What a device lets people do more in `after`: nothing, but what a rule approved and functions that the role allows by name."""
    approved = what.identifiers(platform)
    for side, app in opened(before, after):
        if app.plain not in approved:
            yield Violation(sort, place, f"{_name(what, platform, app)} opens ({side})", objects)
    for side, app, mark in let_go(before, after):
        if app.plain not in approved:
            yield Violation(sort, place, f"{_name(what, platform, app)} is no longer {mark} ({side})", objects)
    for name, setting in turned_open(before, after):
        if not what.opens_on_purpose(setting.functions):
            yield Violation(sort, place, f"switch {name} stands looser: {setting.source}", objects)


def shut_out(place: str, what: Decided, kind: Class, now: State, default: State, closed: bool, named: Named, oracle: Oracle, subject: Subject) -> Iterator[Violation]:
    """Approved apps, those that manage the device among them, that do not open. On a list of allowed apps (`closed`) each has to; elsewhere
    those that open without a policy."""
    for app in what.apps:
        if not what.decisions[app.id].approved or _elsewhere(app, kind.platform):
            continue
        wanted = wanted_as(app, kind.platform)
        for side in subject.device.sides:
            if not CONTROLLED[subject.device.enrolment, side]:
                continue
            shut = [one for one in wanted if not _opens(one, side, now, kind, oracle, subject) and (closed or default.apps[side, one].opens)]
            unknown = not wanted and closed and any(not now.apps[side, other].opens for other in FOREIGN[kind.platform])
            if not shut and not unknown:
                continue
            about = f"{app.name} ({side}): {', '.join(one.value for one in shut) or 'no identifier'}"
            if app.management and shut:
                yield Violation(MANAGEMENT, place, about)
            elif not named.says(app):
                yield Violation(SHUT_OUT, place, about)


def not_stopped(place: str, what: Decided, kind: Class, now: State, named: Named, subject: Subject) -> Iterator[Violation]:
    """Blocked apps with an identifier that open somewhere on the device."""
    for app in what.apps:
        here = [i for i in app.identifiers if i.platform == kind.platform]
        if not what.decisions[app.id].blocked or not here:
            continue
        known = known_as(app, kind.platform)
        going = [(side, one) for side in subject.device.sides for one in known if now.apps[side, one].opens]
        if (going or not known) and not named.says(app):
            values = sorted({f"{one.value} ({side})" for side, one in going}) or [f"{i.type} {i.value}" for i in here]
            yield Violation(NOT_STOPPED, place, f"{app.name}: {', '.join(values)}")


def touched(place: str, now: State, default: State, subject: Subject) -> Iterator[Violation]:
    """What happens outside the work profile of a device that is somebody's own. A function that the role blocks is not counted."""
    for (side, app), fact in now.apps.items():
        if side != "work" and (fact.opens != default.apps[side, app].opens or fact.marks - {"protected"}):
            yield Violation(TOUCHED, f"{place} {subject.device.id}", f"{app.value} ({side}): {', '.join(sorted(fact.marks)) or 'stopped'}")
    for name, setting in now.known.items():
        if now.at(name, setting) != setting.default and not name.startswith("workProfile") and name != "securityRequireVerifyApps":
            yield Violation(TOUCHED, f"{place} {subject.device.id}", f"switch {name}")


def _opens(app: App, side: Side, now: State, kind: Class, oracle: Oracle, subject: Subject) -> bool:
    """Whether somebody can open it: let through, and there or to be had."""
    if side != "private" and app.value in BY_ENROLMENT.get(subject.device.enrolment, ()):
        return True
    if not now.apps[side, app].opens:
        return False
    if kind.platform != "ios" or app.value.startswith("com.apple.") or not _store_is_off(now):
        return True
    return oracle.intents.of(app, subject.device.user, subject.device) in ("required", "available")


def _store_is_off(now: State) -> bool:
    names = ("com.apple.applicationaccess_allowuiappinstallation", "com.apple.applicationaccess_allowappinstallation")
    return any(now.switches.get(name, 0) > 0 for name in names)


def _elsewhere(app: CatalogueApp, platform: Platform) -> bool:
    """Whether it is part of another platform."""
    return app.system and not any(i.platform == platform for i in app.identifiers)


def _name(what: Decided, platform: Platform, app: App) -> str:
    named = next((one.name for one in what.apps if app in _all(one, platform)), "an app that no catalogue has")
    return f"{named} [{app.value}{' in ' + app.path if app.path else ''}]"


@dataclass(frozen=True, slots=True)
class Named:
    """The names of apps in what `validate` says about one role on one platform."""

    names: frozenset[str]

    def says(self, app: CatalogueApp) -> bool:
        """Whether the app is named, by its name or its id."""
        return app.name in self.names or app.id in self.names


def named(diagnostics: Iterable[Diagnostic], platform: Platform, role: str) -> Named:
    """Arguments of diagnostics that are about this role and platform, or about nothing narrower. A list of names is one name each."""
    found: set[str] = set()
    for diagnostic in diagnostics:
        for args in (diagnostic.args, *(related.args for related in diagnostic.related)):
            if _concerns(diagnostic.args, platform, role):
                for value in args.values():
                    found |= {value, *value.split(", ")}
    return Named(frozenset(found))


def _concerns(args: Mapping[str, str], platform: Platform, role: str) -> bool:
    roles = {*args.get("roles", "").split(", "), args.get("role", "")} - {""}
    return args.get("platform", platform) == platform and (not roles or role in roles)


def states(oracle: Oracle, what: Decided, kind: Class, subject: Subject) -> tuple[State, State]:
    """The device now, and without any policy."""
    apps = everything(what.apps, kind.platform)
    return state(oracle, subject.device, apps), state(oracle.without_policies(), subject.device, apps)


__all__ = ["LISTED", "SORTS", "Violation", "decided", "looser", "named", "not_stopped", "shut_out", "states", "touched"]
