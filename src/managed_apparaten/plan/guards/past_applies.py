"""Read what earlier applies left in the tenant, for guards that must hold when the runner's disk is lost
(`resource.applied`).

- Raised limits hold only after a plan that changes nothing else. Until then the limits of the last apply
  hold. A lowered limit holds at once.
- What was applied within the window of days counts along, unless a flag lifted that plan.
- Each object remembers how many people and devices it reached when it was last written, so that a group that
  was emptied since shows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.cause import cause
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.pointer import child
from managed_apparaten.graph.observed import Observed
from managed_apparaten.plan.change import FieldChange, Guard, Image
from managed_apparaten.plan.guards.window import SHARES, WindowCounts, counted_day, kept, total, within
from managed_apparaten.plan.impact import Impact, matters
from managed_apparaten.plan.reach import Reached, together
from managed_apparaten.policy.model import Guards
from managed_apparaten.resource import applied
from managed_apparaten.resource.applied import SHORT, Applied, Day

NAMES = ("max-people", "max-devices", "max-deletes", "max-loosened", "window-days")
_WINDOW = NAMES.index("window-days")


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A role that reaches fewer people or devices than when its objects were last written, by more than a
    guard allows, or nobody."""

    role: str
    people: tuple[int, int]
    """The numbers then and now."""
    devices: tuple[int, int]
    touched: bool
    """Whether the plan changes something for the role."""
    loosened: bool = False
    """Whether the plan leaves whom the role reached less protected."""

    @property
    def missing(self) -> tuple[int, int]:
        """The numbers of people and devices that were reached and are not any more."""
        return max(0, self.people[0] - self.people[1]), max(0, self.devices[0] - self.devices[1])


@dataclass(frozen=True, slots=True)
class PastApplies:
    """What a plan knows of the applies before it."""

    known: Mapping[str, Applied]
    """What each object remembers, by id."""
    held: tuple[int, ...]
    """The limits that hold, in the order of `NAMES`."""
    raised: tuple[str, ...]
    """Names of the limits that the policy states and that do not hold yet."""
    protected: frozenset[str]
    """Ids of the groups that were protected at the last apply."""
    recent: Reached
    """Who is reached by objects that were written within the window, and may have noticed it."""
    recently_loosened: frozenset[str] | None
    """People who may have become less protected within the window; None when only their number is known."""
    counted: WindowCounts
    """How many noticed the applies within the window, without an apply that this one continues."""
    days: tuple[Day, ...]
    """The same for each day that is remembered."""
    own: Day | None
    """What was counted for the apply that this one continues."""
    lifted: bool
    """Whether a flag lifted a share guard for that apply."""
    number: int
    """The number of the next apply. An apply of the same policy continues the last one under its number: it
    writes exactly the same, so that a request for approval stays valid."""
    on: date
    """The day on which that apply began."""
    policy: str
    last: Applied | None


def remembered(observed: Iterable[Observed], kinds: Mapping[str, Kind]) -> dict[str, Applied]:
    """Return what our objects remember, by id."""
    lines = {
        o.id: applied.read(str(o.body.get(kinds[o.kind].marker_property) or ""))
        for o in observed
        if not kinds[o.kind].shared
    }
    return {object_id: line for object_id, line in lines.items() if line}


def read_past_applies(
    known: Mapping[str, Applied],
    measured: Sequence[Impact],
    limits: Guards,
    groups: Iterable[str],
    on: date,
    policy: str = "",
) -> PastApplies:
    """Return the limits that hold, and what counts of earlier applies.

    `groups` are the ids of all groups that exist, `policy` is the digest of the policy files.
    """
    last = max(known.values(), key=_order, default=None)
    stated_limits = limits.all
    held = tuple(map(_stricter, range(len(NAMES)), last.limits, stated_limits)) if last else stated_limits
    continues = last is not None and bool(policy) and last.policy == policy[:SHORT]
    own = last.own if last and continues else None
    window = {i: one for i, one in known.items() if (on - one.on).days <= held[_WINDOW]}
    reached = {i.change.object_id: i.before for i in measured if i.change.object_id}
    if last and last.own:
        recent, recently_loosened = _reached(window, reached), None
        days = last.seen if continues else (*last.seen, last.own)
    else:
        recent, recently_loosened, days = _by_object(window, reached)
    return PastApplies(
        known=known,
        held=held,
        raised=tuple(
            name for name, holds, wanted in zip(NAMES, held, stated_limits, strict=True) if holds != wanted
        ),
        protected=frozenset(group for group in groups if last and group[:SHORT] in last.protected),
        recent=recent,
        recently_loosened=recently_loosened,
        counted=total(within(days, on, held[_WINDOW])),
        days=days,
        own=own,
        lifted=own is not None
        and any(
            one.lifted for one in known.values() if (one.number, one.on) == (last and last.number, own.on)
        ),
        number=last.number if continues and last else last.number + 1 if last else 1,
        on=own.on if own else last.on if continues and last else on,
        policy=policy[:SHORT],
        last=last,
    )


def _order(line: Applied) -> tuple[int, tuple[Day, ...]]:
    """Return the sort key of applies: the number, then, for lines of one apply, the one that counts most."""
    return line.number, (*line.seen, line.own) if line.own else ()


def _reached(window: Mapping[str, Applied], reached: Mapping[str, Reached]) -> Reached:
    """Return the people and devices of objects whose last write was counted. A write that a flag lifted was
    not."""
    people, devices = (
        together(reached[i] for i, one in window.items() if i in reached and _counts(one, side))
        for side in ("people", "devices")
    )
    return Reached(people.people, devices.devices)


def _counts(line: Applied, side: Literal["people", "devices"]) -> bool:
    """Return whether the line counts anybody on the day of the last noticeable change of its object. A line
    that does not record it may have."""
    if line.own is None:
        return True
    days = [day for day in (*line.seen, line.own) if day.on == line.on]
    return not days or any(getattr(day, side) for day in days)


def _by_object(
    window: Mapping[str, Applied], reached: Mapping[str, Reached]
) -> tuple[Reached, frozenset[str] | None, tuple[Day, ...]]:
    """Return the same for lines of older versions, which recorded no counts: everybody whom an object reaches
    may have noticed its last change."""
    written = [i for i, one in window.items() if i in reached and not one.lifted]
    recent, loosened = (
        together(reached[i] for i in some) for some in (written, [i for i in written if window[i].loosened])
    )
    last = max((window[i].on for i in written), default=None)
    days = (Day(last, len(recent.people), len(recent.devices), len(loosened.people)),) if last else ()
    return recent, loosened.people, days


def _stricter(index: int, one: int, other: int) -> int:
    return max(one, other) if index == _WINDOW else min(one, other)


def find_shrunk_roles(
    measured: Sequence[Impact], before: PastApplies, loosens: frozenset[str]
) -> list[Shrunk]:
    """Return the roles of which a group was emptied or has shrunk since their objects were last written.
    `loosens` are ids of objects that get weaker.

    An object that is assigned to fewer than the policy wants was not finished, or somebody removed its
    assignment; the wanted assignment counts then. A copy that is deleted has nobody of its own.
    """
    roles: dict[str, Shrunk] = {}
    for impact in measured:
        change, remembered_line = impact.change, before.known.get(impact.change.object_id or "")
        if (
            remembered_line is None
            or not impact.kind.assigned
            or impact.before.hidden
            or impact.after.hidden
            or change.reason == "twin"
        ):
            continue
        sides = impact.before, impact.after
        reached_now = max(len(side.people) for side in sides), max(len(side.devices) for side in sides)
        if not (
            _fell(remembered_line.people, reached_now[0], before.held[0])
            or _fell(remembered_line.devices, reached_now[1], before.held[1])
        ):
            continue
        role, touched = change.address.key.partition(".")[0], matters(change)
        current = Shrunk(
            role,
            (remembered_line.people, reached_now[0]),
            (remembered_line.devices, reached_now[1]),
            touched,
            touched and change.object_id in loosens,
        )
        known_role = roles.get(role, current)
        widest = max(current, known_role, key=lambda side: side.missing)
        roles[role] = replace(
            widest,
            touched=current.touched or known_role.touched,
            loosened=current.loosened or known_role.loosened,
        )
    return [roles[role] for role in sorted(roles)]


def _fell(number_then: int, number_now: int, limit: int) -> bool:
    return number_then > 0 and (number_now == 0 or (number_then - number_now) * 100 > limit * number_then)


def past_notices(before: PastApplies, shrunk_roles: Sequence[Shrunk], limits: Guards) -> list[Diagnostic]:
    """Report PLN034 for limits that do not hold yet, and PLN035 for each role that reaches fewer people or
    devices."""
    diagnostics = []
    if before.raised:
        stated = dict(zip(NAMES, limits.all, strict=True))
        holding = dict(zip(NAMES, before.held, strict=True))
        args = {
            "asked": ", ".join(words(stated, before.raised)),
            "held": ", ".join(words(holding, before.raised)),
        }
        diagnostics.append(Diagnostic("PLN034", "warning", limits.max_people.span, args))
    for role in shrunk_roles:
        numbers = {"people": role.people, "devices": role.devices}
        args = {
            f"{name}_{when}": str(number)
            for name, then_and_now in numbers.items()
            for when, number in zip(("then", "now"), then_and_now, strict=True)
        }
        diagnostics.append(Diagnostic("PLN035", "warning", args={"role": role.role, **args}))
    return diagnostics


def words(limits: Mapping[str, int], names: Iterable[str] = NAMES) -> list[str]:
    """Return limits as a policy writes them: `max-people 25%`."""
    return [f"{name} {limits[name]}{'' if name == NAMES[_WINDOW] else '%'}" for name in names]


def with_applied_lines(
    measured: Sequence[Impact],
    before: PastApplies,
    guards: Sequence[Guard],
    counted: WindowCounts,
    limits: Guards,
    protected: frozenset[str],
) -> list[Impact]:
    """Return the changes with what each object is to remember. When nothing else changes, one object is
    written to record the new limits.

    `counted` is what the guards counted of this plan.
    """
    is_unchanged = all(impact.change.action == "none" for impact in measured)
    failed = {guard.code for guard in guards if not guard.passed}
    protected_groups = {group[:SHORT] for group in protected}
    if not is_unchanged and before.last and "PLN026" not in failed:
        protected_groups |= {*before.last.protected}
    held, groups = limits.all if is_unchanged else before.held, tuple(sorted(protected_groups))
    pending = before.last is not None and (before.last.limits, before.last.protected) != (held, groups)
    number = before.last.number + 1 if before.last and pending else before.number
    lifted = before.lifted or bool(failed & {*SHARES})
    seen = kept(within(before.days, before.on, held[_WINDOW]), failed)
    counted_own = counted_day(before.own, before.on, counted, failed, before.lifted)
    line = Applied(number, before.on, 0, 0, held, groups, before.policy, False, lifted, seen, counted_own)
    written = [_noted(impact, before, line) for impact in measured]
    if not is_unchanged or not pending:
        return written
    carriers = [i for i in written if i.change.object_id in before.known]
    carrier = min(carriers, key=lambda i: (i.kind.order, i.change.address), default=None)
    return [_carrying(i, before, line, limits) if i is carrier else i for i in written]


def _noted(impact: Impact, before: PastApplies, current_line: Applied) -> Impact:
    change = impact.change
    if change.action not in ("create", "update", "adopt") or impact.kind.shared:
        return impact
    known_line = before.known.get(change.object_id or "")
    if change.reason == "drift":
        return replace(impact, change=replace(change, applied=str(known_line))) if known_line else impact
    if matters(change):
        is_loosened = change.removes_protection or change.weakens is not None
        line = replace(
            current_line,
            people=len(impact.after.people),
            devices=len(impact.after.devices),
            loosened=is_loosened,
        )
    elif known_line:
        line = _renumbered(known_line, current_line)
    else:
        return impact
    return replace(impact, change=replace(change, applied=str(line)))


def _renumbered(known: Applied, now: Applied) -> Applied:
    """Return what an object remembers, with the numbers of this apply: for a change that nobody notices."""
    return replace(
        known, number=now.number, limits=now.limits, protected=now.protected, policy=now.policy, seen=now.seen, own=now.own
    )  # fmt: skip


def _carrying(impact: Impact, before: PastApplies, now: Applied, limits: Guards) -> Impact:
    """Return a change that only records limits, on an object that otherwise stays as it is."""
    change, known = impact.change, before.known[impact.change.object_id or ""]
    assert change.before is not None, f"{change.address} has no before-image"
    line = _renumbered(known, now)
    texts_before, texts_after = (
        [*words(dict(zip(NAMES, some.limits, strict=True))), f"protected {', '.join(some.protected) or '-'}"]
        for some in (before.last or now, now)
    )
    why = (cause("policy", "cause.kind.limits", limits.max_people.span),)
    place = child("", impact.kind.marker_property)
    fields = tuple(
        FieldChange(place, old, new, "replace", why)
        for old, new in zip(texts_before, texts_after, strict=True)
        if old != new
    )
    after = Image(change.before.body, change.before.targets, change.before.apps)
    return replace(
        impact,
        change=replace(
            change, action="update", reason="policy-changed", after=after, fields=fields, applied=str(line)
        ),
    )
