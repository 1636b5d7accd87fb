"""Set the order of writes so that nobody who goes from one object of a kind to another is without one in
between.

The object that gets somebody is written before the one that leaves them. The `assign` action replaces a whole
list, so an object that both gets and leaves people, as when two roles swap a group, is written twice: first
with all of them, at the end without those it leaves. In between some people have both objects. For compliance
and app protection the stricter value then holds, and for configurations only differing values are uncertain,
whereas somebody without an object counts as compliant and is not protected (decision 28).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.plan.change import Change, Turn
from managed_apparaten.plan.impact import Impact
from managed_apparaten.plan.reach import EXCLUDED, Reached, Reacher, together
from managed_apparaten.resource.comparison import direct_targets


def with_turns(measured: Sequence[Impact], reacher: Reacher) -> list[Impact]:
    """Return the changes with their turn set."""
    leaving_by_kind, getting_by_kind = (
        defaultdict[str, list[Reached]](list),
        defaultdict[str, list[Reached]](list),
    )
    for impact in measured:
        if impact.change.action in ("create", "update") and not impact.kind.shared:
            leaving_by_kind[impact.change.address.kind].append(impact.before - impact.after)
            getting_by_kind[impact.change.address.kind].append(impact.after - impact.before)
    leaving, getting = (
        {kind: together(audiences) for kind, audiences in side.items()}
        for side in (leaving_by_kind, getting_by_kind)
    )
    return [
        _turned(i, leaving[i.change.address.kind], getting[i.change.address.kind], reacher)
        if _leaves(i)
        else i
        for i in measured
    ]


def _leaves(impact: Impact) -> bool:
    return impact.change.action == "update" and not impact.kind.shared and bool(impact.before - impact.after)


def turn_notices(changes: Sequence[Change]) -> Iterator[Diagnostic]:
    """Report PLN071 for each object that is written twice, and PLN072 for each that would have to be and
    cannot."""
    for change in changes:
        address = str(change.address)
        if change.turn == "twice":
            yield Diagnostic("PLN071", "note", args={"address": address}, address=address)
        elif change.turn == "gap":
            yield Diagnostic("PLN072", "warning", args={"address": address}, address=address)


def _turned(impact: Impact, leaving: Reached, getting: Reached, reacher: Reacher) -> Impact:
    change = impact.change
    gives_people, takes_people = (
        _meet(impact.before - impact.after, getting),
        _meet(impact.after - impact.before, leaving),
    )
    if not takes_people or not (gives_people or change.removes_protection):
        return replace(impact, change=replace(change, turn="after")) if gives_people else impact
    interim_targets = widened(impact.targets_before, impact.targets_after)
    reached, meant_audience = reacher.audience(interim_targets, impact.kind), impact.before | impact.after
    strangers = Reached(reached.people - meant_audience.people, reached.devices - meant_audience.devices)
    is_exact = not strangers and reached.spared == impact.before.spared | impact.after.spared
    turn: Turn = "twice" if is_exact else "gap"
    return replace(impact, change=replace(change, turn=turn, meanwhile=interim_targets if is_exact else ()))


def widened(before: Sequence[JSON], after: Sequence[JSON]) -> tuple[JSON, ...]:
    """Return the targets that reach everybody of both lists: all their groups, without the groups that both
    exclude. A group in both gets the filter that it will have."""
    included: dict[tuple[str, str], JSON] = {}
    for target in (*_of(before, excluded=False), *_of(after, excluded=False)):
        included[str(target["@odata.type"]), str(target.get("groupId") or "")] = target
    excluded_after: Mapping[str, JSON] = {
        str(target["groupId"]): target for target in _of(after, excluded=True)
    }
    excluded_in_both = [
        excluded_after[str(target["groupId"])]
        for target in _of(before, excluded=True)
        if str(target["groupId"]) in excluded_after
    ]
    return direct_targets([*included.values(), *excluded_in_both])


def _of(targets: Sequence[JSON], excluded: bool) -> list[JSON]:
    return [target for target in targets if (target["@odata.type"] == EXCLUDED) == excluded]


def _meet(one: Reached, other: Reached) -> bool:
    """Return whether somebody may be in both audiences. Anybody may be in a group that hides its members."""
    return bool(one & other) or bool(one.hidden and other) or bool(one and other.hidden)
