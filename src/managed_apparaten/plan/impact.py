"""Who notices the changes: reach for each of them, and who gains or loses something over all of them together."""

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
    """One change with who it is about."""

    change: Change
    before: Reached
    """Who has the object now."""
    after: Reached
    """Who has it when the change is carried out."""
    noticing: Reached
    """Who notices the difference: nobody, for a new name or description."""
    targets_before: tuple[JSON, ...]
    targets_after: tuple[JSON, ...]
    kind: Kind


def matters(change: Change) -> bool:
    """Whether somebody may notice it: it is more than a name, a text or a marker."""
    if change.action in ("create", "delete"):
        return True
    return bool(change.app_changes or change.assignment_changes) or any(
        f.pointer not in UNNOTICED for f in change.fields
    )


def only_marked(impact: Impact) -> bool:
    """Whether it writes the mark of an object, and nothing that people read or notice."""
    change, name = impact.change, impact.kind.marker_property
    if change.before is None or change.after is None or change.app_changes or change.assignment_changes:
        return False
    same = change.before.body.get(name) == change.after.body.get(name)
    return same and all(field.pointer == child("", name) for field in change.fields)


def impacts(comparisons: Sequence[Comparison], reacher: Reacher) -> list[Impact]:
    """Reach and loss of protection for each change. Losing an object counts only when no other of that kind takes over.
    An app that is no longer assigned is no protection lost: what keeps it off a device is another kind."""
    found = [_impact(c, reacher) for c in comparisons]
    lost = _lost(i for i in found if not i.kind.shared)
    return [replace(i, change=_counted(i, lost.get(i.change.address.kind, NOBODY))) for i in found]


def _impact(comparison: Comparison, reacher: Reacher) -> Impact:
    was, now = (
        _by_intent(comparison, comparison.before, reacher),
        _by_intent(comparison, comparison.after, reacher),
    )
    before, after = together(was.values()), together(now.values())
    moved = together(
        (was.get(i, NOBODY) - now.get(i, NOBODY)) | (now.get(i, NOBODY) - was.get(i, NOBODY))
        for i in sorted({*was, *now})
    )
    noticing = (
        NOBODY if comparison.change.action == "none" else before | after if comparison.noticed else moved
    )
    return Impact(
        comparison.change, before, after, noticing, comparison.before, comparison.after, comparison.kind
    )


def _by_intent(comparison: Comparison, targets: Sequence[JSON], reacher: Reacher) -> dict[str, Reached]:
    """Who is reached, by what for; without intents that is one audience."""
    intents = sorted({str(t.get("intent") or "") for t in targets})
    split_up = {i: tuple(t for t in targets if str(t.get("intent") or "") == i) for i in intents}
    return {i: reacher.audience(some, comparison.kind, comparison.platform) for i, some in split_up.items()}


def _lost(found: Iterable[Impact]) -> Mapping[str, Reached]:
    """By kind: who has an object of it now and will have none."""
    now: dict[str, list[Reached]] = {}
    then: dict[str, list[Reached]] = {}
    for impact in found:
        now.setdefault(impact.change.address.kind, []).append(impact.before)
        then.setdefault(impact.change.address.kind, []).append(impact.after)
    return {kind: together(now[kind]) - together(then[kind]) for kind in now}


def _counted(impact: Impact, lost: Reached) -> Change:
    """The reach that is shown: of a loss those who lose, of any other change everyone who has the object."""
    unseen = (impact.before - impact.after).hidden & lost.hidden
    losing = (impact.before & lost) | Reached(hidden=unseen)
    shown = losing if losing else impact.before | impact.after
    groups = included(impact.targets_before if losing else (*impact.targets_before, *impact.targets_after))
    return replace(
        impact.change,
        reach=reach(groups, shown),
        removes_protection=bool(losing) and impact.change.action != "none",
    )
