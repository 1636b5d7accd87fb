"""Measure whom each change concerns, and who loses an object without getting another of the same kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.pointer import child
from managed_apparaten.plan.change import Change
from managed_apparaten.plan.compare import UNNOTICED, Comparison
from managed_apparaten.plan.reach import NOBODY, Reached, Reacher, included, reach, together


@dataclass(frozen=True, slots=True)
class Impact:
    """A change with the people and devices it concerns."""

    change: Change
    before: Reached
    """Who has the object now."""
    after: Reached
    """Who has it after the change."""
    noticing: Reached
    """Who notices the difference. Nobody notices another name or description."""
    targets_before: tuple[JSON, ...]
    targets_after: tuple[JSON, ...]
    kind: Kind


def matters(change: Change) -> bool:
    """Return whether anybody may notice the change, that is whether more than a name, a description or a
    marker changes."""
    if change.action in ("create", "delete"):
        return True
    return bool(change.app_changes or change.assignment_changes) or any(
        f.pointer not in UNNOTICED for f in change.fields
    )


def only_marked(impact: Impact) -> bool:
    """Return whether the change only writes the marker of an object, and nothing that people read or
    notice."""
    change, name = impact.change, impact.kind.marker_property
    if change.before is None or change.after is None or change.app_changes or change.assignment_changes:
        return False
    same = change.before.body.get(name) == change.after.body.get(name)
    return same and all(field.pointer == child("", name) for field in change.fields)


def measure_impacts(comparisons: Sequence[Comparison], reacher: Reacher) -> list[Impact]:
    """Return each change with its reach and whether it ends protection.

    Somebody who loses an object counts only when no other object of that kind reaches them afterwards. An app
    that is no longer assigned does not count: what keeps an app off a device is an object of another kind.
    """
    measured = [_impact(c, reacher) for c in comparisons]
    lost = _lost(i for i in measured if not i.kind.shared)
    return [replace(i, change=_counted(i, lost.get(i.change.address.kind, NOBODY))) for i in measured]


def _impact(comparison: Comparison, reacher: Reacher) -> Impact:
    """Measure one change by intent, so that somebody who goes from `available` to `required` counts as
    noticing it."""
    before_by_intent, after_by_intent = (
        _by_intent(comparison, comparison.before, reacher),
        _by_intent(comparison, comparison.after, reacher),
    )
    before, after = together(before_by_intent.values()), together(after_by_intent.values())
    moved = together(
        (before_by_intent.get(i, NOBODY) - after_by_intent.get(i, NOBODY))
        | (after_by_intent.get(i, NOBODY) - before_by_intent.get(i, NOBODY))
        for i in sorted({*before_by_intent, *after_by_intent})
    )
    noticing = (
        NOBODY if comparison.change.action == "none" else before | after if comparison.noticed else moved
    )
    return Impact(
        comparison.change, before, after, noticing, comparison.before, comparison.after, comparison.kind
    )


def _by_intent(comparison: Comparison, targets: Sequence[JSON], reacher: Reacher) -> dict[str, Reached]:
    """Return who is reached with each intent. Objects without intents have one entry, under an empty
    intent."""
    intents = sorted({str(t.get("intent") or "") for t in targets})
    targets_by_intent = {i: tuple(t for t in targets if str(t.get("intent") or "") == i) for i in intents}
    return {
        i: reacher.audience(some, comparison.kind, comparison.platform)
        for i, some in targets_by_intent.items()
    }


def _lost(measured: Iterable[Impact]) -> Mapping[str, Reached]:
    """Return for each kind who has an object of it now and will have none."""
    reached_now: dict[str, list[Reached]] = {}
    reached_then: dict[str, list[Reached]] = {}
    for impact in measured:
        reached_now.setdefault(impact.change.address.kind, []).append(impact.before)
        reached_then.setdefault(impact.change.address.kind, []).append(impact.after)
    return {kind: together(reached_now[kind]) - together(reached_then[kind]) for kind in reached_now}


def _counted(impact: Impact, lost: Reached) -> Change:
    """Set the reach that is shown: for a loss those who lose the object, for any other change everybody who
    has it before or after."""
    hidden_groups = (impact.before - impact.after).hidden & lost.hidden
    losing = (impact.before & lost) | Reached(hidden=hidden_groups)
    shown_audience = losing if losing else impact.before | impact.after
    groups = included(impact.targets_before if losing else (*impact.targets_before, *impact.targets_after))
    return replace(
        impact.change,
        reach=reach(groups, shown_audience),
        removes_protection=bool(losing) and impact.change.action != "none",
    )
