"""What earlier applies left behind in the tenant, for guards that must outlive a runner's disk (`resource.applied`).

Limits are raised by a plan that changes nothing else, not even a name or a text: until limits alone were applied, those hold that the
tenant was last applied with. Lowering one holds at once. What was applied within some days counts along, unless somebody lifted that
plan with a flag. And who was reached by an object when it was last written is known, although the group was emptied since.
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
from managed_apparaten.plan.guards.window import SHARES, WindowCounts, kept, total, whole, within
from managed_apparaten.plan.impact import Impact, matters
from managed_apparaten.plan.reach import Reached, together
from managed_apparaten.policy.model import Guards
from managed_apparaten.resource import applied
from managed_apparaten.resource.applied import SHORT, Applied, Day

NAMES = ("max-people", "max-devices", "max-deletes", "max-loosened", "window-days")
_WINDOW = NAMES.index("window-days")


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A role that reaches fewer than when its objects were last written, by more than a guard allows, or nobody any more."""

    role: str
    people: tuple[int, int]
    """Then and now."""
    devices: tuple[int, int]
    touched: bool
    """Whether the plan changes something for it."""
    loosened: bool = False
    """Whether it leaves what was reached less protected."""

    @property
    def missing(self) -> tuple[int, int]:
        """People and devices that were reached and are not."""
        return max(0, self.people[0] - self.people[1]), max(0, self.devices[0] - self.devices[1])


@dataclass(frozen=True, slots=True)
class PastApplies:
    """What a plan knows of the applies before it."""

    known: Mapping[str, Applied]
    """By id of the object."""
    held: tuple[int, ...]
    """The limits that hold."""
    raised: tuple[str, ...]
    """Limits of the policy that do not hold yet."""
    protected: frozenset[str]
    """Ids of the groups that were protected at the last apply."""
    recent: Reached
    """Who is reached by what was written within the window, and may have noticed."""
    recently_loosened: frozenset[str] | None
    """People; None when they are known by number only."""
    counted: WindowCounts
    """How many noticed what was applied within the window, not counting an apply that goes on."""
    days: tuple[Day, ...]
    """The same for each day, as far as it is remembered."""
    own: Day | None
    """What was counted of the apply that goes on."""
    lifted: bool
    """Whether somebody lifted a share for it."""
    number: int
    """Of the next apply. One of the same policy goes on with the last: what it writes is the same to the letter, so that a request for
    approval of it still holds."""
    on: date
    """When that apply began."""
    policy: str
    last: Applied | None


def remembered(observed: Iterable[Observed], kinds: Mapping[str, Kind]) -> dict[str, Applied]:
    """What our objects remember, by id."""
    found = {
        o.id: applied.read(str(o.body.get(kinds[o.kind].marker_property) or ""))
        for o in observed
        if not kinds[o.kind].shared
    }
    return {object_id: one for object_id, one in found.items() if one}


def past(
    known: Mapping[str, Applied],
    found: Sequence[Impact],
    limits: Guards,
    groups: Iterable[str],
    on: date,
    policy: str = "",
) -> PastApplies:
    """The limits that hold and the window that they are held over; `groups` are ids of groups that exist, `policy` is the digest of the
    files."""
    last = max(known.values(), key=_order, default=None)
    asked = limits.all
    held = tuple(map(_stricter, range(len(NAMES)), last.limits, asked)) if last else asked
    goes_on = last is not None and bool(policy) and last.policy == policy[:SHORT]
    own = last.own if last and goes_on else None
    window = {i: one for i, one in known.items() if (on - one.on).days <= held[_WINDOW]}
    reached = {i.change.object_id: i.before for i in found if i.change.object_id}
    if last and last.own:
        recent, less = _reached(window, reached), None
        days = last.seen if goes_on else (*last.seen, last.own)
    else:
        recent, less, days = _by_object(window, reached)
    return PastApplies(
        known=known,
        held=held,
        raised=tuple(name for name, holds, wanted in zip(NAMES, held, asked, strict=True) if holds != wanted),
        protected=frozenset(group for group in groups if last and group[:SHORT] in last.protected),
        recent=recent,
        recently_loosened=less,
        counted=total(within(days, on, held[_WINDOW])),
        days=days,
        own=own,
        lifted=own is not None
        and any(
            one.lifted for one in known.values() if (one.number, one.on) == (last and last.number, own.on)
        ),
        number=last.number if goes_on and last else last.number + 1 if last else 1,
        on=own.on if own else last.on if goes_on and last else on,
        policy=policy[:SHORT],
        last=last,
    )


def _order(one: Applied) -> tuple[int, tuple[Day, ...]]:
    """By number; of one apply, the line that counts most."""
    return one.number, (*one.seen, one.own) if one.own else ()


def _reached(window: Mapping[str, Applied], reached: Mapping[str, Reached]) -> Reached:
    """The people and devices of objects that were written when somebody was counted. Of an apply that a flag lifted nobody was."""
    people, devices = (
        together(reached[i] for i, one in window.items() if i in reached and _counts(one, side))
        for side in ("people", "devices")
    )
    return Reached(people.people, devices.devices)


def _counts(one: Applied, side: Literal["people", "devices"]) -> bool:
    """Whether its line counts somebody on the day on which somebody last noticed a change of the object. A line that does not know may."""
    if one.own is None:
        return True
    days = [day for day in (*one.seen, one.own) if day.on == one.on]
    return not days or any(getattr(day, side) for day in days)


def _by_object(
    window: Mapping[str, Applied], reached: Mapping[str, Reached]
) -> tuple[Reached, frozenset[str] | None, tuple[Day, ...]]:
    """The same from lines of versions that did not count: everybody whom an object reaches may have noticed its last change."""
    written = [i for i, one in window.items() if i in reached and not one.lifted]
    recent, less = (
        together(reached[i] for i in some) for some in (written, [i for i in written if window[i].loosened])
    )
    last = max((window[i].on for i in written), default=None)
    days = (Day(last, len(recent.people), len(recent.devices), len(less.people)),) if last else ()
    return recent, less.people, days


def _stricter(index: int, one: int, other: int) -> int:
    return max(one, other) if index == _WINDOW else min(one, other)


def shrunk(found: Sequence[Impact], before: PastApplies, loosens: frozenset[str]) -> list[Shrunk]:
    """Roles of which a group was emptied or shrank since their objects were last written; `loosens` are objects that get weaker.

    An object that is assigned to fewer than it is to be was not finished, or somebody took its assignment away: who is to have it counts.
    A copy that goes had nobody of its own.
    """
    roles: dict[str, Shrunk] = {}
    for impact in found:
        change, then = impact.change, before.known.get(impact.change.object_id or "")
        if (
            then is None
            or not impact.kind.assigned
            or impact.before.hidden
            or impact.after.hidden
            or change.reason == "twin"
        ):
            continue
        sides = impact.before, impact.after
        now = max(len(side.people) for side in sides), max(len(side.devices) for side in sides)
        if not (_fell(then.people, now[0], before.held[0]) or _fell(then.devices, now[1], before.held[1])):
            continue
        role, touched = change.address.key.partition(".")[0], matters(change)
        one = Shrunk(
            role,
            (then.people, now[0]),
            (then.devices, now[1]),
            touched,
            touched and change.object_id in loosens,
        )
        other = roles.get(role, one)
        widest = max(one, other, key=lambda side: side.missing)
        roles[role] = replace(
            widest, touched=one.touched or other.touched, loosened=one.loosened or other.loosened
        )
    return [roles[role] for role in sorted(roles)]


def _fell(then: int, now: int, limit: int) -> bool:
    return then > 0 and (now == 0 or (then - now) * 100 > limit * then)


def told(before: PastApplies, found: Sequence[Shrunk], limits: Guards) -> list[Diagnostic]:
    """PLN034 for limits that do not hold yet, PLN035 for each role that reaches fewer."""
    said = []
    if before.raised:
        asked = dict(zip(NAMES, limits.all, strict=True))
        holds = dict(zip(NAMES, before.held, strict=True))
        args = {
            "asked": ", ".join(words(asked, before.raised)),
            "held": ", ".join(words(holds, before.raised)),
        }
        said.append(Diagnostic("PLN034", "warning", limits.max_people.span, args))
    for role in found:
        numbers = {"people": role.people, "devices": role.devices}
        args = {
            f"{name}_{when}": str(number)
            for name, both in numbers.items()
            for when, number in zip(("then", "now"), both, strict=True)
        }
        said.append(Diagnostic("PLN035", "warning", args={"role": role.role, **args}))
    return said


def words(limits: Mapping[str, int], names: Iterable[str] = NAMES) -> list[str]:
    """Limits as they stand in a policy: `max-people 25%`."""
    return [f"{name} {limits[name]}{'' if name == NAMES[_WINDOW] else '%'}" for name in names]


def noted(
    found: Sequence[Impact],
    before: PastApplies,
    guards: Sequence[Guard],
    counted: WindowCounts,
    limits: Guards,
    protected: frozenset[str],
) -> list[Impact]:
    """The same, with what each object is to remember; and, where nothing else changes, one object that notes the new limits. `counted` is
    what the guards counted of this plan."""
    alone = all(impact.change.action == "none" for impact in found)
    failed = {guard.code for guard in guards if not guard.passed}
    short = {group[:SHORT] for group in protected}
    if not alone and before.last and "PLN026" not in failed:
        short |= {*before.last.protected}
    held, groups = limits.all if alone else before.held, tuple(sorted(short))
    pending = before.last is not None and (before.last.limits, before.last.protected) != (held, groups)
    number = before.last.number + 1 if before.last and pending else before.number
    lifted = before.lifted or bool(failed & {*SHARES})
    seen = kept(within(before.days, before.on, held[_WINDOW]), failed)
    own = whole(before.own, before.on, counted, failed, before.lifted)
    now = Applied(number, before.on, 0, 0, held, groups, before.policy, False, lifted, seen, own)
    written = [_noted(impact, before, now) for impact in found]
    if not alone or not pending:
        return written
    carriers = [i for i in written if i.change.object_id in before.known]
    carrier = min(carriers, key=lambda i: (i.kind.order, i.change.address), default=None)
    return [_carrying(i, before, now, limits) if i is carrier else i for i in written]


def _noted(impact: Impact, before: PastApplies, now: Applied) -> Impact:
    change = impact.change
    if change.action not in ("create", "update", "adopt") or impact.kind.shared:
        return impact
    old = before.known.get(change.object_id or "")
    if change.reason == "drift":
        return replace(impact, change=replace(change, applied=str(old))) if old else impact
    if matters(change):
        less = change.removes_protection or change.weakens is not None
        one = replace(now, people=len(impact.after.people), devices=len(impact.after.devices), loosened=less)
    elif old:
        one = _renumbered(old, now)
    else:
        return impact
    return replace(impact, change=replace(change, applied=str(one)))


def _renumbered(known: Applied, now: Applied) -> Applied:
    """What an object remembers that nobody notices a change of, with what is remembered of the apply."""
    return replace(
        known, number=now.number, limits=now.limits, protected=now.protected, policy=now.policy, seen=now.seen, own=now.own
    )  # fmt: skip


def _carrying(impact: Impact, before: PastApplies, now: Applied, limits: Guards) -> Impact:
    """The change that does nothing but note limits, on an object that stays as it is."""
    change, known = impact.change, before.known[impact.change.object_id or ""]
    assert change.before is not None, f"{change.address} has no before-image"
    one = _renumbered(known, now)
    was, will = (
        [*words(dict(zip(NAMES, some.limits, strict=True))), f"protected {', '.join(some.protected) or '-'}"]
        for some in (before.last or now, now)
    )
    why = (cause("policy", "cause.kind.limits", limits.max_people.span),)
    place = child("", impact.kind.marker_property)
    fields = tuple(
        FieldChange(place, old, new, "replace", why) for old, new in zip(was, will, strict=True) if old != new
    )
    after = Image(change.before.body, change.before.targets, change.before.apps)
    return replace(
        impact,
        change=replace(
            change, action="update", reason="policy-changed", after=after, fields=fields, applied=str(one)
        ),
    )
