"""Match objects of the tenant with resources of the policy, by marker and never by name.

Two objects with one marker are twins: a create was repeated after its answer was lost, or somebody copied the
object in the portal. Their content shows which of them are ours (`plan.copies`): one of those is kept and the
others are deleted. A copy that somebody changed is left alone like any object that is not ours, and reported.
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
    """One address with the resource that the policy wants there and the object that the tenant has."""

    address: Address
    desired: Desired | None
    observed: Observed | None
    copies: tuple[Observed, ...] = ()
    """Twins to delete: exactly what we made, and assigned only to people who also get the object that is
    kept."""
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
    """Return a pair for each address that the policy or the tenant has, sorted by address.

    `targets` gives the wanted assignment targets of a resource, `names` the names of groups by id. `shared`
    are objects of other people, which can refer to ours.
    """
    wanted = {d.address: d for d in desired}
    observed_by_address: dict[Address, list[Observed]] = {}
    for each in observed:
        if each.marker is not None:
            observed_by_address.setdefault(each.marker.address, []).append(each)
    ours = {each.id: each.marker.address for each in observed if each.marker is not None}
    used = _used(
        [each for objects in observed_by_address.values() if len(objects) > 1 for each in objects],
        [*observed, *shared],
    )
    matched = list[Pair]()
    for address in sorted({*wanted, *observed_by_address}):
        resource, objects = wanted.get(address), observed_by_address.get(address, [])
        if len(objects) <= 1:
            matched.append(Pair(address, resource, objects[0] if objects else None))
            continue
        judge = Judge(
            kinds[address.kind], resource, targets(resource) if resource else (), names(resource), ours, used
        )
        matched.append(Pair(address, resource, *judge.verdict(objects)))
    return matched


def _used(candidates: Sequence[Observed], observed: Sequence[Observed]) -> frozenset[str]:
    """Return the ids of those objects to which another object refers, as assignments refer to a filter."""
    texts = (
        [(other.id, canonical([other.body, other.assignments])) for other in observed] if candidates else []
    )
    return frozenset(
        candidate.id
        for candidate in candidates
        if any(owner != candidate.id and candidate.id.encode() in text for owner, text in texts)
    )
