"""What `validate` says of effects: approved apps that would not open, and forbidden apps that nothing stops, each by name.

Approved apps that are kept out are errors (`shut.py`), one for each role, app and platform, unless the role accepts the gap. All else is
told once for a class of device on a step, with the roles; the counts are over all apps that the role's rules forbid or approve.
No other module says of an app that it is not stopped, or does not open: one fact, one sentence.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from managed_apparaten.compile.app_effect import Side
from managed_apparaten.core.diagnostic import Diagnostic, Related, Severity
from managed_apparaten.effects.accepted import Acceptances
from managed_apparaten.effects.effect import Effect, OnApp, OnDevice, Reason
from managed_apparaten.effects.shut import is_shut, shut
from managed_apparaten.effects.unfindable import unfindable
from managed_apparaten.intune.android_stores import BY_ENROLMENT, whole_store
from managed_apparaten.intune.app_lists import known_by
from managed_apparaten.policy.model import Platform, PolicySet, Step

OPEN: Mapping[Reason, tuple[str, Severity]] = {
    "no-identifier": ("KND425", "note"),
    "unverified": ("KND426", "warning"),
    "audited": ("KND427", "warning"),
    "unsupervised": ("KND428", "note"),
    "personal": ("KND429", "note"),
    "private-side": ("KND430", "note"),
    "older-mac": ("KND431", "note"),
    "unsupervised-mac": ("KND443", "note"),
    "older-system": ("KND444", "note"),
    "step": ("KND432", "note"),
    "if-held": ("KND433", "warning"),
    "shared": ("KND434", "warning"),
    "partly": ("KND435", "warning"),
    "no-identifier-there": ("KND439", "note"),
    "place": ("KND439", "note"),
    "no-team": ("KND439", "note"),
    "preinstalled": ("KND446", "note"),
}
"""Why nothing stops a forbidden app."""
FOR_WANT_OF_A_SOURCE = ("KND426", "KND435")
ELSE: tuple[str, Severity] = ("KND436", "warning")
_Group = tuple[Platform, str, Step]
Sort = Literal["forbidden", "approved", "unapproved"]
CodeOf = Callable[[OnDevice, OnApp], tuple[str, Severity] | None]


@dataclass(frozen=True, slots=True)
class _Told:
    """Apps of one sort on classes of device that are alike, with one reason."""

    on: OnDevice
    found: tuple[OnApp, ...]


def remarks(policy: PolicySet, effects: Sequence[OnDevice], day: date) -> Iterator[Diagnostic]:
    """All of it."""
    accepted = Acceptances(effects, day)
    yield from shut(effects, accepted)
    yield from accepted.problems(policy)
    yield from unfindable(policy, effects)
    yield from _grouped("approved", effects, _not_opening)
    yield from _grouped("approved", effects, _once_held)
    yield from _together(_grouped("forbidden", effects, _not_stopped))
    yield from _grouped("unapproved", effects, _let_in)


def _not_stopped(_: OnDevice, found: OnApp) -> tuple[str, Severity] | None:
    return None if found.effect is Effect.STOPPED else OPEN.get(found.reason, ELSE) if found.reason else ELSE


def _let_in(on: OnDevice, found: OnApp) -> tuple[str, Severity] | None:
    """KND445: what nobody approved and a list of allowed programs on a Mac lets in, or may let in. Where no list is, all are told."""
    nothing = found.reason in ("older-mac", "unsupervised-mac", "older-system")
    listed = on.step == "allowlist" and on.device.platform == "macos" and not nothing
    return ("KND445", "warning") if listed and found.effect is not Effect.STOPPED else None


def _not_opening(on: OnDevice, found: OnApp) -> tuple[str, Severity] | None:
    """Codes for approved apps that do not open for another reason than a list, or of which nobody can say."""
    if found.opens or is_shut(on, found) or found.reason == "maker-decides":
        return None
    if found.effect is Effect.STOPPED:
        return ("KND423", "warning") if on.device.ownership == "corporate" else ("KND396", "note")
    return ("KND413", "warning") if found.reason == "place" else ("KND424", "note")


def _once_held(on: OnDevice, found: OnApp) -> tuple[str, Severity] | None:
    """KND394: what opens on the work side of Android by an assignment, which needs the app in managed Google Play of the tenant."""
    brought = (
        {"offered", "installed"} & found.also
        and on.device.platform == "android"
        and not whole_store([on.device])
    )
    enrolled = any(identifier.value in BY_ENROLMENT for identifier in found.app.on("android", "package"))
    return ("KND394", "note") if found.opens and brought and not enrolled and on.side != "private" else None


def _grouped(sort: Sort, effects: Iterable[OnDevice], code_of: CodeOf) -> Iterator[Diagnostic]:
    told: dict[tuple[_Group, str, Severity], list[_Told]] = defaultdict(list)
    for on in effects:
        by_code: dict[tuple[str, Severity], list[OnApp]] = defaultdict(list)
        for found in _of(on, sort):
            if told_as := code_of(on, found):
                by_code[told_as].append(found)
        for (code, severity), apps in by_code.items():
            step = on.written or on.step if code == OPEN["step"][0] else on.step
            told[(on.device.platform, named(on), step), code, severity].append(_Told(on, tuple(apps)))
    for ((platform, devices, step), code, severity), some in sorted(told.items()):
        roles = sorted({one.on.role.id for one in some})
        names = sorted({found.app.name for one in some for found in one.found}, key=str.casefold)
        whole = [_of(one.on, sort) for one in some]
        done = [
            sum(f.opens if sort == "approved" else f.effect is Effect.STOPPED for f in apps) for apps in whole
        ]
        args = {
            "devices": devices,
            "platform": platform,
            "step": step,
            "roles": ", ".join(roles),
            "count": _range(len(one.found) for one in some),
            "done": _range(done),
            "total": _range(len(apps) for apps in whole),
            "names": ", ".join(names),
        }
        related = (*_raised(some, step), *_without_source(code, platform, some))
        yield Diagnostic(code, severity, some[0].on.device.span, args, related=related)


def _of(on: OnDevice, sort: Sort) -> list[OnApp]:
    return {"forbidden": on.forbidden, "approved": on.approved, "unapproved": on.unapproved}[sort]


def _raised(some: Iterable[_Told], step: Step) -> Iterator[Related]:
    """The classes that the policy gives a lower step than the one that holds."""
    raised = {one.on.device.span: one.on.written for one in some if one.on.written and one.on.written != step}
    for span, written in raised.items():
        yield Related(span, "label.raised-step", {"step": written, "highest": step})


ON_ANY_PLATFORM = frozenset({"KND429", "KND432"})
"""Codes of which sentence and advice are the same on every platform."""
BETWEEN = "; "
"""What stands between classes of device that are told together."""


def _together(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The same of several classes of device at once, so that a list of names stands once."""
    alike: dict[tuple[object, ...], list[Diagnostic]] = {}
    for number, one in enumerate(found):
        same = tuple(value for name, value in sorted(one.args.items()) if name not in ("devices", "platform"))
        alike.setdefault((one.code, same) if one.code in ON_ANY_PLATFORM else (number,), []).append(one)
    for first, *others in alike.values():
        classes = BETWEEN.join(one.args["devices"] for one in (first, *others))
        platforms = ", ".join(dict.fromkeys(one.args["platform"] for one in (first, *others)))
        places = [place for one in (first, *others) for place in one.related]
        related = tuple(place for number, place in enumerate(places) if place not in places[:number])
        yield (
            replace(first, args={**first.args, "devices": classes, "platform": platforms}, related=related)
            if others
            else first
        )


def _without_source(code: str, platform: Platform, some: Iterable[_Told]) -> Iterator[Related]:
    """The identifiers that nobody saw in a source, where that is the reason."""
    if code in FOR_WANT_OF_A_SOURCE:
        apps = {found.app.id: found.app for one in some for found in one.found}
        for app in apps.values():
            for identifier in known_by(app, platform):
                if not identifier.may_block():
                    yield Related(
                        identifier.span, "label.unverified", {"app": app.name, "identifier": identifier.value}
                    )


def _range(numbers: Iterable[int]) -> str:
    """`9`, or `9-11` where roles differ."""
    found = sorted(set(numbers))
    return str(found[0]) if len(found) == 1 else f"{found[0]}-{found[-1]}"


SIDES: Mapping[Side, str] = {"device": "", "work": ", work", "private": ", private"}


def named(on: OnDevice) -> str:
    """`android, corporate, corporate-work-profile, private`: the class in the words of the policy files, and the side."""
    return on.as_told + SIDES[on.side]
