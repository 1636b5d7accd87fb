"""Find objects that were ours and whose marker somebody edited or cut (PLN078).

The reader lists such an object as not ours. Creating its resource would put a second object beside it. So an
object counts as possibly ours when the tenant shows no object for a resource and the digest in the marker,
the name, or the key in the marker with our name prefix matches that resource.

An object whose marker names another organisation stays theirs when that organisation has other objects here
that match nothing of ours: then it is a neighbour in a shared tenant. A tenant without any object of ours is
a new tenant, or our id has changed; GRA014 reports that.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.address import Address
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.observed import ForeignObject
from managed_apparaten.graph.read.observe import CUT_SHORT, UNCLEAR, UNKNOWN, mark_text
from managed_apparaten.graph.tenant import Reading
from managed_apparaten.policy.model import Organisation

CODE = "PLN078"


@dataclass(frozen=True, slots=True)
class _Ours:
    """What our objects can be recognised by without their marker."""

    desired: Sequence[Desired]
    kinds: Mapping[str, Kind]
    prefix: str
    addresses_with_object: frozenset[Address]
    """Addresses that already have an object in the tenant."""

    neighbours: frozenset[str] = frozenset()
    """Organisations with objects here that match nothing of ours."""

    def looks_like(self, candidate: ForeignObject) -> list[Address]:
        """Return the addresses whose object this can be, or an empty list.

        The first of these that matches counts: the digest, the full name, or the key in the marker together
        with our name prefix. For an object that a neighbour marked only the digest counts, and only of a
        resource with assignments.
        """
        lacking = [
            d
            for d in self.desired
            if d.address not in self.addresses_with_object and self._fits(candidate, d.address)
        ]
        is_neighbours = candidate.owner in self.neighbours
        has_our_prefix = candidate.name.startswith(f"{self.prefix} |")
        matchers: tuple[Callable[[Desired], bool], ...] = (
            lambda d: d.generation in candidate.generations and (not is_neighbours or bool(d.assignments)),
            lambda d: self._name(d) == candidate.name and not is_neighbours,
            lambda d: has_our_prefix and d.address.key == candidate.key and not is_neighbours,
        )
        return next(
            (
                addresses
                for matches in matchers
                if (addresses := sorted(d.address for d in lacking if matches(d)))
            ),
            [],
        )

    def _fits(self, one: ForeignObject, address: Address) -> bool:
        kind = self.kinds[address.kind]
        return kind.collection == one.collection and one.odata_type in ("", kind.odata_type)

    def _name(self, desired: Desired) -> str:
        return str(desired.body.get(self.kinds[desired.address.kind].name_property) or "")


def report_lost_marks(
    desired: Sequence[Desired], reading: Reading, kinds: Mapping[str, Kind], organisation: Organisation
) -> list[Diagnostic]:
    """Report PLN078 for each such object. They are warnings; guard PLN029 refuses the apply. Objects that
    GRA015 and GRA016 report are left out."""
    ours = _ours(desired, reading, kinds, organisation)
    reported_ids = {
        dict(candidate.args).get("id") for candidate in reading.diagnostics if candidate.code in UNCLEAR
    }
    return [
        Diagnostic(
            CODE, "warning", args=_args(candidate, addresses, organisation.id), address=str(addresses[0])
        )
        for candidate in reading.foreign
        if candidate.says
        and candidate.id not in reported_ids
        and (candidate.owner in ("", organisation.id) or reading.ours)
        and (addresses := ours.looks_like(candidate))
    ]


def with_marks_to_put_back(
    desired: Sequence[Desired], reading: Reading, kinds: Mapping[str, Kind], organisation: Organisation
) -> Iterator[Diagnostic]:
    """Yield the diagnostics of the reader, with the marker to put back added to GRA015 where the object shows
    which one it was."""
    ours, by_id = (
        _ours(desired, reading, kinds, organisation),
        {candidate.id: candidate for candidate in reading.foreign},
    )
    for problem in reading.diagnostics:
        args = dict(problem.args)
        if problem.code != CUT_SHORT:
            yield problem
            continue
        candidate = by_id.get(str(args.get("id")))
        addresses = ours.looks_like(candidate) if candidate else []
        unknown = args.get("mark") or mark_text(organisation.id, f"{UNKNOWN}/{UNKNOWN}")
        yield replace(
            problem, args={**args, "mark": _marks(addresses, organisation.id) if addresses else unknown}
        )


def _ours(
    desired: Sequence[Desired], reading: Reading, kinds: Mapping[str, Kind], organisation: Organisation
) -> _Ours:
    addresses_with_object = frozenset(one.marker.address for one in reading.ours if one.marker is not None)
    ours = _Ours(
        [d for d in desired if not kinds[d.address.kind].shared],
        kinds,
        organisation.prefix,
        addresses_with_object,
    )
    with_foreign_marker = [one for one in reading.foreign if one.owner not in ("", organisation.id)]
    return replace(
        ours, neighbours=frozenset(one.owner for one in with_foreign_marker if not ours.looks_like(one))
    )


def _args(candidate: ForeignObject, addresses: Sequence[Address], organisation: str) -> dict[str, str]:
    args = {
        "id": candidate.id,
        "name": candidate.name,
        "collection": candidate.collection,
        "says": candidate.says,
    }
    return args | {"address": ", ".join(map(str, addresses)), "mark": _marks(addresses, organisation)}


def _marks(addresses: Sequence[Address], organisation: str) -> str:
    return " / ".join(mark_text(organisation, str(address)) for address in addresses)
