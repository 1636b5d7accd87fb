"""Who notices the changes: reach for each of them, and who gains or loses something over all of them together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from managed_apparaten.core.digest import JSON
from managed_apparaten.plan.change import Change
from managed_apparaten.plan.compare import Comparison
from managed_apparaten.plan.reach import NOBODY, Audience, Reacher, included, reach, together


@dataclass(frozen=True, slots=True)
class Impact:
    """One change with who it is about."""

    change: Change
    before: Audience
    """Who has the object now."""
    after: Audience
    """Who has it when the change is carried out."""
    noticing: Audience
    """Who notices the difference: nobody, for a new name or description."""
    targets_before: tuple[JSON, ...]
    targets_after: tuple[JSON, ...]
    assigned: bool = True
    """Whether objects of its kind are assigned at all."""


def impacts(comparisons: Sequence[Comparison], reacher: Reacher) -> list[Impact]:
    """Reach and loss of protection for each change. Losing an object counts only when no other of that kind takes over."""
    found = [_impact(c, reacher) for c in comparisons]
    lost = _lost(found)
    return [replace(i, change=_counted(i, lost[i.change.address.kind])) for i in found]


def _impact(comparison: Comparison, reacher: Reacher) -> Impact:
    before = reacher.audience(comparison.before, comparison.kind)
    after = reacher.audience(comparison.after, comparison.kind)
    moved = (before - after) | (after - before)
    noticing = NOBODY if comparison.change.action == "none" else before | after if comparison.noticed else moved
    return Impact(comparison.change, before, after, noticing, comparison.before, comparison.after, comparison.kind.assigned)


def _lost(found: Iterable[Impact]) -> Mapping[str, Audience]:
    """By kind: who has an object of it now and will have none."""
    now: dict[str, list[Audience]] = {}
    then: dict[str, list[Audience]] = {}
    for impact in found:
        now.setdefault(impact.change.address.kind, []).append(impact.before)
        then.setdefault(impact.change.address.kind, []).append(impact.after)
    return {kind: together(now[kind]) - together(then[kind]) for kind in now}


def _counted(impact: Impact, lost: Audience) -> Change:
    """The reach that is shown: of a loss those who lose, of any other change everyone who has the object."""
    losing = impact.before & lost
    shown = losing if losing else impact.before | impact.after
    groups = max(included(impact.targets_before), included(impact.targets_after))
    return replace(impact.change, reach=reach(groups, shown), removes_protection=bool(losing) and impact.change.action != "none")
