"""List the writes that bring an object from what it is to what it should be, with what must be seen after
each.

The list is data; no decisions are made later. Content comes first and assignments last, so that nobody ever
gets half a policy. To remove an object: unassign, then delete. `assign` and `targetApps` replace the whole
list; a PATCH carries changed properties only.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, islice

from managed_apparaten.apply.events import Op
from managed_apparaten.apply.object_state import (
    GROUP_TYPE,
    MARKED,
    View,
    differs,
    marker_of,
    of_desired,
    of_observed,
    targets,
)
from managed_apparaten.compile.desired import Desired, left_alone
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.pointer import child, parts
from managed_apparaten.graph.observed import Observed
from managed_apparaten.plan.change import Change
from managed_apparaten.resource import applied
from managed_apparaten.resource.marker import Marker, marked, split

WAVE = 20
"""The most objects that are written together. All of them are read in one `$batch`, which takes twenty
requests. At the rate that Intune publishes, one write in a fifth of a second, the last one is written four
seconds after it was read."""


@dataclass(frozen=True, slots=True)
class Step:
    """One write. It may be repeated while its precondition holds; a create is never repeated without looking
    first."""

    op: Op
    payload: JSON
    """create, update and act: a body. target-apps: identifiers. assign and unassign: targets. delete:
    None."""
    after: View
    """What the object must show afterwards; empty for a delete, after which there is no object."""
    name: str = ""
    """act: the action. child: the list. target-apps: the app group type."""
    child: str | None = None
    """child: the id of the member to change or, without a payload, to remove; None adds a member."""
    carried: View = field(default_factory=dict)
    """What the service may change along with this write: key -> the value that it may show instead of the one
    in `after`."""
    spare: bool = False
    """Whether the write is sent only when the object does not show its result already, because the service
    may have carried it over from an earlier write."""

    @property
    def adds(self) -> bool:
        """Whether it adds a member to a list: the only write that has another result when it is done
        twice."""
        return self.op == "child" and self.child is None


def towards(
    desired: Desired, wanted: Sequence[JSON], kind: Kind, now: Observed, not_managed: Sequence[str] = ()
) -> tuple[Step, ...]:
    """Return the writes that bring an object of ours to what is desired; empty when nothing is needed."""
    desired = left_alone(desired, now.body)
    goal, seen = of_desired(desired, wanted, kind), of_observed(now, kind)
    different = differs(seen, goal)
    if kind.shared:
        return _on_others(desired, kind, now, goal, seen)
    changed_properties = {parts(key)[0] for key in different if len(parts(key)) == 1} | (
        {*MARKED} & {*desired.body} if "marker" in different else set()
    )
    changed_properties |= set() if different else _forgotten(desired, now)
    steps: list[Step] = []
    members = list(_children(desired, kind, now, different, goal))
    carried = {key: value for step in members for key, value in step.carried.items()}
    carried_properties = {parts(key)[0] for key in carried}
    later = {
        "assignments",
        "apps",
        *(child("", name) for name in _apart(kind)),
        *_of_children(goal, kind),
        *carried,
    }
    expected: View = {key: seen.get(key) if key in later else value for key, value in goal.items()}
    if plain := sorted(changed_properties - _apart(kind) - carried_properties):
        steps.append(Step("update", _body(desired, kind, plain, now, not_managed), expected))
    for name in sorted(changed_properties & {*kind.actions}):
        action, parameter = kind.actions[name]
        expected = {**expected, child("", name): goal[child("", name)]}
        steps.append(Step("act", {parameter: desired.body[name]}, expected, action))
    for step in members:
        expected = {**expected, **step.after}
        steps.append(replace(step, after=expected, carried=carried))
    if carried_properties:
        expected = {**expected, **carried}
        steps.append(
            Step(
                "update",
                _body(desired, kind, sorted(carried_properties), now, not_managed),
                expected,
                spare=True,
            )
        )
    if kind.targets_apps and (GROUP_TYPE in changed_properties or "apps" in different):
        expected = {**expected, **{key: goal[key] for key in (child("", GROUP_TYPE), "apps") if key in goal}}
        steps.append(
            Step("target-apps", sorted(desired.apps or ()), expected, str(desired.body.get(GROUP_TYPE) or ""))
        )
    if "assignments" in different:
        steps.append(Step("assign", goal["assignments"], goal))
    return tuple(steps)


def remembering(desired: Desired, now: applied.Applied) -> Desired:
    """Return the resource with the line that its object keeps about this apply. The line is no content, so
    the comparison form stays the same."""
    body = {
        name: applied.with_line(value, now) if name in MARKED else value
        for name, value in desired.body.items()
    }
    formed = desired.formed
    return replace(
        desired,
        body=body,
        formed=formed._replace(body=body) if formed and formed.body is desired.body else formed,
    )


def _forgotten(desired: Desired, now: Observed) -> set[str]:
    """Return the property with that line, when the object has another line. It is written together with the
    marker, and alone only when nothing else is written."""
    wanted = {
        name: applied.read(desired.body[name]) for name in MARKED if isinstance(desired.body.get(name), str)
    }
    return {name for name, line in wanted.items() if line and line != applied.read(now.body.get(name))}


def _on_others(desired: Desired, kind: Kind, now: Observed, goal: View, seen: View) -> tuple[Step, ...]:
    """Return the writes to an app of somebody else. The marker names our groups before they are assigned, and
    until they no longer are."""
    final, before = marker_of(desired), now.marker.groups if now.marker else ()
    current_marker: Marker | None = now.marker
    assigned, steps = seen["assignments"], list[Step]()

    def write_marker(marker: Marker | None) -> None:
        text = split(desired.body[kind.marker_property])[0]
        body = _body(desired, kind, (), now, ()) | {
            kind.marker_property: marked(text, marker) if marker else text
        }
        steps.append(Step("update", body, {**goal, "assignments": assigned, "marker": str(marker)}))

    if final and {*final.groups} - {*before}:
        current_marker = replace(final, groups=tuple(sorted({*final.groups, *before})))
        write_marker(current_marker)
    if assigned != goal["assignments"]:
        steps.append(Step("assign", goal["assignments"], {**goal, "marker": str(current_marker)}))
        assigned = goal["assignments"]
    if str(current_marker) != str(final):
        write_marker(final)
    return tuple(steps)


def inert(desired: Desired, kind: Kind) -> View:
    """Return what a new object must show before anything else is done with it: all content that a create
    carries, and no assignments. A property that names the default member of a list may be empty until that
    member exists."""
    goal = of_desired(desired, (), kind)
    default_names = [child("", name) for name in kind.named_defaults]
    return _without(
        goal,
        (
            *_of_children(goal, kind),
            *default_names,
            *(("apps", child("", GROUP_TYPE)) if kind.targets_apps else ()),
        ),
    )


def owned_later(key: str, kind: Kind) -> bool:
    """Return whether a create does not carry this key of a view."""
    return parts(key)[0] in kind.children.keys() | kind.named_defaults or (
        kind.targets_apps and key == child("", GROUP_TYPE)
    )


def first(desired: Desired, kind: Kind) -> JSON:
    """Return the body of the create. Members of contained lists are written one by one afterwards."""
    return {name: value for name, value in desired.body.items() if name not in kind.children}


def away(kind: Kind, now: Observed) -> tuple[Step, ...]:
    """Return the writes that remove an object: it is unassigned before it is deleted."""
    seen = of_observed(now, kind)
    kept = _without(seen, ("version", "assignments"))
    unassign = (Step("unassign", (), {**kept, "assignments": []}),) if targets(now.assignments) else ()
    return (*unassign, Step("delete", None, {}))


def ordered(changes: Iterable[Change], orders: dict[str, int]) -> tuple[Change, ...]:
    """Return changes in the order of writing: new and stricter protection, then what loosens, then deletions.
    New objects of a kind come before changed ones."""
    active = (c for c in changes if c.action != "none")
    return tuple(
        sorted(
            active,
            key=lambda c: (
                phase(c),
                _turn(c, orders),
                c.address.kind,
                c.action,
                c.address,
                c.object_id or "",
            ),
        )
    )


def waves(changes: Iterable[Change]) -> Iterator[tuple[Change, ...]]:
    """Yield the ordered changes in groups of one phase, kind and action, each small enough that its objects
    are still as read when they are written.

    No object refers to another of its kind, so everything that a wave refers to exists before it.
    """
    for _, run in groupby(changes, key=lambda c: (phase(c), c.address.kind, c.action)):
        while wave := tuple(islice(run, WAVE)):
            yield wave


def barrier(change: Change, orders: dict[str, int]) -> tuple[int, int]:
    """Return a key that changes where a wave must wait for all earlier ones: loosening waits for protection,
    deletions wait for both, and objects that others refer to are deleted after those."""
    return phase(change), _turn(change, orders) if change.action == "delete" else 0


def _turn(change: Change, orders: dict[str, int]) -> int:
    """Return the place of a kind: what others refer to is written first and deleted last."""
    return -orders[change.address.kind] if change.action == "delete" else orders[change.address.kind]


def phase(change: Change) -> int:
    """Return 0 for new and stricter protection, 1 for loosening and for handing people over, 2 for
    deletions."""
    if change.action == "delete":
        return 2
    return 1 if change.removes_protection or change.turn != "once" else 0


def halves(change: Change) -> tuple[Change, ...]:
    """Return the change as it is written: in one write, or first with everybody and at the end without those
    who leave."""
    if change.turn != "twice":
        return (change,)
    assert change.after is not None, f"{change.address} has no after-image"
    between = replace(change.after, targets=change.meanwhile)
    return replace(change, after=between, turn="once", removes_protection=False), replace(
        change, before=between, turn="after"
    )


def _of_children(view: View, kind: Kind) -> list[str]:
    """Return the keys of the members of contained lists."""
    return [key for key in view if len(parts(key)) == 2 and parts(key)[0] in kind.children]


def _children(
    desired: Desired, kind: Kind, now: Observed, wrong: Sequence[str], goal: View
) -> Iterator[Step]:
    """Yield one write for each member that is added, changed or removed. `after` is what that member must
    show.

    The member that becomes the default goes first: the service then takes that from the others, so that
    nothing has to be written to a member that only stops being the default.
    """
    seen = of_observed(now, kind)
    for navigation, name in sorted(kind.children.items()):
        flag, named = kind.defaults.get(navigation, ("", ""))
        wanted = {member[name]: member for member in desired.body.get(navigation) or ()}
        present_members = {str(member[name]): member for member in now.body.get(navigation) or ()}
        first = next((key for key, member in wanted.items() if member.get(flag)), None)
        places = {key: child(child("", navigation), key) for key in {*wanted, *present_members}}
        losing_default = {
            places[key]: {**seen[places[key]], flag: False}
            for key in present_members
            if key != first and present_members[key].get(flag)
        }
        for key in [
            *sorted(wanted, key=lambda key: key != first),
            *sorted(present_members.keys() - wanted.keys()),
        ]:
            place, present_member = places[key], present_members.get(key)
            after, becomes_default = (
                {place: goal.get(place)},
                key == first and (bool(losing_default) or place in wrong),
            )
            if becomes_default:
                after |= losing_default
            elif key in wanted and (
                place not in wrong
                or (first and place in losing_default and not differs(losing_default, after))
            ):
                continue
            carried_default = (
                {child("", named): goal[child("", named)]}
                if becomes_default and child("", named) in wrong
                else {}
            )
            yield Step(
                "child",
                wanted.get(key),
                after,
                navigation,
                str(present_member["id"]) if present_member else None,
                carried_default,
            )


def _apart(kind: Kind) -> set[str]:
    """Return the properties that a PATCH may not carry."""
    return {*kind.actions, *kind.children, *((GROUP_TYPE,) if kind.targets_apps else ())}


def _body(
    desired: Desired, kind: Kind, names: Sequence[str], now: Observed, not_managed: Sequence[str]
) -> JSON:
    """Return the changed properties for a PATCH. For a PUT return all of them, with what others set on our
    object as it was."""
    if kind.update == "PUT":
        theirs = {parts(p)[0] for p in not_managed} - {*desired.body, "assignments", "apps"}
        return {**{name: now.body[name] for name in sorted(theirs) if name in now.body}, **desired.body}
    return {
        "@odata.type": desired.body.get("@odata.type", f"#{kind.odata_type}"),
        **{name: desired.body[name] for name in names},
    }


def _without(view: View, keys: Iterable[str]) -> dict[str, JSON]:
    left_out = set(keys)
    return {key: value for key, value in view.items() if key not in left_out}
