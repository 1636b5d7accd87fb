"""What differs between two plans for the same policy: shown when a reviewed plan is no longer what would run."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from managed_apparaten.core.address import Address
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON, canonical
from managed_apparaten.core.pointer import leaves
from managed_apparaten.plan.change import Change, Plan

_RUN = (
    "format_version",
    "tool_version",
    "organisation",
    "tenant_id",
    "evaluated_on",
    "policy_digest",
    "guards",
    "unmanaged",
)
LONGEST = 120
"""Characters of a value that a sentence can bear."""
_CHANGE = ("action", "name", "object_id", "before", "after", "content", "turn", "meanwhile")
"""What a change is; reach, causes and field changes follow from it and would only repeat it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not what it was."""

    address: Address | None
    """None for what concerns the whole plan."""
    field: str
    """`assignments`, `apps`, or a JSON pointer: into the object's body in a run, into the change (`/before/body/...`) between plans."""
    before: JSON
    """What was expected; None when there was nothing."""
    after: JSON
    """What is there now; None when there is nothing."""


def stale(old: Plan, new: Plan) -> tuple[Difference, ...]:
    """Every difference that matters, per object. Empty exactly when the digests are equal."""
    if old.digest == new.digest:
        return ()
    found = [*whole_plan(old, new), *_changes(old, new)]
    return tuple(found) or (Difference(None, "/digest", old.digest, new.digest),)


def outdated(differences: Sequence[Difference]) -> tuple[Diagnostic, ...]:
    """The refusal of a plan that no longer holds, and what differs: APL005, then one APL006 each."""
    return (
        (Diagnostic("APL005", args={"count": str(len(differences))}), *described(differences))
        if differences
        else ()
    )


def described(differences: Sequence[Difference]) -> tuple[Diagnostic, ...]:
    """One note a difference."""
    return tuple(
        Diagnostic(
            "APL006",
            "note",
            address=str(d.address) if d.address else None,
            args={
                "address": str(d.address or "plan"),
                "field": d.field,
                "before": _short(d.before),
                "after": _short(d.after),
            },
        )
        for d in differences
    )


def differing(
    address: Address | None, before: JSON, after: JSON, pointer: str = ""
) -> tuple[Difference, ...]:
    """The leaves that two JSON values do not share, by pointer."""
    was, now = leaves(before, pointer), leaves(after, pointer)
    return tuple(
        Difference(address, p, was.get(p), now.get(p))
        for p in sorted({*was, *now})
        if was.get(p) != now.get(p)
    )


def whole_plan(old: Plan, new: Plan) -> list[Difference]:
    """What differs apart from objects."""
    was, now = asdict(old), asdict(new)
    return [d for name in _RUN for d in differing(None, plain(was[name]), plain(now[name]), f"/{name}")]


def _changes(old: Plan, new: Plan) -> list[Difference]:
    was, now = by_object(old), by_object(new)
    return [
        difference
        for key in sorted({*was, *now})
        for difference in differing(
            (was.get(key) or now[key]).address, _essence(was.get(key)), _essence(now.get(key))
        )
    ]


def by_object(plan: Plan) -> dict[tuple[str, int], Change]:
    """Changes by address; twins share one, so they are numbered."""
    found: dict[tuple[str, int], Change] = {}
    for change in sorted(plan.changes, key=lambda c: (c.address, c.object_id or "")):
        address = str(change.address)
        found[address, sum(key[0] == address for key in found)] = change
    return found


def essence(change: JSON) -> JSON:
    """Of a change as plain JSON what makes it this change."""
    return {name: value for name, value in change.items() if name in _CHANGE}


def _essence(change: Change | None) -> JSON:
    return essence(plain(asdict(change))) if change else None


def plain(value: JSON) -> JSON:
    """Tuples as lists, so that a plan read from a file equals one just made."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value


def _short(value: JSON) -> str:
    text = canonical(value).decode() if value is not None else "-"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
