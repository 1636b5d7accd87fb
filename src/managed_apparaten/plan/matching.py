"""Which object in the tenant is which resource of the policy: by marker, never by name.

Two objects with one marker are twins: a create whose answer was lost and was done again, or a copy that somebody made in the portal.
Which of them are ours their content tells (`plan.copies`): of those one is kept and the others go. A copy that somebody changed is
theirs: it is left alone like any object that is not ours, and told.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.address import Address
from managed_apparaten.core.digest import JSON, canonical
from managed_apparaten.graph.observed import Observed
from managed_apparaten.plan.copies import Judge, Stranger


@dataclass(frozen=True, slots=True)
class Pair:
    """One address, with what should be there and what is."""

    address: Address
    desired: Desired | None
    observed: Observed | None
    copies: tuple[Observed, ...] = ()
    """Twins that go: to the letter what we made, for nobody who does not get the one that stays."""
    strangers: tuple[Stranger, ...] = ()
    """Copies that somebody changed."""


def pairs(
    desired: Sequence[Desired],
    observed: Sequence[Observed],
    kinds: Mapping[str, Kind],
    targets: Callable[[Desired], tuple[JSON, ...]],
    names: Callable[[Desired | None], Mapping[str, str]],
    shared: Sequence[Observed] = (),
) -> list[Pair]:
    """All addresses on either side, sorted. `targets` are the wanted ones, `names` of groups by id. `shared` are objects of other people,
    which can refer to ours."""
    wanted = {d.address: d for d in desired}
    there: dict[Address, list[Observed]] = {}
    for one in observed:
        if one.marker is not None:
            there.setdefault(one.marker.address, []).append(one)
    ours = {one.id: one.marker.address for one in observed if one.marker is not None}
    used = _used(
        [one for objects in there.values() if len(objects) > 1 for one in objects], [*observed, *shared]
    )
    found = list[Pair]()
    for address in sorted({*wanted, *there}):
        want, objects = wanted.get(address), there.get(address, [])
        if len(objects) <= 1:
            found.append(Pair(address, want, objects[0] if objects else None))
            continue
        judge = Judge(kinds[address.kind], want, targets(want) if want else (), names(want), ours, used)
        found.append(Pair(address, want, *judge.verdict(objects)))
    return found


def _used(some: Sequence[Observed], observed: Sequence[Observed]) -> frozenset[str]:
    """Ids of those that another object refers to, as assignments do to a filter."""
    texts = [(other.id, canonical([other.body, other.assignments])) for other in observed] if some else []
    return frozenset(
        one.id for one in some if any(owner != one.id and one.id.encode() in text for owner, text in texts)
    )
