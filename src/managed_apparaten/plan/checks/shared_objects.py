"""One object, one change: what a plan refuses because two parts of a policy speak of the same object of the tenant.

Whichever is written last would win, and the other would be a change again in the next plan. It happens where two entries of the catalogue
turn out to be one app of the tenant, or two names of a group to be one group.
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
    """PLN066: two resources of which the marker in the tenant would say the same."""
    for first, second in _met(resources, lambda one: [one.address]):
        yield _refusal("PLN066", first, second, str(second.address), {"first": str(first.address)})


def one_change(paired: Iterable[Pair], kinds: Mapping[str, Kind]) -> Iterator[Diagnostic]:
    """PLN065: two changes of one object that is there, or two that would make the same app."""
    for first, second in _met(paired, lambda pair: _objects(pair, kinds)):
        there = next((one for one in (second.observed, *second.copies) if one), None)
        name = f"{there.name} ({there.id})" if there else ", ".join(_common(first, second))
        called = [
            pair.desired.match.name if pair.desired and pair.desired.match else str(pair.address)
            for pair in (first, second)
        ]
        args = {"first": called[0], "second": called[1], "name": name}
        yield _refusal("PLN065", first.desired, second.desired, str(second.address), args)


def one_target(
    resources: Iterable[tuple[Desired, Sequence[JSON]]], groups: PolicyGroups
) -> Iterator[Diagnostic]:
    """PLN067: a group that would have one object twice; with two intents on an app that is PLN061."""
    for desired, targets in resources:
        included = [
            target for target in targets if target["@odata.type"] != EXCLUDED and target.get("groupId")
        ]
        for first, _ in _met(included, lambda target: [(target["groupId"], target.get("intent"))]):
            named = [
                a for a in desired.assignments if not a.exclude and groups.id_of(a.group) == first["groupId"]
            ]
            related = tuple(Related(a.group.span, "label.first-here") for a in named[:1] if len(named) > 1)
            args = {"group": named[-1].group.name, "address": str(desired.address)}
            yield Diagnostic(
                "PLN067", "error", named[-1].group.span, args, related=related, address=str(desired.address)
            )


def _objects(pair: Pair, kinds: Mapping[str, Kind]) -> list[Hashable]:
    """The objects that are changed; where it is yet to be made, all that it would be known by."""
    there = [one for one in (pair.observed, *pair.copies) if one]
    return [(kinds[pair.address.kind].collection, one.id) for one in there] or [
        (pair.address.kind, key) for key in _keys(pair)
    ]


def _keys(pair: Pair) -> tuple[str, ...]:
    return pair.desired.match.keys if pair.desired and pair.desired.match else ()


def _common(first: Pair, second: Pair) -> list[str]:
    return sorted({*_keys(first)} & {*_keys(second)})


def _met(things: Iterable[T], keys: Callable[[T], Iterable[Hashable]]) -> Iterator[tuple[T, T]]:
    """Each thing that shares a key with an earlier one, once, with the first that has it."""
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
    """The line that asks for it: what decided who gets it, else what gave it its first value."""
    if desired is None:
        return None
    given = [cause for a in desired.assignments if not a.exclude for cause in a.causes]
    return next(
        (cause.span for causes in (given, *desired.blame.values()) for cause in causes if cause.span), None
    )
