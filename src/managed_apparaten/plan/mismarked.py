"""Objects that are listed as not ours, of which digest, name or key say that they are: somebody edited or cut the mark.

A mark that names another organisation, or a kind that the object cannot be, is theirs or a newer version's as long as nothing else says
that we made the object. Where its digest is what we would write, or its name is one that we give and the policy has an object there that
the tenant does not show, making that object would put a second one beside it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.address import Address
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.observe import CUT_SHORT, UNCLEAR, whole_mark
from managed_apparaten.graph.observed import Foreign
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

    def looks_like(self, one: Foreign) -> list[Address]:
        """Which resources an object can be: by digest, else by name, else by the key in its mark and the beginning of its name."""
        alike = [d for d in self.desired if self._fits(one, d.address)]
        lacking = [d for d in alike if d.address not in self.there]
        named = bool(self.prefix) and one.name.startswith(f"{self.prefix} |")
        ways: tuple[tuple[Sequence[Desired], Callable[[Desired], bool]], ...] = (
            ([d for d in alike if d.assignments], lambda d: d.generation in one.generations),
            (lacking, lambda d: d.generation in one.generations),
            (lacking, lambda d: self._name(d) == one.name),
            (lacking, lambda d: named and d.address.key == one.key),
        )
        return next((found for some, holds in ways if (found := sorted(d.address for d in some if holds(d)))), [])

    def _fits(self, one: Foreign, address: Address) -> bool:
        kind = self.kinds[address.kind]
        return kind.collection == one.collection and one.odata_type in ("", kind.odata_type)

    def _name(self, desired: Desired) -> str:
        return str(desired.body.get(self.kinds[desired.address.kind].name_property) or "")


def mismarked(desired: Sequence[Desired], reading: Reading, kinds: Mapping[str, Kind], organisation: Organisation) -> list[Diagnostic]:
    """PLN078 for each of them, warnings of which guard PLN029 makes a refusal. What GRA015 and GRA016 tell is not told again."""
    ours = _ours(desired, reading, kinds, organisation)
    told = {dict(one.args).get("id") for one in reading.diagnostics if one.code in UNCLEAR}
    return [
        Diagnostic(CODE, "warning", args=_args(one, found, organisation.id), address=str(found[0]))
        for one in reading.foreign
        if one.says and one.id not in told and (found := ours.looks_like(one))
    ]


def with_marks(desired: Sequence[Desired], reading: Reading, kinds: Mapping[str, Kind], organisation: Organisation) -> Iterator[Diagnostic]:
    """What the reading tells; a GRA015 with the mark to put back, where what is left of the object tells which that is."""
    ours, by_id = _ours(desired, reading, kinds, organisation), {one.id: one for one in reading.foreign}
    for problem in reading.diagnostics:
        args = dict(problem.args)
        one = by_id.get(str(args.get("id"))) if problem.code == CUT_SHORT else None
        found = ours.looks_like(one) if one else []
        yield replace(problem, args={**args, "mark": _marks(found, organisation.id)}) if found else problem


def _ours(desired: Sequence[Desired], reading: Reading, kinds: Mapping[str, Kind], organisation: Organisation) -> _Ours:
    there = frozenset(one.marker.address for one in reading.ours if one.marker is not None)
    return _Ours([d for d in desired if not kinds[d.address.kind].shared], kinds, organisation.prefix, there)


def _args(one: Foreign, found: Sequence[Address], organisation: str) -> dict[str, str]:
    args = {"id": one.id, "name": one.name, "collection": one.collection, "says": one.says}
    return args | {"address": ", ".join(map(str, found)), "mark": _marks(found, organisation)}


def _marks(found: Sequence[Address], organisation: str) -> str:
    return " / ".join(whole_mark(organisation, str(address)) for address in found)
