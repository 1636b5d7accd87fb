"""People who go from one object of a kind to another are never without: the one that gets them is written before the one that leaves them.

`assign` replaces a whole list, so an object that both gets and leaves people, as when two roles swap a group, is written twice: first
with all of them, and in the end without those it leaves. In between some have both objects. Compliance and app protection then hold to
the stricter of the two, and of two configurations only what differs is open to doubt, whereas somebody without an object counts as
compliant and has nothing. docs/decisions/0028 weighs it.
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


def handed_over(found: Sequence[Impact], reacher: Reacher) -> list[Impact]:
    """The same, each with its turn."""
    left, got = defaultdict[str, list[Reached]](list), defaultdict[str, list[Reached]](list)
    for impact in found:
        if impact.change.action in ("create", "update") and not impact.kind.shared:
            left[impact.change.address.kind].append(impact.before - impact.after)
            got[impact.change.address.kind].append(impact.after - impact.before)
    leaving, getting = ({kind: together(some) for kind, some in side.items()} for side in (left, got))
    return [
        _turned(i, leaving[i.change.address.kind], getting[i.change.address.kind], reacher)
        if _leaves(i)
        else i
        for i in found
    ]


def _leaves(impact: Impact) -> bool:
    return impact.change.action == "update" and not impact.kind.shared and bool(impact.before - impact.after)


def told(changes: Sequence[Change]) -> Iterator[Diagnostic]:
    """PLN071 for each that is written twice, PLN072 for each that cannot be."""
    for change in changes:
        address = str(change.address)
        if change.turn == "twice":
            yield Diagnostic("PLN071", "note", args={"address": address}, address=address)
        elif change.turn == "gap":
            yield Diagnostic("PLN072", "warning", args={"address": address}, address=address)


def _turned(impact: Impact, left: Reached, got: Reached, reacher: Reacher) -> Impact:
    change = impact.change
    leaves, takes = _meet(impact.before - impact.after, got), _meet(impact.after - impact.before, left)
    if not takes or not (leaves or change.removes_protection):
        return replace(impact, change=replace(change, turn="after")) if leaves else impact
    wide = widened(impact.targets_before, impact.targets_after)
    reached, meant = reacher.audience(wide, impact.kind), impact.before | impact.after
    strangers = Reached(reached.people - meant.people, reached.devices - meant.devices)
    certain = not strangers and reached.spared == impact.before.spared | impact.after.spared
    turn: Turn = "twice" if certain else "gap"
    return replace(impact, change=replace(change, turn=turn, meanwhile=wide if certain else ()))


def widened(before: Sequence[JSON], after: Sequence[JSON]) -> tuple[JSON, ...]:
    """Everybody's assignment: all groups of both, without those that both leave out. A group in both has the filter that it will have."""
    found: dict[tuple[str, str], JSON] = {}
    for target in (*_of(before, excluded=False), *_of(after, excluded=False)):
        found[str(target["@odata.type"]), str(target.get("groupId") or "")] = target
    kept_out: Mapping[str, JSON] = {str(target["groupId"]): target for target in _of(after, excluded=True)}
    both = [
        kept_out[str(target["groupId"])]
        for target in _of(before, excluded=True)
        if str(target["groupId"]) in kept_out
    ]
    return direct_targets([*found.values(), *both])


def _of(targets: Sequence[JSON], excluded: bool) -> list[JSON]:
    return [target for target in targets if (target["@odata.type"] == EXCLUDED) == excluded]


def _meet(one: Reached, other: Reached) -> bool:
    """Whether somebody may be in both. Anybody may be in a group that hides it."""
    return bool(one & other) or bool(one.hidden and other) or bool(one and other.hidden)
