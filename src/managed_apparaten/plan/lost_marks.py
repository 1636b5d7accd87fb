"""Objects that are listed as not ours, of which digest, name or key say that they are: somebody edited or cut the mark.

A mark that names another organisation, or a kind that the object cannot be, is theirs or a newer version's as long as nothing else says
that we made the object. Where its digest is what we would write, or its name is one that we give, for a resource of which the tenant shows
no object, making that would put a second one beside it. An organisation that has other objects here, of which nothing says so, is a
neighbour in a shared tenant. Where the tenant shows nothing of ours at all, we begin, or have another id than before: GRA014 tells that.
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
    """What our objects can be known by without their mark."""

    desired: Sequence[Desired]
    kinds: Mapping[str, Kind]
    prefix: str
    there: frozenset[Address]
    """Addresses of which the tenant shows an object."""

    neighbours: frozenset[str] = frozenset()
    """Organisations that have objects here of which nothing says that they are ours."""

    def looks_like(self, one: ForeignObject) -> list[Address]:
        """Which resources that the tenant does not show an object can be: by digest, else by name, else by the key in its mark and the
        beginning of its name. Of what a neighbour marked, by a digest over groups alone."""
        lacking = [d for d in self.desired if d.address not in self.there and self._fits(one, d.address)]
        theirs = one.owner in self.neighbours
        named = one.name.startswith(f"{self.prefix} |")
        ways: tuple[Callable[[Desired], bool], ...] = (
            lambda d: d.generation in one.generations and (not theirs or bool(d.assignments)),
            lambda d: self._name(d) == one.name and not theirs,
            lambda d: named and d.address.key == one.key and not theirs,
        )
        return next(
            (found for holds in ways if (found := sorted(d.address for d in lacking if holds(d)))), []
        )

    def _fits(self, one: ForeignObject, address: Address) -> bool:
        kind = self.kinds[address.kind]
        return kind.collection == one.collection and one.odata_type in ("", kind.odata_type)

    def _name(self, desired: Desired) -> str:
        return str(desired.body.get(self.kinds[desired.address.kind].name_property) or "")


def mismarked(
    desired: Sequence[Desired], reading: Reading, kinds: Mapping[str, Kind], organisation: Organisation
) -> list[Diagnostic]:
    """PLN078 for each of them, warnings of which guard PLN029 makes a refusal. What GRA015 and GRA016 tell is not told again."""
    ours = _ours(desired, reading, kinds, organisation)
    told = {dict(one.args).get("id") for one in reading.diagnostics if one.code in UNCLEAR}
    return [
        Diagnostic(CODE, "warning", args=_args(one, found, organisation.id), address=str(found[0]))
        for one in reading.foreign
        if one.says
        and one.id not in told
        and (one.owner in ("", organisation.id) or reading.ours)
        and (found := ours.looks_like(one))
    ]


def with_marks(
    desired: Sequence[Desired], reading: Reading, kinds: Mapping[str, Kind], organisation: Organisation
) -> Iterator[Diagnostic]:
    """What the reading tells; a GRA015 with the mark to put back, where what is left of the object tells which that is."""
    ours, by_id = _ours(desired, reading, kinds, organisation), {one.id: one for one in reading.foreign}
    for problem in reading.diagnostics:
        args = dict(problem.args)
        if problem.code != CUT_SHORT:
            yield problem
            continue
        one = by_id.get(str(args.get("id")))
        found = ours.looks_like(one) if one else []
        unknown = args.get("mark") or mark_text(organisation.id, f"{UNKNOWN}/{UNKNOWN}")
        yield replace(problem, args={**args, "mark": _marks(found, organisation.id) if found else unknown})


def _ours(
    desired: Sequence[Desired], reading: Reading, kinds: Mapping[str, Kind], organisation: Organisation
) -> _Ours:
    there = frozenset(one.marker.address for one in reading.ours if one.marker is not None)
    ours = _Ours([d for d in desired if not kinds[d.address.kind].shared], kinds, organisation.prefix, there)
    marked = [one for one in reading.foreign if one.owner not in ("", organisation.id)]
    return replace(ours, neighbours=frozenset(one.owner for one in marked if not ours.looks_like(one)))


def _args(one: ForeignObject, found: Sequence[Address], organisation: str) -> dict[str, str]:
    args = {"id": one.id, "name": one.name, "collection": one.collection, "says": one.says}
    return args | {"address": ", ".join(map(str, found)), "mark": _marks(found, organisation)}


def _marks(found: Sequence[Address], organisation: str) -> str:
    return " / ".join(mark_text(organisation, str(address)) for address in found)
