"""Which object in the tenant is which resource of the policy: by marker, never by name.

Two objects with one marker are twins: a create whose answer was lost and was done again, or a copy made in the portal.
The assigned one is kept, else the oldest. The other goes when it is certain that it is only a copy: same generation, not
assigned. Anything else is for people to look at.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from managed_apparaten.compile.desired import Desired
from managed_apparaten.core.address import Address
from managed_apparaten.graph.observed import Observed


@dataclass(frozen=True, slots=True)
class Pair:
    """One address, with what should be there and what is."""

    address: Address
    desired: Desired | None
    observed: Observed | None
    copies: tuple[Observed, ...] = ()
    """Twins that may go."""
    unclear: tuple[Observed, ...] = ()
    """Twins that nobody can judge from here."""


def pairs(desired: Sequence[Desired], observed: Sequence[Observed]) -> list[Pair]:
    """All addresses on either side, sorted."""
    wanted = {d.address: d for d in desired}
    there: dict[Address, list[Observed]] = {}
    for one in observed:
        if one.marker is not None:
            there.setdefault(one.marker.address, []).append(one)
    return [_pair(address, wanted.get(address), there.get(address, [])) for address in sorted({*wanted, *there})]


def _pair(address: Address, desired: Desired | None, found: Sequence[Observed]) -> Pair:
    if not found:
        return Pair(address, desired, None)
    kept, *others = sorted(found, key=lambda o: (not _assigned(o), o.created, o.id))
    copies = tuple(o for o in others if not _assigned(o) and o.marker == kept.marker)
    return Pair(address, desired, kept, copies, tuple(o for o in others if o not in copies))


def _assigned(observed: Observed) -> bool:
    return bool(observed.assignments)
