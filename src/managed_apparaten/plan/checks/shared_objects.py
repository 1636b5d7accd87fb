"""Check that two parts of a policy do not change the same object of the tenant.

Whichever were written last would win, and the next plan would change it back. This happens when two catalogue
entries turn out to be one app of the tenant, or two names of a group to be one group.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.span import Span
from managed_apparaten.plan.groups import PolicyGroups
from managed_apparaten.plan.matching import Pair
from managed_apparaten.plan.reach import EXCLUDED

T = TypeVar("T")


def one_address(resources: Sequence[Desired]) -> Iterator[Diagnostic]:
    """Report PLN066: two resources with the same address, so with the same marker."""
    for first, second in _met(resources, lambda one: [one.address]):
        yield _refusal("PLN066", first, second, str(second.address), {"first": str(first.address)})


def one_change(paired: Iterable[Pair], kinds: Mapping[str, Kind]) -> Iterator[Diagnostic]:
    """Report PLN065: two changes of one object, or two changes that would create the same app."""
    for first, second in _met(paired, lambda pair: _objects(pair, kinds)):
        observed = next((one for one in (second.observed, *second.copies) if one), None)
        name = f"{observed.name} ({observed.id})" if observed else ", ".join(_common(first, second))
        names = [
            pair.desired.match.name if pair.desired and pair.desired.match else str(pair.address)
            for pair in (first, second)
        ]
        args = {"first": names[0], "second": names[1], "name": name}
        yield _refusal("PLN065", first.desired, second.desired, str(second.address), args)


def one_target(
    resources: Iterable[tuple[Desired, Sequence[JSON]]], groups: PolicyGroups
) -> Iterator[Diagnostic]:
    """Report PLN067: a group that would get one object twice. Two intents on an app are PLN061."""
    for desired, targets in resources:
        included = [
            target for target in targets if target["@odata.type"] != EXCLUDED and target.get("groupId")
        ]
        for first, _ in _met(included, lambda target: [(target["groupId"], target.get("intent"))]):
            assignments_of_group = [
                a for a in desired.assignments if not a.exclude and groups.id_of(a.group) == first["groupId"]
            ]
            related = tuple(
                Related(a.group.span, "label.first-here")
                for a in assignments_of_group[:1]
                if len(assignments_of_group) > 1
            )
            args = {"group": assignments_of_group[-1].group.name, "address": str(desired.address)}
            yield Diagnostic(
                "PLN067",
                "error",
                assignments_of_group[-1].group.span,
                args,
                related=related,
                address=str(desired.address),
            )


def _objects(pair: Pair, kinds: Mapping[str, Kind]) -> list[Hashable]:
    """Return the objects that are changed. For an object that does not exist yet, return all that it would be
    recognised by."""
    observed = [one for one in (pair.observed, *pair.copies) if one]
    return [(kinds[pair.address.kind].collection, one.id) for one in observed] or [
        (pair.address.kind, key) for key in _keys(pair)
    ]


def _keys(pair: Pair) -> tuple[str, ...]:
    return pair.desired.match.keys if pair.desired and pair.desired.match else ()


def _common(first: Pair, second: Pair) -> list[str]:
    return sorted({*_keys(first)} & {*_keys(second)})


def _met(things: Iterable[T], keys: Callable[[T], Iterable[Hashable]]) -> Iterator[tuple[T, T]]:
    """Yield each thing that shares a key with an earlier one, once, together with the first that has the
    key."""
    seen: dict[Hashable, T] = {}
    for thing in things:
        earlier = [seen.setdefault(key, thing) for key in keys(thing)]
        if other := next((one for one in earlier if one is not thing), None):
            yield other, thing


def _refusal(
    code: str, first: Desired | None, second: Desired | None, address: str, args: Mapping[str, str]
) -> Diagnostic:
    causes = [_cause(one) for one in (first, second)]
    related = (Related(causes[0], "label.first-here"),) if causes[0] else ()
    return Diagnostic(code, "error", causes[1], args, related=related, address=address)


def _cause(desired: Desired | None) -> Span | None:
    """Return the line that asks for a resource: the one that assigned it, else the one that gave its first
    value."""
    if desired is None:
        return None
    causes_of_assignments = [cause for a in desired.assignments if not a.exclude for cause in a.causes]
    return next(
        (
            cause.span
            for causes in (causes_of_assignments, *desired.blame.values())
            for cause in causes
            if cause.span
        ),
        None,
    )
