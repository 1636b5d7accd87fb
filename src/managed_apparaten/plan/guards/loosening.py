"""Find who is less protected after a plan: who loses an object of a kind with nothing in its place, and who
gets a weaker one.

Each person and device is judged with all objects of a kind that they have. Somebody who comes under a milder
role is less protected although no object changed; somebody who comes under a stricter role is not, although
an object was taken from them. Somebody who had no object of a kind is less protected when their new one opens
what Intune keeps closed by default.
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
    """Who is less protected by the changes of one kind."""

    lost: Reached = NOBODY
    """Who has no object of the kind any more."""
    weakened: Reached = NOBODY
    """Who has a weaker one."""

    @property
    def all(self) -> Reached:
        """Everybody who is less protected."""
        return self.lost | self.weakened


def loosening(measured: Sequence[Impact]) -> Mapping[str, Loosening]:
    """Return this by kind. App assignments protect nobody, and an object that is assigned to nobody loosens
    nothing."""
    kinds: dict[str, list[Impact]] = defaultdict(list)
    for impact in measured:
        if impact.kind.assigned and not impact.kind.shared:
            kinds[impact.change.address.kind].append(impact)
    return {
        kind: _of_kind(of_kind)
        for kind, of_kind in sorted(kinds.items())
        if any(i.change.action != "none" for i in of_kind)
    }


def _of_kind(measured: Sequence[Impact]) -> Loosening:
    """Judge one kind. People, devices and hidden groups are judged separately; members with the same objects
    before and after share one comparison."""
    is_weaker: dict[tuple[Objects, Objects], bool] = {}
    sides = [_sides([i.before.people for i in measured], [i.after.people for i in measured]),
             _sides([i.before.devices for i in measured], [i.after.devices for i in measured]),
             _sides([i.before.hidden for i in measured], [i.after.hidden for i in measured])]  # fmt: skip
    lost, weakened = [], []
    for side in sides:
        losing, weakening = set[str](), set[str]()
        for (before, after), members in side.items():
            if before and not after:
                losing |= members
                continue
            pair = before, after
            is_weaker[pair] = _weaker(measured, before, after) if pair not in is_weaker else is_weaker[pair]
            weakening |= members if is_weaker[pair] else set()
        lost.append(frozenset(losing))
        weakened.append(frozenset(weakening))
    hidden_lost = together(i.before for i in measured) - together(i.after for i in measured)
    return Loosening(Reached(lost[0], lost[1], hidden_lost.hidden), Reached(*weakened))


def _sides(
    before: Sequence[frozenset[str]], after: Sequence[frozenset[str]]
) -> dict[tuple[Objects, Objects], set[str]]:
    """Group people, devices or hidden groups by the objects that they have and will have."""
    holders_before, holders_after = _holders(before), _holders(after)
    members_by_objects: dict[tuple[Objects, Objects], set[str]] = defaultdict(set)
    for member in holders_before.keys() | holders_after.keys():
        members_by_objects[tuple(holders_before.get(member, ())), tuple(holders_after.get(member, ()))].add(
            member
        )
    return members_by_objects


def _holders(audiences: Sequence[frozenset[str]]) -> dict[str, list[int]]:
    objects_by_member: dict[str, list[int]] = defaultdict(list)
    for number, members in enumerate(audiences):
        for member in members:
            objects_by_member[member].append(number)
    return objects_by_member


def _weaker(measured: Sequence[Impact], before: Objects, after: Objects) -> bool:
    """Return whether the objects `after`, as they will be, protect less than the objects `before`, as they
    are."""
    if before == after and all(measured[number].change.action == "none" for number in before):
        return False
    images_before, images_after = (
        [_image(measured[n], then=False) for n in before],
        [_image(measured[n], then=True) for n in after],
    )
    bodies: list[list[JSON]] = [
        [image.body for image in side if image] for side in (images_before, images_after)
    ]
    # The service fills in properties that we do not state, so only those that we state are compared.
    # Of an object that goes the whole body is known, what the service fills in too. Only what ours say can be less.
    stated = {name for body in bodies[1] for name in body}
    bodies[0] = [{name: value for name, value in body.items() if name in stated} for body in bodies[0]]
    apps = [
        [app for image in side if image for app in image.apps or ()] for side in (images_before, images_after)
    ]
    return weaker(bodies[0], bodies[1], (apps[0], apps[1]))


def _image(impact: Impact, then: bool) -> Image | None:
    change = impact.change
    return change.after if then and change.action != "none" else change.before


def with_weakened(measured: Sequence[Impact], loosened: Mapping[str, Loosening]) -> list[Impact]:
    """Return the changes, each with the number of people and devices that it leaves less protected."""
    return [
        _with_weakened(i, loosened[i.change.address.kind].weakened)
        if i.change.address.kind in loosened
        else i
        for i in measured
    ]


def _with_weakened(impact: Impact, weakened: Reached) -> Impact:
    theirs = impact.before & weakened
    if impact.change.action == "none" or not theirs:
        return impact
    return replace(impact, change=replace(impact.change, weakens=reach(impact.change.reach.groups, theirs)))


def weaker_objects(measured: Sequence[Impact]) -> frozenset[str]:
    """Return ids of objects that protect less than before or are deleted, whoever they reach: their groups
    may have no members today."""
    own = [
        i
        for i in measured
        if i.change.object_id and i.kind.assigned and not i.kind.shared and i.change.action != "none"
    ]
    return frozenset(
        str(i.change.object_id) for i in own if i.change.action == "delete" or _weaker([i], (0,), (0,))
    )
