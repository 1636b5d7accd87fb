"""What `validate` says of effects: approved apps that would not open, and forbidden apps that nothing stops, each by name.

Approved apps that a list keeps out are errors, one for each role, app and platform, unless the role accepts the gap. All else is told
once for a class of device on a step, with the roles; the counts are over all apps that the role's rules forbid or approve.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from managed_apparaten.compile.effect import Side
from managed_apparaten.core.diagnostic import Diagnostic, Related, Severity
from managed_apparaten.effects.accepted import Acceptances
from managed_apparaten.effects.effect import Effect, OnApp, OnDevice, Reason, device_name
from managed_apparaten.policy.model import Platform, PolicySet, Step

SHUT: Mapping[Reason, str] = {"no-identifier-there": "KND420", "shared": "KND421", "not-listed": "KND422"}
"""Why a list keeps an approved app out."""
OPEN: Mapping[Reason, tuple[str, Severity]] = {
    "no-identifier": ("KND425", "note"),
    "unverified": ("KND426", "note"),
    "audited": ("KND427", "warning"),
    "unsupervised": ("KND428", "note"),
    "personal": ("KND429", "note"),
    "private-side": ("KND430", "note"),
    "older-mac": ("KND431", "note"),
    "step": ("KND432", "note"),
    "if-held": ("KND433", "note"),
    "shared": ("KND434", "warning"),
    "partly": ("KND435", "note"),
    "no-identifier-there": ("KND439", "note"),
    "place": ("KND439", "note"),
}
"""Why nothing stops a forbidden app."""
ELSE: tuple[str, Severity] = ("KND436", "warning")
_Group = tuple[Platform, str, Step]
Sort = Literal["forbidden", "approved"]
CodeOf = Callable[[OnDevice, OnApp], tuple[str, Severity] | None]


@dataclass(frozen=True, slots=True)
class _Told:
    """Apps of one sort on classes of device that are alike, with one reason."""

    on: OnDevice
    found: tuple[OnApp, ...]


def remarks(policy: PolicySet, effects: Sequence[OnDevice], day: date) -> Iterator[Diagnostic]:
    """All of it."""
    accepted = Acceptances(effects, day)
    yield from _shut(effects, accepted)
    yield from accepted.problems(policy)
    yield from _grouped("approved", effects, _not_opening)
    yield from _grouped("forbidden", effects, _not_stopped)


def is_shut(on: OnDevice, found: OnApp) -> bool:
    """Whether a list of allowed apps keeps an approved app out. Nobody can say so of a program without an identifier on Windows."""
    unknown = found.effect is Effect.UNKNOWN and found.reason == "no-identifier-there" and on.device.platform != "windows"
    return on.step == "allowlist" and found.reason in SHUT and (found.effect is Effect.STOPPED or unknown)


def _shut(effects: Sequence[OnDevice], accepted: Acceptances) -> Iterator[Diagnostic]:
    seen = set[tuple[str, str, Platform]]()
    for on in effects:
        for found in on.approved:
            key = (on.role.derived_from or on.role.id, found.app.id, on.device.platform)
            if not is_shut(on, found) or key in seen or accepted.covers(on, found):
                continue
            seen.add(key)
            assert found.reason is not None
            args = {"app": found.app.name, "id": found.app.id, "role": key[0], "platform": on.device.platform}
            line = next((cause.span for cause in found.decision.causes if cause.span), on.role.enforcement.span)
            related = [Related(on.role.step_on(on.device).span, "label.allowlist-here"), *accepted.ended(on, found)]
            yield Diagnostic(SHUT[found.reason], "error", line, args, related=tuple(related))


def _not_stopped(_: OnDevice, found: OnApp) -> tuple[str, Severity] | None:
    return None if found.effect is Effect.STOPPED else OPEN.get(found.reason, ELSE) if found.reason else ELSE


def _not_opening(on: OnDevice, found: OnApp) -> tuple[str, Severity] | None:
    """Codes for approved apps that do not open for another reason than a list, or of which nobody can say."""
    if found.opens or is_shut(on, found) or found.reason == "maker-decides":
        return None
    return ("KND423", "warning" if on.device.ownership == "corporate" else "note") if found.effect is Effect.STOPPED else ("KND424", "note")


def _grouped(sort: Sort, effects: Iterable[OnDevice], code_of: CodeOf) -> Iterator[Diagnostic]:
    told: dict[tuple[_Group, str, Severity], list[_Told]] = defaultdict(list)
    for on in effects:
        by_code: dict[tuple[str, Severity], list[OnApp]] = defaultdict(list)
        for found in on.forbidden if sort == "forbidden" else on.approved:
            if told_as := code_of(on, found):
                by_code[told_as].append(found)
        for (code, severity), apps in by_code.items():
            told[(on.device.platform, named(on), on.step), code, severity].append(_Told(on, tuple(apps)))
    for ((platform, devices, step), code, severity), some in sorted(told.items()):
        roles = sorted({one.on.role.id for one in some})
        names = sorted({found.app.name for one in some for found in one.found}, key=str.casefold)
        whole = [one.on.forbidden if sort == "forbidden" else one.on.approved for one in some]
        done = [sum(f.effect is Effect.STOPPED if sort == "forbidden" else f.opens for f in apps) for apps in whole]
        args = {
            "devices": devices,
            "platform": platform,
            "step": step,
            "roles": ", ".join(roles),
            "count": _range(len(one.found) for one in some),
            "done": _range(done),
            "total": _range(len(apps) for apps in whole),
            "names": ", ".join(names),
            "who": ", ".join(roles),
        }
        yield Diagnostic(code, severity, some[0].on.device.span, args)


def _range(numbers: Iterable[int]) -> str:
    """`9`, or `9-11` where roles differ."""
    found = sorted(set(numbers))
    return str(found[0]) if len(found) == 1 else f"{found[0]}-{found[-1]}"


SIDES: Mapping[Side, str] = {"device": "", "work": ", work", "private": ", private"}


def named(on: OnDevice) -> str:
    """`android, corporate, corporate-work-profile, private`: the class in the words of the policy files, and the side."""
    return device_name(on.device) + SIDES[on.side]
