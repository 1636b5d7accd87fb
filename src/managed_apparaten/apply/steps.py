"""From what is there to what should be there, as a list of writes with what must be seen after each: data, no decisions later.

Content comes first and assignment last, so that nobody ever gets half a policy. To remove: unassign, then delete.
`assign` and `targetApps` replace the whole list; a PATCH carries changed properties only.
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
"""Objects that are written together. All of them are read in one `$batch`, which takes twenty; and at the pace that Intune publishes,
a write each fifth of a second, the last one is written four seconds after it was looked at."""


@dataclass(frozen=True, slots=True)
class Step:
    """One write. It may be repeated while its precondition holds; only a create is never repeated blindly."""

    op: Op
    payload: JSON
    """create, update and act: a body. target-apps: identifiers. assign and unassign: targets. delete: None."""
    after: View
    """What the object must show afterwards; empty for a delete, after which there is no object."""
    name: str = ""
    """act: the action. child: the list. target-apps: the app group type."""
    child: str | None = None
    """child: the id of the member to change or, without a payload, to take away; None adds one."""
    carried: View = field(default_factory=dict)
    """What the service may change along with this write, and when: key -> the value that it may show instead of the one in `after`."""
    spare: bool = False
    """Whether it is sent only where the object does not show it already, as the service carried an earlier write over."""

    @property
    def adds(self) -> bool:
        """Whether it adds a member to a list: the one step that is not the same when it is done twice."""
        return self.op == "child" and self.child is None


def towards(
    desired: Desired, wanted: Sequence[JSON], kind: Kind, now: Observed, not_managed: Sequence[str] = ()
) -> tuple[Step, ...]:
    """The writes that bring an object of ours to what is desired; empty when it is that already."""
    desired = left_alone(desired, now.body)
    goal, seen = of_desired(desired, wanted, kind), of_observed(now, kind)
    wrong = differs(seen, goal)
    if kind.shared:
        return _on_others(desired, kind, now, goal, seen)
    heads = {parts(key)[0] for key in wrong if len(parts(key)) == 1} | (
        {*MARKED} & {*desired.body} if "marker" in wrong else set()
    )
    heads |= set() if wrong else _forgotten(desired, now)
    steps: list[Step] = []
    members = list(_children(desired, kind, now, wrong, goal))
    carried = {key: value for step in members for key, value in step.carried.items()}
    follow = {parts(key)[0] for key in carried}
    later = {
        "assignments",
        "apps",
        *(child("", name) for name in _apart(kind)),
        *_of_children(goal, kind),
        *carried,
    }
    expected: View = {key: seen.get(key) if key in later else value for key, value in goal.items()}
    if plain := sorted(heads - _apart(kind) - follow):
        steps.append(Step("update", _body(desired, kind, plain, now, not_managed), expected))
    for name in sorted(heads & {*kind.actions}):
        action, parameter = kind.actions[name]
        expected = {**expected, child("", name): goal[child("", name)]}
        steps.append(Step("act", {parameter: desired.body[name]}, expected, action))
    for step in members:
        expected = {**expected, **step.after}
        steps.append(replace(step, after=expected, carried=carried))
    if follow:
        expected = {**expected, **carried}
        steps.append(
            Step("update", _body(desired, kind, sorted(follow), now, not_managed), expected, spare=True)
        )
    if kind.targets_apps and (GROUP_TYPE in heads or "apps" in wrong):
        expected = {**expected, **{key: goal[key] for key in (child("", GROUP_TYPE), "apps") if key in goal}}
        steps.append(
            Step("target-apps", sorted(desired.apps or ()), expected, str(desired.body.get(GROUP_TYPE) or ""))
        )
    if "assignments" in wrong:
        steps.append(Step("assign", goal["assignments"], goal))
    return tuple(steps)


def remembering(desired: Desired, now: applied.Applied) -> Desired:
    """The resource with what it is to remember of this apply. That is no content, so its comparison form stays as it is."""
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
    """The property with what is to be remembered, where the object remembers something else. It goes along with the marker, and is written
    for itself only where nothing else is to be."""
    wanted = {
        name: applied.read(desired.body[name]) for name in MARKED if isinstance(desired.body.get(name), str)
    }
    return {name for name, line in wanted.items() if line and line != applied.read(now.body.get(name))}


def _on_others(desired: Desired, kind: Kind, now: Observed, goal: View, seen: View) -> tuple[Step, ...]:
    """On an object of somebody else the marker names our groups before they are assigned, and until they no longer are."""
    final, before = marker_of(desired), now.marker.groups if now.marker else ()
    here: Marker | None = now.marker
    assigned, steps = seen["assignments"], list[Step]()

    def say(marker: Marker | None) -> None:
        text = split(desired.body[kind.marker_property])[0]
        body = _body(desired, kind, (), now, ()) | {
            kind.marker_property: marked(text, marker) if marker else text
        }
        steps.append(Step("update", body, {**goal, "assignments": assigned, "marker": str(marker)}))

    if final and {*final.groups} - {*before}:
        here = replace(final, groups=tuple(sorted({*final.groups, *before})))
        say(here)
    if assigned != goal["assignments"]:
        steps.append(Step("assign", goal["assignments"], {**goal, "marker": str(here)}))
        assigned = goal["assignments"]
    if str(here) != str(final):
        say(final)
    return tuple(steps)


def inert(desired: Desired, kind: Kind) -> View:
    """What a new object must show before anything else is done with it: all content that a create carries, and nobody assigned. What names
    the default member of a list may be empty until there is one."""
    goal = of_desired(desired, (), kind)
    follow = [child("", name) for name in kind.named_defaults]
    return _without(
        goal,
        (*_of_children(goal, kind), *follow, *(("apps", child("", GROUP_TYPE)) if kind.targets_apps else ())),
    )


def owned_later(key: str, kind: Kind) -> bool:
    """Whether a key of a view is of what a create does not carry."""
    return parts(key)[0] in kind.children.keys() | kind.named_defaults or (
        kind.targets_apps and key == child("", GROUP_TYPE)
    )


def first(desired: Desired, kind: Kind) -> JSON:
    """The body of the create: members of contained lists follow one by one."""
    return {name: value for name, value in desired.body.items() if name not in kind.children}


def away(kind: Kind, now: Observed) -> tuple[Step, ...]:
    """The writes that remove an object: nobody is assigned any more before it goes."""
    seen = of_observed(now, kind)
    kept = _without(seen, ("version", "assignments"))
    unassign = (Step("unassign", (), {**kept, "assignments": []}),) if targets(now.assignments) else ()
    return (*unassign, Step("delete", None, {}))


def ordered(changes: Iterable[Change], orders: dict[str, int]) -> tuple[Change, ...]:
    """Changes in the order of writing: new and stricter protection, then what loosens, then what goes away. New objects of a kind come
    before changed ones."""
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
    """Ordered changes in runs of one phase, kind and action, each small enough that a look at its objects is fresh when they are written.

    No object refers to another of its kind, so what a wave refers to was there before it.
    """
    for _, run in groupby(changes, key=lambda c: (phase(c), c.address.kind, c.action)):
        while wave := tuple(islice(run, WAVE)):
            yield wave


def barrier(change: Change, orders: dict[str, int]) -> tuple[int, int]:
    """What waits for all before it: what loosens for what protects, what goes away for both, and what is referred to for what refers."""
    return phase(change), _turn(change, orders) if change.action == "delete" else 0


def _turn(change: Change, orders: dict[str, int]) -> int:
    """What others refer to comes first and goes last."""
    return -orders[change.address.kind] if change.action == "delete" else orders[change.address.kind]


def phase(change: Change) -> int:
    """0: new and stricter protection. 1: what loosens, and what leaves people to others. 2: what goes away."""
    if change.action == "delete":
        return 2
    return 1 if change.removes_protection or change.turn != "once" else 0


def halves(change: Change) -> tuple[Change, ...]:
    """The change as it is written: at once, or first with everybody and in the end without those whom it leaves."""
    if change.turn != "twice":
        return (change,)
    assert change.after is not None, f"{change.address} has no after-image"
    between = replace(change.after, targets=change.meanwhile)
    return replace(change, after=between, turn="once", removes_protection=False), replace(
        change, before=between, turn="after"
    )


def _of_children(view: View, kind: Kind) -> list[str]:
    """The keys under which the members of contained lists stand."""
    return [key for key in view if len(parts(key)) == 2 and parts(key)[0] in kind.children]


def _children(
    desired: Desired, kind: Kind, now: Observed, wrong: Sequence[str], goal: View
) -> Iterator[Step]:
    """One write for each member that is to come, to change or to go; `after` is what that one must show. The one that becomes the default
    goes first: it takes that from the others, so that nothing is left to write to a member that only stops being it."""
    seen = of_observed(now, kind)
    for navigation, name in sorted(kind.children.items()):
        flag, named = kind.defaults.get(navigation, ("", ""))
        wanted = {member[name]: member for member in desired.body.get(navigation) or ()}
        there = {str(member[name]): member for member in now.body.get(navigation) or ()}
        first = next((key for key, member in wanted.items() if member.get(flag)), None)
        places = {key: child(child("", navigation), key) for key in {*wanted, *there}}
        stop = {
            places[key]: {**seen[places[key]], flag: False}
            for key in there
            if key != first and there[key].get(flag)
        }
        for key in [*sorted(wanted, key=lambda key: key != first), *sorted(there.keys() - wanted.keys())]:
            place, found = places[key], there.get(key)
            after, takes = {place: goal.get(place)}, key == first and (bool(stop) or place in wrong)
            if takes:
                after |= stop
            elif key in wanted and (
                place not in wrong or (first and place in stop and not differs(stop, after))
            ):
                continue
            moved = {child("", named): goal[child("", named)]} if takes and child("", named) in wrong else {}
            yield Step(
                "child", wanted.get(key), after, navigation, str(found["id"]) if found else None, moved
            )


def _apart(kind: Kind) -> set[str]:
    """Properties that a PATCH may not carry."""
    return {*kind.actions, *kind.children, *((GROUP_TYPE,) if kind.targets_apps else ())}


def _body(
    desired: Desired, kind: Kind, names: Sequence[str], now: Observed, not_managed: Sequence[str]
) -> JSON:
    """Changed properties for a PATCH; for a PUT everything, with what others set on our object put back as it was."""
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
