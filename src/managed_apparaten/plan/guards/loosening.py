"""Who is less protected when a plan is carried out: who loses a kind of object with nothing in its place, and who keeps a weaker one.

Looked at for each person and device apart, all objects of a kind that they have together: somebody who comes under a milder role is less
protected although no object changed, and somebody who comes under a stricter one is not, although an object let them go. Who had nothing
of a kind loses protection when its object opens what the service keeps shut by itself.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from managed_apparaten.core.digest import JSON
from managed_apparaten.plan.change import Image
from managed_apparaten.plan.guards.strictness import weaker
from managed_apparaten.plan.impact import Impact
from managed_apparaten.plan.reach import NOBODY, Reached, reach, together

Objects = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Loosening:
    """Of one kind of object."""

    lost: Reached = NOBODY
    """Who has none any more."""
    weakened: Reached = NOBODY
    """Who has a weaker one."""

    @property
    def all(self) -> Reached:
        """Everybody who is less protected."""
        return self.lost | self.weakened


def loosening(found: Sequence[Impact]) -> Mapping[str, Loosening]:
    """By kind. Apps protect nobody, and what is assigned to nobody loosens nothing."""
    kinds: dict[str, list[Impact]] = defaultdict(list)
    for impact in found:
        if impact.kind.assigned and not impact.kind.shared:
            kinds[impact.change.address.kind].append(impact)
    return {
        kind: _of_kind(some)
        for kind, some in sorted(kinds.items())
        if any(i.change.action != "none" for i in some)
    }


def _of_kind(found: Sequence[Impact]) -> Loosening:
    known: dict[tuple[Objects, Objects], bool] = {}
    sides = [_sides([i.before.people for i in found], [i.after.people for i in found]),
             _sides([i.before.devices for i in found], [i.after.devices for i in found]),
             _sides([i.before.hidden for i in found], [i.after.hidden for i in found])]  # fmt: skip
    lost, weak = [], []
    for side in sides:
        gone, less = set[str](), set[str]()
        for (before, after), members in side.items():
            if before and not after:
                gone |= members
                continue
            pair = before, after
            known[pair] = _weaker(found, before, after) if pair not in known else known[pair]
            less |= members if known[pair] else set()
        lost.append(frozenset(gone))
        weak.append(frozenset(less))
    left = together(i.before for i in found) - together(i.after for i in found)
    return Loosening(Reached(lost[0], lost[1], left.hidden), Reached(*weak))


def _sides(
    before: Sequence[frozenset[str]], after: Sequence[frozenset[str]]
) -> dict[tuple[Objects, Objects], set[str]]:
    """People, or devices, or groups that hide who is in them, by the objects that they have and will have."""
    was, now = _holders(before), _holders(after)
    found: dict[tuple[Objects, Objects], set[str]] = defaultdict(set)
    for member in was.keys() | now.keys():
        found[tuple(was.get(member, ())), tuple(now.get(member, ()))].add(member)
    return found


def _holders(audiences: Sequence[frozenset[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, members in enumerate(audiences):
        for member in members:
            found[member].append(number)
    return found


def _weaker(found: Sequence[Impact], before: Objects, after: Objects) -> bool:
    """Whether these objects as they will be protect less than those as they are."""
    if before == after and all(found[number].change.action == "none" for number in before):
        return False
    was, now = [_image(found[n], then=False) for n in before], [_image(found[n], then=True) for n in after]
    bodies: list[list[JSON]] = [[image.body for image in side if image] for side in (was, now)]
    # Of an object that goes the whole body is known, what the service fills in too. Only what ours say can be less.
    said = {name for body in bodies[1] for name in body}
    bodies[0] = [{name: value for name, value in body.items() if name in said} for body in bodies[0]]
    apps = [[app for image in side if image for app in image.apps or ()] for side in (was, now)]
    return weaker(bodies[0], bodies[1], (apps[0], apps[1]))


def _image(impact: Impact, then: bool) -> Image | None:
    change = impact.change
    return change.after if then and change.action != "none" else change.before


def told(found: Sequence[Impact], loosened: Mapping[str, Loosening]) -> list[Impact]:
    """The same, each change with how many it leaves less protected than they are."""
    return [
        _told(i, loosened[i.change.address.kind].weakened) if i.change.address.kind in loosened else i
        for i in found
    ]


def _told(impact: Impact, weakened: Reached) -> Impact:
    theirs = impact.before & weakened
    if impact.change.action == "none" or not theirs:
        return impact
    return replace(impact, change=replace(impact.change, weakens=reach(impact.change.reach.groups, theirs)))


def weaker_objects(found: Sequence[Impact]) -> frozenset[str]:
    """Ids of objects that protect less than before, or go, whoever they reach: nobody may be in their groups today."""
    own = [
        i
        for i in found
        if i.change.object_id and i.kind.assigned and not i.kind.shared and i.change.action != "none"
    ]
    return frozenset(
        str(i.change.object_id) for i in own if i.change.action == "delete" or _weaker([i], (0,), (0,))
    )
